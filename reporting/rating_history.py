"""The rating history: every action by month in both dimensions, and how long criteria have stood.

The month shown is told as its contents say, so that a frozen pack is told as it was frozen; the
months before it are read from their rows in one query, however many there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import CharField, F, Max, Min, QuerySet, Value
from django.db.models.functions import Cast, JSONArray

from improvement.models import ActionRating, CriterionRating, Month
from improvement.periods import CalendarMonth
from improvement.ratings import Rating
from reporting.contents import ActionFact, Contents, CriterionFact, WorkstreamFact
from reporting.figure_texts import Joined
from reporting.hashing import hashed_once

SHOWN_MONTHS = 12  # on the dashboard, unless all of them are asked for


@dataclass(frozen=True)
class Cell:
    """What an action was rated in a month. The ratings are codes, empty when not yet rated."""

    month: CalendarMonth
    delivery: str
    embedding: str


@dataclass(frozen=True)
class Row:
    """An action with a cell for every month, oldest first; None where it was not reported."""

    action: ActionFact
    cells: tuple[Cell | None, ...]
    __hash__ = hashed_once


@dataclass(frozen=True)
class Group:
    """The actions of one workstream."""

    workstream: WorkstreamFact
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Filters:
    """What the grid is narrowed to; an empty one narrows nothing. ``strength`` is must or should.

    ``rating`` is a code, or ``none`` for not yet rated: of either dimension, in the month shown.
    """

    workstream: str = ""
    strength: str = ""
    rating: str = ""
    all_months: bool = False


@dataclass(frozen=True)
class Stood:
    """Since when a criterion has stood as it does: its first day, and the days up to one."""

    since: date
    days: int
    from_the_start: bool  # no earlier month is on record: it may have stood longer


# The first day of a month as ISO 8601, and what an action was rated in it: delivery, embedding.
Rated = tuple[str, str, str]


@dataclass(frozen=True)
class Histories:
    """Ratings of the months before the one shown, as rows of the database."""

    months: tuple[CalendarMonth, ...]  # those of the grid, oldest first
    reported: tuple[CalendarMonth, ...]  # every one, oldest first
    actions: Mapping[int, tuple[Rated, ...]] = field(default_factory=dict)
    criteria: Mapping[int, Sequence[tuple[str, date, date]]] = field(default_factory=dict)

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The first days of the months of the grid, as ``actions`` tells them."""
        return tuple(month.starts_on.isoformat() for month in self.months)

    @cached_property
    def first_days(self) -> tuple[date, ...]:
        """The first days of every month reported, oldest first."""
        return tuple(month.starts_on for month in self.reported)


def histories(month: Month, earlier: Sequence[Month], *, all_months: bool = False) -> Histories:
    """Read the ratings of ``month`` and the months before it. One query.

    Actions month by month as far back as the grid shows, criteria as first and last month of each
    of their ratings.
    """
    reported = [one.period for one in reversed(earlier)] + [month.period]
    shown = reported if all_months else reported[-SHOWN_MONTHS:]
    actions: dict[int, tuple[Rated, ...]] = {}
    criteria: dict[int, list[tuple[str, date, date]]] = defaultdict(list)
    days = {day.isoformat(): day for day in (one.starts_on for one in reported)}
    for kind, item, said, first, last in _rows(month, shown[0]):
        if kind == "action":
            actions[item] = _rated(said)
        else:
            criteria[item].append((said, days[first], days[last]))
    return Histories(tuple(shown), tuple(reported), actions, criteria)


@lru_cache(maxsize=4096)
def _rated(text: str) -> tuple[Rated, ...]:
    """Take the ratings of an action apart, oldest first. Few differ from one page to the next."""
    return tuple(sorted((day, one, other) for day, one, other in json.loads(text)))


_DAY = "report__month__starts_on"


