"""Stretches: months in a row with one rating, with the days they lasted, and who rated so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from improvement.models import Month
from improvement.values.clock import day_of
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.rating_facts import not_confirmed
from reporting.timelines.ratings import counted_to, days_of


@dataclass(frozen=True)
class RatingsOfMonth:
    """What one month says of an item: its ratings, and why.

    ``row`` is the report that rates it, where there is one; for the whole programme, the month.
    ``carried_from`` names the month that the
    ratings came over from, where nobody has changed or confirmed them.
    """

    month: Month
    ratings: dict[str, Rating]
    explanation: str = ""
    mitigation: str = ""
    carried_from: str = ""
    row: int | None = None

    @property
    def standing(self) -> str:
        return not_confirmed(self.carried_from)

    @property
    def reason(self) -> str:
        return self.explanation


@dataclass(frozen=True)
class Stretch:
    """Months in a row with one rating: its first and last day, and how many days that is.

    ``from_the_start`` where no earlier month is on record: it may have lasted longer. ``unsaid``
    is its last month, where that month's rating came over from the one before, not confirmed.
    """

    rating: Rating
    since: date
    until: date
    days: int
    so_far: bool
    reason: str
    who: str
    month: str  # that it began in, as an address writes it
    from_the_start: bool = False
    unsaid: str = ""


@dataclass(frozen=True)
class Timeline:
    """One dimension of an item: its stretches, newest first, and what there is to say of red."""

    dimension: str
    stretches: tuple[Stretch, ...]
    red: str


def timeline_of(
    name: str,
    months: Sequence[RatingsOfMonth],
    who: dict[int | None, str],
    *,
    start: date,
    on: date,
) -> Timeline:
    """Return one dimension as stretches, up to the day ``on``; the record begins at ``start``.

    ``months`` are oldest first. ``who`` names who set the rating of a row.
    """
    groups = [list(group) for _, group in groupby(months, key=lambda month: month.ratings[name])]
    stretches = []
    for place, group in enumerate(groups):
        following = groups[place + 1][0].month if place + 1 < len(groups) else None
        stretch = _stretch(name, group, following, who, on)
        stretches.append(replace(stretch, from_the_start=stretch.since == start))
    return Timeline(name, tuple(reversed(stretches)), _red_in_words(stretches))


def _stretch(
    name: str,
    months: list[RatingsOfMonth],
    following: Month | None,
    who: dict[int | None, str],
    on: date,
) -> Stretch:
    first, last = months[0], months[-1]
    if following:
        until = following.starts_on - timedelta(days=1)
    else:
        until = max(first.month.starts_on, counted_to(last.month.period, on))
    return Stretch(
        rating=first.ratings[name],
        since=first.month.starts_on,
        until=until,
        days=days_of(first.month.starts_on, until),
        so_far=following is None,
        reason=first.reason,
        who=who.get(first.row, ""),
        month=first.month.slug,
        unsaid=str(last.month) if last.carried_from else "",
    )


def _red_in_words(stretches: Sequence[Stretch]) -> str:
    """Return the sentence that answers “when did this turn red, and for how long”."""
    red = [stretch for stretch in stretches if stretch.rating.is_red]
    if not red:
        return "It has never been rated red."
    last, days = red[-1], sum(stretch.days for stretch in red)
    month = CalendarMonth.of(last.since).words
    longer = " or before" if last.from_the_start else ""
    at_least = "at least " if red[0].from_the_start else ""
    if last is stretches[-1]:
        more = f" It has been red for {at_least}{_counted(days)} in all." if len(red) > 1 else ""
        so_far = f"{at_least if longer else ''}{_counted(last.days)} so far."
        return f"It is red, and has been since {month}{longer}: {so_far}{more}"
    ended = f"{last.until.day} {last.until:%B %Y}"
    times = "once" if len(red) == 1 else f"{len(red)} times"
    return (
        f"It is not red. It was red {times}, for {at_least}{_counted(days)} in all, "
        f"most recently from {month}{longer} to {ended}."
    )


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def setters(
    records: Mapping[int, Sequence[Any]],
    months: Iterable[RatingsOfMonth],
    dimensions: Mapping[str, str],
) -> dict[str, dict[int | None, str]]:
    """Return who last set each rating to what its month says, by dimension and row.

    ``records`` are the history of each row, oldest first; ``dimensions`` name the field of each.
    """
    months = list(months)
    return {
        name: {
            month.row: _who_set(records.get(month.row or 0, ()), field, month.ratings[name])
            for month in months
        }
        for name, field in dimensions.items()
    }


def _who_set(records: Sequence[Any], field: str, rating: Rating) -> str:
    setter, before = "", None
    for record in records:
        now = getattr(record, field)
        if now == rating and now != before:
            on = day_of(record.history_date)
            setter = f"{record.history_user or 'System'}, {on.day} {on:%B %Y}"
        before = now
    return setter
