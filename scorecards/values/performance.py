"""Whether an actual meets its aim: computed, never a person's judgement.

An actual is taken as the span of figures it may stand for, so that `>90%` and a band such as
Partial are judged by one rule: met where the whole span reaches the aim, not met where none of
it does, and no verdict where it could be either. Reasons are phrases without a full stop.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from improvement.values.periods import CalendarMonth, Quarter
from scorecards.values.cells import Kind, MetricScale, Qualifier, State, Value

MONTHS_IN_QUARTER = 3

# Figures have up to 27 digits; a quotient of two needs more than Decimal's default 28.
WIDE = Context(prec=80)
_ENDLESS = Decimal("Infinity")
_STRICT = (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
_FLOORS = (Qualifier.MORE_THAN, Qualifier.AT_LEAST)


class Direction(StrEnum):
    """The way a metric goes when it gets better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"

    @property
    def words(self) -> str:
        """The direction in words for a reader."""
        if self is Direction.NEITHER:
            return "Neither higher nor lower is better"
        return f"{'Higher' if self is Direction.UP else 'Lower'} is better"


class Verdict(StrEnum):
    """Whether the aim is met."""

    MET = "met"
    NOT_MET = "not_met"
    NO_VERDICT = "no_verdict"

    @property
    def words(self) -> str:
        """The verdict in words for a reader."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Performance:
    """A verdict and why; of one not met the share of its aim it is off by, at the least.

    ``short_by`` is 0.05 for 95 of 100. Of an aim of nothing it is the figure itself.
    """

    verdict: Verdict
    reason: str
    # What is printed says it already: it puts in order, and makes no other performance.
    short_by: Decimal | None = field(default=None, compare=False)


@dataclass(frozen=True)
class _Span:
    """The figures an actual may stand for; an open end is not one of them."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def mirrored(self) -> "_Span":
        return _Span(-self.high, -self.low, self.high_open, self.low_open)

    def all_reach(self, bound: Decimal, strict: bool) -> bool:
        return self.low > bound or (self.low == bound and (self.low_open or not strict))

    def none_reaches(self, bound: Decimal, strict: bool) -> bool:
        return self.high < bound or (self.high == bound and (self.high_open or strict))


_WITHOUT_AIM = {
    State.BLANK: "No aim is set",
    State.NO_READING: "No aim is given, only a dash",
    State.NOT_APPLICABLE: "The aim is not applicable",
    State.TO_BE_CONFIRMED: "The aim is to be confirmed",
    State.AWAITED: "The aim is awaited",
}
_WITHOUT_ACTUAL = {
    State.BLANK: "Nothing has been entered",
    State.NO_READING: "There is no reading",
    State.NOT_APPLICABLE: "The actual is not applicable",
    State.TO_BE_CONFIRMED: "The actual is to be confirmed",
    State.AWAITED: "The actual is awaited",
}


def judge(
    actual: Value, aim: Value, direction: Direction, *, scale: MetricScale | None = None
) -> Performance:
    """Judge an actual against the aim of its quarter. Never raises.

    Equality meets the aim, except that `>` and `<` on an aim are strict. An in-between counts
    as its lower grade, and the milestone answer Complete reaches whatever the quarter's aim is
    (Design, sections 5.6, 5.7 and 6). What cannot be known has no verdict, and a reason.
    """
    direction = Direction(direction)  # a database row has the bare word
    doubt = _doubt(actual, aim, direction, scale)
    if doubt:
        return Performance(Verdict.NO_VERDICT, doubt)
    if actual.complete:
        return Performance(Verdict.MET, "Complete reaches the aim")
    span, required = _placed(actual, aim, direction, scale)
    verdict = _verdict(span, *required)
    short_by = _short_by(span, required[0]) if verdict is Verdict.NOT_MET else None
    return Performance(verdict, _reason(verdict, actual, aim, scale), short_by)


def judge_to_date(actual: Value, aim: Value, direction: Direction, *, as_at: date) -> Performance:
    """Judge a quarter's sum so far against its part of the whole quarter's aim.

    For metrics that add up over the quarter, in numbers or durations. The sum is counted to the
    day `as_at`; of each of the quarter's three months a third of the aim is due by its end.
    The part is rounded towards the aim, to the decimals of the figures, so that the printed
    sentence and the verdict agree and neither is easier than the exact part.
    """
    whole = judge(actual, aim, direction)
    if actual.number is None or aim.number is None or _doubt(actual, aim, direction, None):
        return whole
    if actual.kind not in (Kind.NUMBER, Kind.DURATION):
        return Performance(Verdict.NO_VERDICT, f"A {actual.kind.words} has no part to date")
    due = part_of_quarter(as_at)
    part = replace(aim, number=_pro_rata(actual, aim, direction, due))
    against = _figure(part)
    if due < 1:
        against += f" pro rata of {_figure(aim)}"
    reason = f"{_figure(actual)} to {as_at.day} {as_at:%B}, against {against}"
    return replace(judge(actual, part, direction), reason=reason)


def part_of_quarter(day: date) -> Fraction:
    """Return how much of its quarter is over at the end of a day: each month is a third."""
    month = CalendarMonth.of(day)
    months_before = (day.month - Quarter.of(day).starts_on.month) % 12
    return (months_before + Fraction(day.day, month.ends_on.day)) / MONTHS_IN_QUARTER


