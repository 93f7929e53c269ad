"""Timelines: when an item turned red and for how long, with every rating it ever had.

A rating counts for the whole month it was given for, and the newest up to the day asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import (
    Action,
    ActionRating,
    CriterionRating,
    ExitCriterion,
    Month,
    Programme,
    Workstream,
)
from improvement.models.endings import reported_in_its_month
from improvement.values.ratings import Rating
from improvement.values.refusals import NotThere
from reporting.contents.facts import ActionFact, CriterionFact, WorkstreamFact
from reporting.marks.band import MarkedMonth
from reporting.marks.mark import Mark
from reporting.snapshots.month import shown_pack
from reporting.timelines.stretches import RatingsOfMonth, Timeline, setters, timeline_of

Item = Action | ExitCriterion
ACTION = {"Delivery": "delivery", "Embedding": "embedding"}
CRITERION = {"Rating": "rating"}


@dataclass(frozen=True)
class Life:
    """An item, its timelines, and what every month says of it, newest first.

    Of overall ratings the item is what they are of: a workstream, or the programme.
    ``workstream``, ``name`` and ``text`` are today's, or those of the newest pack to somebody who
    reads packs alone.
    """

    item: Item | Workstream | Programme
    workstream: str
    name: str
    text: str
    timelines: tuple[Timeline, ...]
    months: tuple[RatingsOfMonth, ...]

    def marks_of(self, dimension: str) -> tuple[MarkedMonth, ...]:
        """Return each month's mark of a rating, oldest first; None for a month that has none."""
        ratings = {month.month.period: month for month in self.months}
        marked: list[MarkedMonth] = []
        period, last = min(ratings), max(ratings)
        while period <= last:
            month = ratings.get(period)
            mark = Mark(month.ratings[dimension], bool(month.carried_from)) if month else None
            marked.append((period, mark))
            period = period.next()
        return tuple(marked)


def action_life(standing: Standing, pk: int, *, on: date) -> Life:
    """Return an action's ratings by month. Raises ``NotThere``. At most 5 queries."""
    item = _find(Action.objects, standing, pk, "action")
    rated = ActionRating.objects.filter(reported_in_its_month("action"), action=item)
    return _life(standing, item, rated, ACTION, _action_in, on)


def criterion_life(standing: Standing, pk: int, *, on: date) -> Life:
    """Return an exit criterion's ratings by month. Raises ``NotThere``. At most 5 queries."""
    item = _find(ExitCriterion.objects, standing, pk, "exit criterion")
    rated = CriterionRating.objects.filter(reported_in_its_month("criterion"), criterion=item)
    return _life(standing, item, rated, CRITERION, _criterion_in, on)


def _find(kind: Any, standing: Standing, pk: int, name: str) -> Any:
    of_programme = kind.filter(workstream__programme=standing.programme)
    item = of_programme.select_related("workstream").filter(pk=pk).first()
    if item is None:
        raise NotThere(f"{standing.programme} has no such {name}.")
    return item


Fact = ActionFact | CriterionFact
Finder = Callable[[WorkstreamFact, int], Fact | None]


def _life(
    standing: Standing,
    item: Item,
    rated: Any,
    dimensions: dict[str, str],
    find: Finder,
    on: date,
) -> Life:
    months = {month.pk: month for month in visible_months(standing)}
    rows = rated.filter(report__month__in=months).select_related("report")
    before = month_names_before(months.values())
    rated_months = [
        _ratings_in(months[row.report.month_id], row, dimensions, find, standing, before)
        for row in rows
    ]
    found = [month for month in rated_months if month]
    if not found:
        raise NotThere(f"No month that you may read reports on {item}.")
    in_order = tuple(sorted(found, key=lambda month: month.month.starts_on))
    who = {} if refusal(standing, Verb.READ_CHANGES) else _setters(item, in_order, dimensions)
    start = min(month.starts_on for month in months.values())
    timelines = tuple(
        timeline_of(name, in_order, who.get(name, {}), start=start, on=on) for name in dimensions
    )
    called = _called(standing, item, in_order[-1].month, find)
    return Life(item, *called, timelines, in_order[::-1])


def _called(standing: Standing, item: Item, newest: Month, find: Finder) -> tuple[str, str, str]:
    """Return an item's workstream, name and text, as whoever reads may know them."""
    if refusal(standing, Verb.READ_OPEN):
        pack = shown_pack(newest, sees_open=False)
        for stream in pack.contents.workstreams if pack else ():
            if fact := find(stream, item.pk):
                return stream.name, _name(fact), fact.text
    return item.workstream.name, _name(item), item.text


def _name(item: Item | Fact) -> str:
    if isinstance(item, Action | ActionFact):
        return str(item) if isinstance(item, Action) else f"{item.strength} {item.ref}"
    return f"Exit criterion {item.number}"


def month_names_before(months: Iterable[Month]) -> dict[int, str]:
    """Return for each month the name of the one reported before it: December."""
    in_order = sorted(months, key=lambda month: month.starts_on)
    return {month.pk: f"{before.starts_on:%B}" for before, month in pairwise(in_order)}


def _ratings_in(
    month: Month,
    row: Any,
    dimensions: dict[str, str],
    find: Finder,
    standing: Standing,
    before: Mapping[int, str],
) -> RatingsOfMonth | None:
    """Return what a month says: of a month that may not be seen open, what its pack says."""
    if month.is_open and refusal(standing, Verb.READ_OPEN):
        return _as_issued(month, row, dimensions, find)
    return RatingsOfMonth(
        month,
        {name: Rating(getattr(row, field)) for name, field in dimensions.items()},
        getattr(row, "explanation", ""),
        getattr(row, "mitigation", ""),
        before.get(month.pk, "") if row.carried else "",
        row.report_id,
    )


def _as_issued(
    month: Month, row: Any, dimensions: dict[str, str], find: Finder
) -> RatingsOfMonth | None:
    pack = shown_pack(month, sees_open=False)
    item = getattr(row, "action_id", None) or row.criterion_id
    streams = pack.contents.workstreams if pack else ()
    facts = (find(stream, item) for stream in streams)
    fact = next(filter(None, facts), None)
    if fact is None:
        return None
    rated = {name: getattr(fact, field) for name, field in dimensions.items()}
    ratings = {name: Rating(rating.code or "") for name, rating in rated.items()}
    reasons = (getattr(fact, "told_explanation", ""), getattr(fact, "told_mitigation", ""))
    carried_from = next(filter(None, (rating.carried_from for rating in rated.values())), "")
    return RatingsOfMonth(month, ratings, *reasons, carried_from)


def _action_in(stream: WorkstreamFact, pk: int) -> ActionFact | None:
    return next((action for action in stream.actions if action.id == pk), None)


def _criterion_in(stream: WorkstreamFact, pk: int) -> CriterionFact | None:
    return next((criterion for criterion in stream.criteria if criterion.id == pk), None)


def _setters(
    item: Item, months: Iterable[RatingsOfMonth], dimensions: dict[str, str]
) -> dict[str, dict[int | None, str]]:
    """Return who last set each rating to what its month says, by dimension and report.

    One query.
    """
    kind: Any = ActionRating if isinstance(item, Action) else CriterionRating
    hung_on = "action" if isinstance(item, Action) else "criterion"
    records = kind.history.filter(**{hung_on: item}).select_related("history_user")
    by_report: dict[int, list[Any]] = {}
    for record in records.order_by("history_id"):
        by_report.setdefault(record.report_id, []).append(record)
    return setters(by_report, months, dimensions)
