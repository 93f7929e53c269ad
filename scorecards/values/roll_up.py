"""A quarter's figure from its months, by the rule that its metric declares.

Where a month is missing there is no figure, and a sentence says which month it is. Figures
are Decimal throughout, never float.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.db.models import TextChoices

from scorecards.values.cells import Kind, State, Value, parse
from scorecards.values.performance import print_duration


class RollUp(TextChoices):
    """How a quarter's figure comes from its months."""

    MANUAL = "manual", "typed by hand"
    SUM = "sum", "sum of the months"
    MEAN = "mean", "mean of the months"
    RATIO = "ratio", "ratio of totals"
    LAST = "last", "last month"
    LOWEST = "lowest", "lowest grade"


@dataclass(frozen=True)
class MonthFigure:
    """A month's reading: its name, its value, and for a ratio its two totals as typed."""

    month: str
    value: Value
    numerator: str = ""
    denominator: str = ""

    @property
    def totals(self) -> tuple[Decimal, Decimal] | None:
        """Numerator and denominator, seconds for durations; None unless both can be read."""
        top, bottom = _total(self.numerator, self.value.kind), _total(self.denominator, Kind.NUMBER)
        return None if top is None or bottom is None else (top, bottom)


@dataclass(frozen=True)
class RolledUp:
    """A quarter's figure as it is printed, or why there is none."""

    printed: str = ""
    missing: str = ""


def roll_up(rule: str, months: Sequence[MonthFigure], kind: str) -> RolledUp:
    """Roll up a quarter's months, up to the last one entered, by a metric's rule. Never raises.

    A month that is not applicable counts as no month. Sums and means keep the decimals of their
    months, a mean at least one more; a ratio of percentages has one decimal, of numbers two.
    """
    counted = [month for month in months if month.value.state is not State.NOT_APPLICABLE]
    if not counted or rule == RollUp.MANUAL:
        return RolledUp()
    if rule == RollUp.LAST:
        return RolledUp(counted[-1].value.printed)
    for month in counted:
        if reason := _in_the_way(rule, month):
            return RolledUp(missing=f"{month.month} {reason}")
    return _made_of(rule, counted, Kind(kind))


def _in_the_way(rule: str, month: MonthFigure) -> str:
    if rule == RollUp.RATIO:
        return "" if month.totals else "needs its numerator and its denominator."
    if month.value.state is not State.VALUE:
        return "has no figure yet."
    if rule != RollUp.LOWEST and (month.value.qualifier or month.value.number is None):
        return f"says {month.value.printed}, which cannot be added up."
    return ""


def _made_of(rule: str, months: list[MonthFigure], kind: Kind) -> RolledUp:
    if rule == RollUp.RATIO:
        return _ratio([month.totals for month in months if month.totals], kind)
    if rule == RollUp.LOWEST:
        # Complete names no grade and is above them all.
        lowest = min(months, key=lambda month: (month.value.complete, month.value.number or 0))
        return RolledUp(lowest.value.printed)
    numbers = [month.value.number or Decimal(0) for month in months]
    places = max(_places(number) for number in numbers)
    total = sum(numbers, Decimal(0))
    if rule == RollUp.MEAN:
        return RolledUp(_printed(_divided(total, Decimal(len(numbers)), places + 1), kind))
    return RolledUp(_printed(total, kind))


def _ratio(totals: list[tuple[Decimal, Decimal]], kind: Kind) -> RolledUp:
    top = sum((top for top, _ in totals), Decimal(0))
    bottom = sum((bottom for _, bottom in totals), Decimal(0))
    if not bottom:
        return RolledUp(missing="The denominators add up to nothing.")
    if kind is Kind.PERCENT:
        return RolledUp(_printed(_divided(top * 100, bottom, 1), kind))
    return RolledUp(_printed(_divided(top, bottom, 2), kind))


def _divided(top: Decimal, bottom: Decimal, places: int) -> Decimal:
    with localcontext(prec=80):
        return (top / bottom).quantize(Decimal((0, (1,), -places)), ROUND_HALF_UP)


def _printed(number: Decimal, kind: Kind) -> str:
    if kind is Kind.DURATION:
        return print_duration(number.quantize(Decimal(1), ROUND_HALF_UP))
    return f"{number:,f}%" if kind is Kind.PERCENT else f"{number:,f}"


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _total(text: str, kind: Kind) -> Decimal | None:
    read = parse(text, Kind.DURATION if kind is Kind.DURATION else Kind.NUMBER)
    return None if read.qualifier else read.number
