"""The way to the exit: criteria complete by month, the even pace to the date, and what is needed.

Pace is arithmetic and judges nothing. Months are counted to the last one whose criteria are all
confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.facts import Contents, CriterionFact
from reporting.contents.in_words import day_in_words
from reporting.timelines.ratings import RatingsBefore

PACE_MONTHS, UNMOVED_MONTHS = 6, 3
COMPLETE = {rating.value for rating in Rating if rating.is_complete}


@dataclass(frozen=True)
class ExitWay:
    """How many criteria were complete in each month, up to the last that is confirmed.

    ``by_month`` is oldest first and has at least that month; ``shown`` is the month of the page.
    ``unmoved`` are the ids of criteria that are not complete and rated as three months before.
    ``is_over`` is whether the date had passed on the day of the page: then nothing is needed a
    month any more. ``first_agreed`` says of a date that moved what it was, and why.
    """

    total: int
    by_month: tuple[tuple[CalendarMonth, int], ...]
    shown: CalendarMonth
    exit_on: date | None
    unmoved: tuple[int, ...]
    is_rated: bool
    is_over: bool = False
    first_agreed: str = ""

    @property
    def until(self) -> CalendarMonth:
        """The month that is counted to."""
        return self.by_month[-1][0]

    @property
    def complete(self) -> int:
        return self.by_month[-1][1]

    @property
    def left(self) -> int:
        return self.total - self.complete

    @property
    def exit_month(self) -> CalendarMonth | None:
        return CalendarMonth.of(self.exit_on) if self.exit_on else None

    @property
    def months_left(self) -> int:
        """Months from the one that is counted to, to the one of the date; 0 where it is over."""
        if self.exit_month is None or self.is_over:
            return 0
        return max(0, months_between(self.until, self.exit_month))

    @property
    def needed(self) -> Decimal | None:
        """Criteria a month that are needed to the date; None where none is, or it is over."""
        return Decimal(self.left) / self.months_left if self.months_left and self.left else None

    @cached_property
    def pace_months(self) -> int:
        """Over how many months the pace is taken: the last six, or as many as are known."""
        first = self.by_month[0][0]
        return min(PACE_MONTHS, months_between(first, self.until))

    @cached_property
    def pace(self) -> Decimal | None:
        """Criteria a month over the last months; None for one month alone, or with none rated."""
        if not self.pace_months or not self.is_rated:
            return None
        earlier = [
            count
            for month, count in self.by_month
            if months_between(month, self.until) >= self.pace_months
        ]
        return Decimal(self.complete - earlier[-1]) / self.pace_months

    @cached_property
    def at_this_pace(self) -> int | None:
        """How many will be complete by the date at the pace of now; a part of one is none."""
        if self.pace is None or not self.exit_month:
            return None
        reached = self.complete + self.pace * self.months_left
        return min(self.total, max(0, int(reached.to_integral_value(ROUND_FLOOR))))

    @property
    def even_now(self) -> int | None:
        """How many an even pace from the first month known would have complete by now."""
        if not self.pace_months or not self.exit_month:
            return None
        first, count = self.by_month[0]
        whole = months_between(first, self.exit_month)
        if whole <= 0:
            return None
        passed = Decimal(min(whole, months_between(first, self.until)))
        even = count + (self.total - count) * passed / whole
        return int(even.to_integral_value(ROUND_HALF_UP))

    @property
    def answer(self) -> str:
        """Whether the programme will leave by the date, in a line: “At this pace, 8 of 16”."""
        if not self.total:
            return "No exit criteria yet"
        if not self.left:
            return f"All {self.total} complete"
        if self.exit_month and not self.months_left:
            return f"{self.complete} of {self.total} complete"
        if self.at_this_pace is None:
            return f"{self.complete} of {self.total} so far"
        return f"At this pace, {self.at_this_pace} of {self.total}"

    @property
    def beside(self) -> str:
        """What stands below the answer: “Even pace: 10 by now.”"""
        if not self.total:
            return "What has to be true to leave is set up with each workstream."
        if self.exit_on and self.is_over and self.left:
            return f"The date, {day_in_words(self.exit_on)}, has passed."
        if self.until != self.shown:
            return (
                f"Counted to {self.until.starts_on:%B}: {self.shown.starts_on:%B} is not confirmed."
            )
        if not self.is_rated:
            return "No criterion is rated yet."
        return f"Even pace: {self.even_now} by now." if self.even_now is not None else ""

    @property
    def needed_words(self) -> str:
        """“1.3 a month”."""
        return f"{rounded(self.needed)} a month" if self.needed is not None else ""

    @property
    def pace_words(self) -> str:
        """“0.5 a month”."""
        return f"{rounded(self.pace)} a month" if self.pace is not None else ""

    @property
    def unmoved_words(self) -> str:
        """“9 have not moved for three months”."""
        count = len(self.unmoved)
        if not count:
            return ""
        return f"{count} {'has' if count == 1 else 'have'} not moved for three months"


def exit_way_of(contents: Contents, ratings: RatingsBefore, *, on: date) -> ExitWay:
    """Return the way to the exit, as the month shown and those before it tell it on a day."""
    criteria = [criterion for stream in contents.workstreams for criterion in stream.criteria]
    shown = CalendarMonth.parse(contents.month.slug)
    rated = {criterion.id: _by_day(criterion, ratings, shown) for criterion in criteria}
    months = ratings.reported
    if len(months) > 1 and any(is_carried(criterion) for criterion in criteria):
        months = months[:-1]
    complete = Counter(
        day for days in rated.values() for day, code in days.items() if code in COMPLETE
    )
    by_month = tuple((month, complete[month.starts_on.isoformat()]) for month in months)
    exit_on = contents.programme.exit_on
    day = date.fromisoformat(exit_on) if exit_on else None
    return ExitWay(
        total=len(criteria),
        by_month=by_month,
        shown=shown,
        exit_on=day,
        unmoved=_unmoved(rated, months),
        is_rated=any(criterion.rating.code for criterion in criteria),
        is_over=day is not None and day < on,
        first_agreed=_first_agreed(contents),
    )


def _first_agreed(contents: Contents) -> str:
    """Return the day first agreed and why it moved; empty where it has not moved."""
    programme = contents.programme
    if not programme.exit_first:
        return ""
    first = day_in_words(date.fromisoformat(programme.exit_first))
    return f"First agreed {first}. It moved because: {programme.exit_moved_because}"


def is_carried(criterion: CriterionFact) -> bool:
    """Whether its rating came over from the month before, and nobody has confirmed it."""
    return criterion.carried or bool(criterion.rating.carried_from)


def _by_day(
    criterion: CriterionFact, ratings: RatingsBefore, shown: CalendarMonth
) -> dict[str, str]:
    """Return the codes of a criterion's ratings by the first day of their month, ISO 8601."""
    rated = {day: code for day, code, *_ in ratings.criteria.get(criterion.id, ())}
    return rated | {shown.starts_on.isoformat(): criterion.rating.code or ""}


def _unmoved(rated: dict[int, dict[str, str]], months: Sequence[CalendarMonth]) -> tuple[int, ...]:
    """Return which criteria are not complete and rated as in each month back to three before."""
    until = months[-1]
    recent = [
        month.starts_on.isoformat()
        for month in months
        if months_between(month, until) <= UNMOVED_MONTHS
    ]
    if months_between(months[0], until) < UNMOVED_MONTHS or len(recent) < 2:
        return ()
    return tuple(
        item
        for item, codes in rated.items()
        if (code := codes.get(recent[-1])) is not None
        and not Rating(code).is_complete
        and all(codes.get(day) == code for day in recent)
    )


def months_between(first: CalendarMonth, last: CalendarMonth) -> int:
    """Return how many months after ``first`` ``last`` is."""
    return (last.year - first.year) * 12 + last.number - first.number


def rounded(number: Decimal | None) -> str:
    """Return a number to one decimal, as it is said: 1.3, 0.5, 2."""
    tenth = (number or Decimal(0)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tenth}".removesuffix(".0").replace("-", "\N{MINUS SIGN}")