def print_duration(seconds: Decimal) -> str:
    """Return seconds as h:mm:ss, with a minus sign where negative; part seconds are dropped."""
    minutes, rest = divmod(int(abs(seconds)), 60)
    sign = "-" if seconds <= -1 else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _doubt(actual: Value, aim: Value, direction: Direction, scale: MetricScale | None) -> str:
    """Return why there can be no verdict before any comparison, or nothing."""
    for name, value in (("actual", actual), ("aim", aim)):
        if value.state is State.UNREADABLE:
            return f"The {name} cannot be read as a {value.kind.words}"
    if aim.state in _WITHOUT_AIM:
        return _WITHOUT_AIM[aim.state]
    if actual.state in _WITHOUT_ACTUAL:
        return _WITHOUT_ACTUAL[actual.state]
    if direction is Direction.NEITHER:
        return "The metric has no direction: neither more nor less is better"
    if actual.complete:
        return ""
    return _mismatch(actual, aim, direction, scale)


def _mismatch(actual: Value, aim: Value, direction: Direction, scale: MetricScale | None) -> str:
    if aim.complete:
        return "The aim Complete does not say which milestone"
    banded = scale is not None and scale.is_banded
    kinds = {actual.kind, aim.kind}
    if len(kinds) > 1 and not (banded and kinds == {Kind.SCALE, Kind.PERCENT}):
        return f"A {actual.kind.words} cannot be compared with an aim that is a {aim.kind.words}"
    if direction is Direction.DOWN and Kind.SCALE in kinds and not banded:
        return "The scale runs from worst to best, but the metric says lower is better"
    floor = aim.qualifier in _FLOORS
    if aim.qualifier is not None and floor != (direction is Direction.UP):
        way = "higher" if direction is Direction.UP else "lower"
        return f"The aim is {_one_line(aim)}, but the metric says {way} is better"
    return ""


def _placed(
    actual: Value, aim: Value, direction: Direction, scale: MetricScale | None
) -> tuple[_Span, tuple[Decimal, bool]]:
    """The span of the actual and what it has to reach, turned so that more is better."""
    span, (bound, strict) = _span(actual, scale), _requirement(aim, direction, scale)
    if direction is Direction.DOWN:
        return span.mirrored(), (-bound, strict)
    return span, (bound, strict)


def _short_by(span: _Span, bound: Decimal) -> Decimal:
    with localcontext(WIDE):
        return (bound - span.high) / (abs(bound) or 1)


def _verdict(span: _Span, bound: Decimal, strict: bool) -> Verdict:
    if span.all_reach(bound, strict):
        return Verdict.MET
    return Verdict.NOT_MET if span.none_reaches(bound, strict) else Verdict.NO_VERDICT


def _span(actual: Value, scale: MetricScale | None) -> _Span:
    number = actual.number or Decimal(0)
    band = band_of(actual, scale)
    if band:
        return _Span(*band, high_open=True)
    open_end = actual.qualifier in _STRICT
    if actual.qualifier is None:
        return _Span(number, number)
    if actual.qualifier in _FLOORS:
        return _Span(number, _ENDLESS, low_open=open_end)
    return _Span(-_ENDLESS, number, high_open=open_end)


def _requirement(
    aim: Value, direction: Direction, scale: MetricScale | None
) -> tuple[Decimal, bool]:
    """The figure to reach and whether it must be passed; a band is left at its upper edge."""
    band = band_of(aim, scale)
    if band:
        return (band[1], True) if direction is Direction.DOWN else (band[0], False)
    return aim.number or Decimal(0), aim.qualifier in _STRICT


def band_of(value: Value, scale: MetricScale | None) -> tuple[Decimal, Decimal] | None:
    """Return the percentages at which a value's band begins and ends, if it is a band."""
    if scale is None or value.kind is not Kind.SCALE or value.number is None:
        return None
    return scale.edges(value.number)


def _reason(verdict: Verdict, actual: Value, aim: Value, scale: MetricScale | None) -> str:
    actual_text, aim_text = _one_line(actual), _one_line(aim)
    band = band_of(actual, scale)
    if band and aim.kind is Kind.PERCENT and scale is not None and actual.number is not None:
        label = scale.at(actual.number).label
        end = "and above" if band[1] == _ENDLESS else f"to below {plain(band[1])}%"
        return f"{label} covers {plain(band[0])}% {end}, the aim is {aim_text}"
    if verdict is Verdict.NO_VERDICT:
        return f"{actual_text} could be either side of the aim of {aim_text}"
    counts = " counts as its lower grade, which" if actual.upper is not None else ""
    does = "meets" if verdict is Verdict.MET else "does not meet"
    return f"{actual_text}{counts} {does} the aim of {aim_text}"


def _pro_rata(actual: Value, aim: Value, direction: Direction, due: Fraction) -> Decimal:
    whole, reached = aim.number or Decimal(0), actual.number or Decimal(0)
    rising = (direction is Direction.UP) != (aim.qualifier in _STRICT)
    places = min(whole.as_tuple().exponent, reached.as_tuple().exponent)
    with localcontext(WIDE):
        part = whole * due.numerator / due.denominator
        step = Decimal((0, (1,), places if isinstance(places, int) else 0))
        return part.quantize(step, ROUND_CEILING if rising else ROUND_FLOOR)


def _one_line(value: Value) -> str:
    return " ".join(value.printed.split())


def _figure(value: Value) -> str:
    number = value.number or Decimal(0)
    shown = print_duration(number) if value.kind is Kind.DURATION else plain(number)
    return f"{value.qualifier or ''}{shown}"


def plain(number: Decimal) -> str:
    """Return a number with commas and without trailing noughts: 5,686 or 0.27."""
    shown = f"{number:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