def _rows(month: Month, since: CalendarMonth) -> QuerySet[Any, Any]:
    """Ratings of actions as one text each; of criteria by rating, with its first and last month."""
    before = {
        "report__month__programme": month.programme_id,
        "report__month__starts_on__lt": month.starts_on,
    }
    actions = (
        ActionRating.objects.filter(**before, report__month__starts_on__gte=since.starts_on)
        .order_by()
        .values(kind=_named("action"), item=F("action_id"))
        .annotate(said=Joined(JSONArray(_DAY, "delivery", "embedding")))
        .annotate(first=_named(""), last=_named(""))
        .values_list("kind", "item", "said", "first", "last")
    )
    # As text, of which there are few: to read a date from each of hundreds of rows takes long.
    criteria = (
        CriterionRating.objects.filter(**before)
        .order_by()
        .values(kind=_named("criterion"), item=F("criterion_id"), said=F("rating"))
        .annotate(first=Cast(Min(_DAY), CharField()), last=Cast(Max(_DAY), CharField()))
        .values_list("kind", "item", "said", "first", "last")
    )
    return actions.union(criteria, all=True)


def _named(kind: str) -> Value:
    return Value(kind, output_field=CharField())


def grid(contents: Contents, read: Histories, filters: Filters) -> tuple[Group, ...]:
    """Give the actions that pass ``filters`` by workstream, leaving out what has none."""
    groups = (
        Group(workstream, tuple(_grid_rows(workstream, read, filters)))
        for workstream in contents.workstreams
        if filters.workstream in ("", workstream.slug)
    )
    return tuple(group for group in groups if group.rows)


def _grid_rows(workstream: WorkstreamFact, read: Histories, filters: Filters) -> list[Row]:
    return [_row_of(action, read) for action in workstream.actions if _passes(action, filters)]


def _passes(action: ActionFact, filters: Filters) -> bool:
    if filters.strength not in ("", action.strength.lower()):
        return False
    wanted = None if filters.rating == "none" else filters.rating
    return wanted == "" or wanted in (action.delivery.code, action.embedding.code)


def _row_of(action: ActionFact, read: Histories) -> Row:
    return _row(action, read.actions.get(action.id, ()), read.days)


@lru_cache(maxsize=2048)
def _row(action: ActionFact, rated: tuple[Rated, ...], days: tuple[str, ...]) -> Row:
    """Make a row of the grid. Every dashboard asks for all of them, and few have changed."""
    known = {day: (delivery, embedding) for day, delivery, embedding in rated}
    known[days[-1]] = (action.delivery.code or "", action.embedding.code or "")
    months = [(day, CalendarMonth.of(date.fromisoformat(day))) for day in days]
    cells = (Cell(month, *known[day]) if day in known else None for day, month in months)
    return Row(action, tuple(cells))


def stood(criterion: CriterionFact, read: Histories, *, on: date) -> Stood:
    """Say since when a criterion has been rated as it is, and for how many days up to ``on``."""
    known = read.criteria.get(criterion.id, ())
    otherwise = [last for rating, _, last in known if rating != (criterion.rating.code or "")]
    first = min((first for _, first, _ in known), default=read.first_days[-1])
    after = max(otherwise, default=date.min)
    since = next(day for day in read.first_days if day >= first and day > after)
    return Stood(since, days_of(since, on), from_the_start=since == read.first_days[0])


def counted_to(shown: CalendarMonth, on: date) -> date:
    """Give the day a rating of ``shown`` counts to: the month's end, or ``on`` within it.

    What came after it, no report has said.
    """
    return min(on, shown.ends_on)


def days_of(first: date, last: date) -> int:
    """Count the days from ``first`` to ``last``, both included; at least one."""
    return max(1, (last - first).days + 1)


def red_since(action: ActionFact, read: Histories) -> tuple[CalendarMonth, bool] | None:
    """Give since which month an action has been red, and whether it may be for longer."""
    return red_for(_row_of(action, read))


def red_for(row: Row) -> tuple[CalendarMonth, bool] | None:
    """Give since which month a red action has been red, and whether it may be for longer."""
    red_since = None
    for cell in reversed(row.cells):
        if cell is None or Rating.OVERDUE.value not in (cell.delivery, cell.embedding):
            return (red_since, False) if red_since else None
        red_since = cell.month
    return (red_since, True) if red_since else None
