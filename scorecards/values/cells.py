"""What the text in a scorecard cell means, kept beside the text exactly as printed.

Reading never fails and never rewrites. Text that its metric cannot read is kept, with one
sentence that says what was expected. Figures are Decimal throughout, never float.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scorecards.values.scales import MetricScale, ScalePoint

__all__ = [
    "Kind",
    "MetricScale",
    "Qualifier",
    "ScalePoint",
    "State",
    "Value",
    "parse",
    "position",
    "print_value",
]


class Kind(StrEnum):
    """What a metric is measured in."""

    PERCENT = "percent"
    NUMBER = "number"
    DURATION = "duration"
    SCALE = "scale"

    @property
    def words(self) -> str:
        """The kind of one value, in words that take 'a'."""
        return (
            "percentage" if self is Kind.PERCENT else "grade" if self is Kind.SCALE else self.value
        )


class State(StrEnum):
    """Whether a cell holds a value, and if not, why not. No state means another."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    NO_READING = "no_reading"
    TO_BE_CONFIRMED = "to_be_confirmed"
    AWAITED = "awaited"
    BLANK = "blank"
    UNREADABLE = "unreadable"

    @property
    def words(self) -> str:
        """The state in words for a reader."""
        if self is State.BLANK:
            return "Nothing entered"
        if self is State.UNREADABLE:
            return "Cannot be read"
        return self.value.replace("_", " ").capitalize()


class Qualifier(StrEnum):
    """A bound instead of an exact figure: `>90%`."""

    MORE_THAN = ">"
    AT_LEAST = ">="
    LESS_THAN = "<"
    AT_MOST = "<="


@dataclass(frozen=True)
class Value:
    """One scorecard cell.

    `kind` is what the text was read as: `95%` on a scale of bands is a percentage.
    `number` is the percent figure, the number, the seconds, or the rank of the grade (the lower
    one of an in-between, whose higher rank is `upper`). It is None without a value and for the
    milestone answer Complete, which names no point and sets `complete` instead.
    `expected` is empty, or for unreadable text one sentence fit for a form field.
    """

    printed: str
    kind: Kind
    state: State
    number: Decimal | None = None
    upper: Decimal | None = None
    qualifier: Qualifier | None = None
    complete: bool = False
    expected: str = ""


_STATES = {
    "": State.BLANK,
    "n/a": State.NOT_APPLICABLE,
    "na": State.NOT_APPLICABLE,
    "not applicable": State.NOT_APPLICABLE,
    "tbc": State.TO_BE_CONFIRMED,
    "to be confirmed": State.TO_BE_CONFIRMED,
    "awaited": State.AWAITED,
    "awaiting": State.AWAITED,
    # Hyphen, the dashes word processors put in its place, and the minus sign.
    **dict.fromkeys(("-", "--", "\u2010", "\u2011"), State.NO_READING),
    **dict.fromkeys(("\u2012", "\u2013", "\u2014", "\u2015", "\u2212"), State.NO_READING),
}

# Twelve digits before the point and fifteen after add and subtract exactly in Decimal's default
# 28 digits. [0-9] and not \d, which takes the digits of every script.
_FIGURE = re.compile(
    r"[-+\u2212]?(?:(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,15})?|\.[0-9]{1,15})"
)
_DURATION = re.compile(r"([0-9]{1,12}):([0-5][0-9]):([0-5][0-9])")
_MANY_DIGITS = re.compile("[0-9]{13}")
_TWO_PARTS = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
# The two-character signs first, so that >= is not read as > and a stray =.
_SIGNS = {
    ">=": Qualifier.AT_LEAST,
    "<=": Qualifier.AT_MOST,
    "\u2265": Qualifier.AT_LEAST,
    "\u2264": Qualifier.AT_MOST,
    ">": Qualifier.MORE_THAN,
    "<": Qualifier.LESS_THAN,
}
_COMPLETE = ("complete", "completed")
_PASTED = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

_EXAMPLES = {
    Kind.PERCENT: "a percentage such as 60% or 60.75%",
    Kind.NUMBER: "a number such as 14,637 or 4.64",
    Kind.DURATION: "hours, minutes and seconds such as 00:38:09",
}


