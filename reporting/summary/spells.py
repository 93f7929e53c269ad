"""How long something has been rated as it is, counted in the months reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.rating_facts import RatingFact
from reporting.marks.mark import Mark, mark_of_code
from reporting.timelines.ratings import MonthRating

DIMENSIONS = ("delivery", "embedding")


@dataclass(frozen=True)
class RatedMonths:
    """What one thing was rated in each of ``months``, oldest first, in one dimension.

    ``before`` are the ratings of earlier months, ``now`` is that of the last of ``months``.
    """

    months: tuple[CalendarMonth, ...]
    now: Mark
    before: tuple[MonthRating, ...] = ()
    dimension: str = DIMENSIONS[0]

    @cached_property
    def marks(self) -> tuple[Mark | None, ...]:
        """The mark of each month; None where its rating is not known."""
        is_delivery = self.dimension == DIMENSIONS[0]
        known = {
            day: mark_of_code(delivery if is_delivery else embedding, carried)
            for day, delivery, embedding, carried in self.before
        }
        earlier = (known.get(month.starts_on.isoformat()) for month in self.months[:-1])
        return (*earlier, self.now)

    def last(self, count: int) -> tuple[Mark | None, ...]:
        """Return the marks of the last ``count`` calendar months, None where one is not known."""
        known = dict(zip(self.months, self.marks, strict=True))
        return tuple(map(known.get, last_months(self.months[-1], count)))

    @cached_property
    def spell(self) -> Spell:
        """Since when it has been rated as it is in the last month."""
        return _spell(self.months, self.marks)

    @property
    def words(self) -> str:
        """How it is rated in the last month, and before: “off track, 1 month; overdue before”."""
        if not self.now.rating.is_rated or self.now.carried:
            return self.now.words
        if self.spell.or_before:
            return f"{self.now.words}, {self.spell.since_short}"
        earlier = self.marks[len(self.marks) - self.spell.count - 1]
        before = f"; {earlier.rating.short.lower()} before" if earlier else ""
        return f"{self.now.words}, {self.spell.months_words}{before}"

    @cached_property
    def confirmed_spell(self) -> Spell | None:
        """The same up to the last month that was confirmed; None where no month was."""
        last = len(self.marks)
        while last and ((mark := self.marks[last - 1]) is None or mark.carried):
            last -= 1
        return _spell(self.months[:last], self.marks[:last]) if last else None


@dataclass(frozen=True)
class Spell:
    """Months in a row with one rating.

    ``or_before`` where it is rated so from the first month known: it may be for longer.
    """

    rating: Rating
    since: CalendarMonth
    until: CalendarMonth
    count: int
    or_before: bool

    @property
    def since_words(self) -> str:
        """“since September 2023”, or “since December 2023 or before”."""
        return f"since {self.since.words}{' or before' if self.or_before else ''}"

    @property
    def since_short(self) -> str:
        """“since Sep 2023”, or “since Dec 2023 or before”."""
        return f"since {short_month(self.since)}{' or before' if self.or_before else ''}"

    @property
    def months_words(self) -> str:
        return months_in_words(self.count)


def mark_of(fact: RatingFact, *, carried: bool = False) -> Mark:
    """Return a rating as it is drawn."""
    return Mark(fact.judgement, carried or bool(fact.carried_from))


def _spell(months: Sequence[CalendarMonth], marks: Sequence[Mark | None]) -> Spell:
    last = marks[-1]
    rating = last.rating if last else Rating.NOT_YET_RATED
    first = len(marks) - 1
    while first and (mark := marks[first - 1]) is not None and mark.rating is rating:
        first -= 1
    return Spell(rating, months[first], months[-1], len(marks) - first, or_before=first == 0)


def last_months(month: CalendarMonth, count: int) -> list[CalendarMonth]:
    """Return ``count`` months, ``month`` the last of them."""
    months = [month]
    while len(months) < count:
        months.insert(0, months[0].before())
    return months


def months_in_words(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def short_month(month: CalendarMonth) -> str:
    """“Sep 2023”."""
    return f"{month.starts_on:%b} {month.year}"
