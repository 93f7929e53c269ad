"""What a measure must do in each quarter to reach its target by a day, and what it has managed.

Arithmetic of the figures as they were reported, and no forecast. Figures are in the measure's own
unit: percentage points, the number's unit, or seconds. Grades have no pace: the step from Poor to
Average is not as long as the one from Good to Excellent.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from improvement.values.periods import Quarter
from scorecards.values.performance import WIDE

MONTHS, QUARTERS = 3, 4


@dataclass(frozen=True)
class Pace:
    """How far a measure has to go after its last figure, and how far it went in a quarter so far.

    ``to_go`` is below nothing where it has to fall. ``quarters`` are those that end after the one
    of the last figure and by the target's day; None where the target has no day. ``managed`` is
    the change a quarter between the first figure and the last, None of a single figure.
    """

    to_go: Decimal
    quarters: int | None
    managed: Fraction | None

    @property
    def needed(self) -> Fraction | None:
        """The change that each quarter left has to bring; None where no quarter is left."""
        return Fraction(self.to_go) / self.quarters if self.quarters else None


def pace(figures: Sequence[tuple[Quarter, Decimal]], target: Decimal, by: date | None) -> Pace:
    """Return the pace from the last of ``figures`` to a target that is due ``by`` a day.

    ``figures`` are whole quarters', the earliest first, and at least one.
    """
    (first, start), (last, end) = figures[0], figures[-1]
    passed = _count(last) - _count(first)
    managed = Fraction(WIDE.subtract(end, start)) / passed if passed else None
    left = None if by is None else max(0, _whole_quarters(by) - _count(last))
    return Pace(WIDE.subtract(target, end), left, managed)


def _count(quarter: Quarter) -> int:
    return quarter.year * QUARTERS + quarter.number


def _whole_quarters(day: date) -> int:
    """Return the count of the last quarter that is over at the end of a day."""
    is_over = day.month % MONTHS == 0 and day.day == monthrange(day.year, day.month)[1]
    return _count(Quarter.of(day)) - (not is_over)


def rounded_up(amount: Fraction, places: int) -> Decimal:
    """Return an amount to so many decimals, away from nothing: what is needed is never less."""
    scaled = abs(amount) * 10**places
    size = Decimal(ceil(scaled)).scaleb(-places, WIDE)
    return size if amount >= 0 else -size


def rounded_down(amount: Fraction, places: int) -> Decimal:
    """Return an amount to so many decimals, towards nothing: what was managed is never more."""
    scaled = abs(amount) * 10**places
    size = Decimal(floor(scaled)).scaleb(-places, WIDE)
    return size if amount >= 0 else -size