def parse(text: str, kind: Kind, *, scale: MetricScale | None = None) -> Value:
    """Read the text of a cell by its metric's kind and scale. Never raises.

    White space around and inside, non-breaking or invisible, and letter case do not matter to
    the reading. States are read before anything else. A percent metric may print its figures
    without the sign; a duration is h:mm:ss, since 38:09 could be minutes or hours.
    """
    kind = Kind(kind)  # a database row has the bare word
    words = " ".join(text.translate(_PASTED).split())
    state = _STATES.get(words.casefold())
    if state is not None:
        return Value(text, kind, state)
    read = (
        _read_grade(text, words, scale) if kind is Kind.SCALE else _read_figure(text, words, kind)
    )
    return read or Value(text, kind, State.UNREADABLE, expected=_expected(words, kind, scale))


def print_value(value: Value) -> str:
    """Return the text a value was read from: nothing is reformatted."""
    return value.printed


def position(value: Value, *, scale: MetricScale | None = None) -> Decimal | None:
    """Return a value's place on a chart's axis, or None where it has none.

    In the value's own unit; an in-between lies halfway between its grades. With a scale of
    bands a band lies at the percentage it counts from, so that it shares an axis with
    percentages; Complete has no place.
    """
    if value.number is None:
        return None
    ranks = [value.number] if value.upper is None else [value.number, value.upper]
    if value.kind is Kind.SCALE and scale is not None and scale.is_banded:
        ranks = [scale.at(rank).threshold or Decimal(0) for rank in ranks]
    return sum(ranks, Decimal(0)) / len(ranks)


def _read_figure(text: str, words: str, kind: Kind) -> Value | None:
    sign = next((sign for sign in _SIGNS if words.startswith(sign)), "")
    figure = words.removeprefix(sign).lstrip()
    if kind is Kind.DURATION:
        number = _seconds(figure)
    elif kind is Kind.PERCENT:
        number = _decimal(figure.removesuffix("%").rstrip())
    else:
        number = _decimal(figure)
    if number is None:
        return None
    return Value(text, kind, State.VALUE, number=number, qualifier=_SIGNS.get(sign))


def _read_grade(text: str, words: str, scale: MetricScale | None) -> Value | None:
    if scale is None:
        return None
    rank = scale.rank(words)
    if rank is not None:
        return Value(text, Kind.SCALE, State.VALUE, number=rank)
    if scale.is_milestones and words.casefold() in _COMPLETE:
        return Value(text, Kind.SCALE, State.VALUE, complete=True)
    neighbours = scale.in_between(words)
    if neighbours is not None:
        return Value(text, Kind.SCALE, State.VALUE, number=neighbours[0], upper=neighbours[1])
    if scale.is_banded and words.endswith("%"):
        return _read_figure(text, words, Kind.PERCENT)
    return None


def _decimal(figure: str) -> Decimal | None:
    # The pattern decides, not Decimal(), which also takes NaN, 1e999, 1_000 and Arabic digits.
    if not _FIGURE.fullmatch(figure):
        return None
    return Decimal(figure.replace(",", "").replace("\u2212", "-"))


def _seconds(figure: str) -> Decimal | None:
    found = _DURATION.fullmatch(figure)
    if not found:
        return None
    hours, minutes, seconds = (Decimal(part) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _expected(words: str, kind: Kind, scale: MetricScale | None) -> str:
    quoted = f"'{words}'" if len(words) <= 40 else f"'{words[:40]}…'"
    if kind is Kind.SCALE and scale is None:
        return f"{quoted} cannot be read: this metric has no scale yet."
    if kind is Kind.SCALE and scale is not None:
        return f"{quoted} is not on the scale {scale.name}: write {scale.choices}."
    two_parts = _TWO_PARTS.fullmatch(words)
    if kind is Kind.DURATION and two_parts and int(two_parts[1]) < 60:
        first, second = two_parts[1].zfill(2), two_parts[2]
        return (
            f"{quoted} could be minutes or hours: write 00:{first}:{second} for minutes and "
            f"seconds, or {first}:{second}:00 for hours and minutes."
        )
    if _MANY_DIGITS.search(words.replace(",", "")):
        return f"{quoted} has more digits than a scorecard holds: write {_EXAMPLES[kind]}."
    return f"{quoted} is not a {kind.words}: write {_EXAMPLES[kind]}."


def actual_key(line_id: int, quarter: str) -> str:
    """Return the name of a cell on the page and in its writer's seen texts."""
    return f"actual-{line_id}-{quarter.replace('/', '-').replace(' ', '-').lower()}"
