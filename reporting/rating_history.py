"""The rating history: every action by month in both dimensions, and how long criteria have stood.

The month shown is told as its contents say, so that a frozen pack is told as it was frozen; the
months before it are read from their rows in one query, however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, Max, Min, QuerySet, Value

from improvement.models import ActionRating, CriterionRating, Month
from improvement.periods import CalendarMonth
from improvement.ratings import Rating
from reporting.contents import ActionFact, Contents, CriterionFact, WorkstreamFact

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


@dataclass(frozen=True)
class Histories:
    """Ratings of the months before the one shown, as rows of the database."""

    months: tuple[CalendarMonth, ...]  # those of the grid, oldest first
    reported: tuple[CalendarMonth, ...]  # every one, oldest first
    actions: Mapping[int, Mapping[date, tuple[str, str]]] = field(default_factory=dict)
    criteria: Mapping[int, Sequence[tuple[str, date, date]]] = field(default_factory=dict)


def histories(month: Month, earlier: Sequence[Month], *, all_months: bool = False) -> Histories:
    """Read the ratings of ``month`` and the months before it. One query.

    Actions month by month as far back as the grid shows, criteria as first and last month of each
    of their ratings.
    """
    reported = [one.period for one in reversed(earlier)] + [month.period]
    shown = reported if all_months else reported[-SHOWN_MONTHS:]
    actions: dict[int, dict[date, tuple[str, str]]] = defaultdict(dict)
    criteria: dict[int, list[tuple[str, date, date]]] = defaultdict(list)
    for kind, item, one, other, first, last in _rows(month, shown[0]):
        if kind == "action":
            actions[item][first] = (one, other)
        else:
            criteria[item].append((one, first, last))
    return Histories(tuple(shown), tuple(reported), actions, criteria)


def _rows(month: Month, since: CalendarMonth) -> QuerySet[Any, Any]:
    """Ratings of actions, each month by itself; of criteria by rating, with its first and last."""
    before = {
        "report__month__programme": month.programme_id,
        "report__month__starts_on__lt": month.starts_on,
    }
    starts_on = F("report__month__starts_on")
    actions = (
        ActionRating.objects.filter(**before, report__month__starts_on__gte=since.starts_on)
        .order_by()
        .annotate(kind=_named("action"), first=starts_on, last=starts_on)
        .values_list("kind", "action_id", "delivery", "embedding", "first", "last")
    )
    criteria = (
        CriterionRating.objects.filter(**before)
        .order_by()
        .values(
            kind=_named("criterion"), item=F("criterion_id"), one=F("rating"), other=F("rating")
        )
        .annotate(first=Min(starts_on), last=Max(starts_on))
        .values_list("kind", "item", "one", "other", "first", "last")
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
    return [
        Row(action, _cells(action, read))
        for action in workstream.actions
        if _passes(action, filters)
    ]


def _passes(action: ActionFact, filters: Filters) -> bool:
    if filters.strength not in ("", action.strength.lower()):
        return False
    wanted = None if filters.rating == "none" else filters.rating
    return wanted == "" or wanted in (action.delivery.code, action.embedding.code)


def _cells(action: ActionFact, read: Histories) -> tuple[Cell | None, ...]:
    rated = read.actions.get(action.id, {})
    *before, shown = read.months
    cells = [
        Cell(month, *rated[month.starts_on]) if month.starts_on in rated else None
        for month in before
    ]
    now = Cell(shown, action.delivery.code or "", action.embedding.code or "")
    return (*cells, now)


def stood(criterion: CriterionFact, read: Histories, *, on: date) -> Stood:
    """Say since when a criterion has been rated as it is, and for how many days up to ``on``."""
    known = read.criteria.get(criterion.id, ())
    otherwise = [last for rating, _, last in known if rating != (criterion.rating.code or "")]
    first = min((first for _, first, _ in known), default=read.reported[-1].starts_on)
    since = next(
        month.starts_on
        for month in read.reported
        if month.starts_on >= first and (not otherwise or month.starts_on > max(otherwise))
    )
    return Stood(since, days_of(since, on), from_the_start=since == read.reported[0].starts_on)


def days_of(first: date, last: date) -> int:
    """Count the days from ``first`` to ``last``, both included; at least one."""
    return max(1, (last - first).days + 1)


def red_for(row: Row) -> tuple[CalendarMonth, bool] | None:
    """Give since which month a red action has been red, and whether it may be for longer."""
    red_since = None
    for cell in reversed(row.cells):
        if cell is None or Rating.OVERDUE.value not in (cell.delivery, cell.embedding):
            return (red_since, False) if red_since else None
        red_since = cell.month
    return (red_since, True) if red_since else None
