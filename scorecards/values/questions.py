"""What to ask about a row of figures: which are missing, and which may be slips.

A quarter that is over needs a figure that covers it; the running quarter one up to the month's end.
Nothing is missing before a row's first entry, except for the quarter that has just ended.


A figure outside its metric's range, or more than ten times off the other figures of its row, gets a
question and, where one slip explains it, what was probably meant. It is never refused.
Figures are Decimal throughout, never float.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache

from improvement.values.periods import Quarter
from scorecards.values.cells import Kind, State, Value
from scorecards.values.performance import WIDE, plain, print_duration


@dataclass(frozen=True)
class EnteredFigure:
    """A row's entry for a quarter; ``as_at`` is the last day its figure covers, if known."""

    quarter: str
    is_blank: bool
    as_at: date | None = None


@dataclass(frozen=True)
class MissingFigure:
    """``stops_at`` is the last day of a figure that is there but covers too little, if any."""

    quarter: str
    stops_at: date | None = None


def missing_figures(row: Sequence[EnteredFigure], until: date) -> Iterator[MissingFigure]:
    """Yield what a row is missing at the end of a month, ``until``, the oldest quarter first."""
    begun = [figure.quarter for figure in row if not figure.is_blank]
    for figure in row:
        starts_on, ends_on = bounds(figure.quarter)
        covered = min(ends_on, until)
        if starts_on > until:
            continue
        if figure.is_blank and (
            is_latest(figure.quarter, until) or (begun and begun[0] < figure.quarter)
        ):
            yield MissingFigure(figure.quarter)
        elif not figure.is_blank and figure.as_at and figure.as_at < covered:
            yield MissingFigure(figure.quarter, figure.as_at)


def is_latest(quarter: str, until: date) -> bool:
    """Return whether a quarter runs on a day, or is the last one that was over by then."""
    starts_on, ends_on = bounds(quarter)
    return starts_on <= until and (ends_on > until or Quarter.parse(quarter).next().ends_on > until)


def has_ended(quarter: str, until: date) -> bool:
    return bounds(quarter)[1] <= until


@lru_cache(maxsize=256)
def bounds(quarter: str) -> tuple[date, date]:
    """Return the first and the last day of a quarter."""
    parsed = Quarter.parse(quarter)
    return parsed.starts_on, parsed.ends_on


def quarter_to_ask_for(
    quarters: Sequence[str], missing: Sequence[MissingFigure], until: date
) -> str:
    """Return the quarter to ask for: the oldest that is over and has figures missing.

    Where none has, the running one, or the last one there is.
    """
    over = [figure.quarter for figure in missing if has_ended(figure.quarter, until)]
    begun = [quarter for quarter in quarters if bounds(quarter)[0] <= until]
    return min(over) if over else (begun or list(quarters))[-1]


OFF = 10  # times off the others, more than which is asked about
NEAR = 2  # times off the smallest or largest of the others, as far as what was meant may be
A_YEAR = Decimal(366 * 24 * 3600)
# By what a figure is too large or too small when its point is in the wrong place, a percentage was
# written as a part of one, or minutes as hours: times the first, by the second.
_SLIPS = ((1, 1000), (1, 100), (1, 10), (10, 1), (100, 1), (1000, 1))
_SLIPS_OF_TIME = ((1, 60), (60, 1))


@dataclass(frozen=True)
class Range:
    """The figures a metric can have; None where it has no end."""

    lowest: Decimal | None = None
    highest: Decimal | None = None

    def holds(self, number: Decimal) -> bool:
        above = self.lowest is None or number >= self.lowest
        return above and (self.highest is None or number <= self.highest)


USUAL = {
    Kind.PERCENT: Range(Decimal(0), Decimal(100)),
    Kind.NUMBER: Range(),
    Kind.DURATION: Range(Decimal(0), A_YEAR),
}


def range_of(kind: Kind, lowest: Value, highest: Value) -> Range:
    """Return a metric's own range, with what is usual for its kind where it has no end.

    A grade has none but its scale's.
    """
    usual = USUAL.get(kind, Range())
    return Range(
        usual.lowest if lowest.number is None else lowest.number,
        usual.highest if highest.number is None else highest.number,
    )


def question(value: Value, others: Iterable[Value], limits: Range) -> str:
    """Return a question about a figure that may be a slip; empty for others.

    ``others`` are the other figures of its row.
    """
    if value.state is not State.VALUE or value.number is None or value.kind is Kind.SCALE:
        return ""
    row = sorted(
        other.number
        for other in others
        if other.state is State.VALUE and other.number is not None and other.kind is value.kind
    )
    with localcontext(WIDE):
        if not limits.holds(value.number):
            wrong = f"is {_outside(value, limits)}"
        elif _is_off(value.number, row):
            wrong = f"is far from this row’s other figures, {_span(value, row)}"
        else:
            return ""
        meant = min(_meant(value, row, limits), key=lambda number: _off(number, row), default=None)
    which = f"did you mean {_printed(value, meant)}?" if meant is not None else "is it right?"
    return f"{' '.join(value.printed.split())} {wrong}: {which}"


def _is_off(number: Decimal, row: Sequence[Decimal]) -> bool:
    """More than ten times off the middle one of the others, or of another sign than all of them."""
    if not row or number == 0:
        return False
    middle = _middle(row)
    if number < 0 <= row[0]:
        return True
    return middle != 0 and not abs(middle) <= abs(number) * OFF <= abs(middle) * OFF * OFF


def _middle(row: Sequence[Decimal]) -> Decimal:
    return (row[len(row) // 2] + row[(len(row) - 1) // 2]) / 2


def _meant(value: Value, row: Sequence[Decimal], limits: Range) -> Iterator[Decimal]:
    """Yield figures that one slip could have turned into this one, and that fit the others."""
    number = value.number or Decimal(0)
    slips = _SLIPS_OF_TIME if value.kind is Kind.DURATION else _SLIPS
    made = [abs(number) * times / by for times, by in slips] if row else []
    for figure in (abs(number), *made):
        fits = limits.holds(figure) and _fits(figure, row)
        if figure != number and fits and _can_be_printed(value, figure):
            yield figure


def _fits(number: Decimal, row: Sequence[Decimal]) -> bool:
    if not row:
        return True
    near = abs(row[0]) <= number * NEAR and number <= abs(row[-1]) * NEAR
    return near and not _is_off(number, row)


def _can_be_printed(value: Value, number: Decimal) -> bool:
    """Durations are whole seconds."""
    return value.kind is not Kind.DURATION or number == number.to_integral_value()


def _off(number: Decimal, row: Sequence[Decimal]) -> Decimal:
    """How many times a figure is off the middle of the others, whichever way."""
    middle = abs(_middle(row)) if row else Decimal(0)
    if not middle or not number:
        return Decimal(0)
    return max(number / middle, middle / number)


def _outside(value: Value, limits: Range) -> str:
    lowest, highest = (
        None if end is None else _printed(value, end) for end in (limits.lowest, limits.highest)
    )
    if lowest is not None and highest is not None:
        return f"outside {lowest} to {highest}"
    return f"under {lowest}" if lowest is not None else f"over {highest}"


def _span(value: Value, row: Sequence[Decimal]) -> str:
    low, high = _printed(value, row[0]), _printed(value, row[-1])
    return low if low == high else f"{low} to {high}"


def _printed(value: Value, number: Decimal) -> str:
    """Print another figure of the same kind."""
    if value.kind is Kind.DURATION:
        return print_duration(number)
    shown = plain(number)
    sign = "%" if value.kind is Kind.PERCENT else ""
    return f"{shown}{sign}"
