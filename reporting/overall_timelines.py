"""Timelines of overall ratings: those of a workstream's reports, and the programme's own.

They are judged by somebody and not worked out from the actions, so they have a time of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from improvement.finding import months_seen
from improvement.models import HighlightReport, Month, Programme, Workstream
from improvement.permissions import Standing, Verb, refusal
from improvement.ratings import Rating
from improvement.refusals import NotThere
from reporting.contents import Contents, OverviewFact, WorkstreamFact
from reporting.freezing import shown_pack
from reporting.stretches import Timeline, Told, timeline_of, who_set

OVERALL = {"Delivery": "delivery", "Embedding": "embedding"}
NAME = "Overall ratings"
TEXT = "These are judged every month, and not worked out from the ratings of actions."

Judged = HighlightReport | Month
Fact = WorkstreamFact | OverviewFact
Finder = Callable[[Contents], Fact | None]


@dataclass(frozen=True)
class OverallLife:
    """What is judged overall, of a workstream or the whole programme, as ``Life`` has an item's."""

    item: Workstream | Programme
    workstream: str
    timelines: tuple[Timeline, ...]
    months: tuple[Told, ...]
    name: str = NAME
    text: str = TEXT


def programme_life(standing: Standing, *, on: date) -> OverallLife:
    """Tell the programme's overall ratings by month. Raises ``NotThere``. At most 3 queries."""
    programme = standing.programme
    rows: dict[Month, Judged] = {month: month for month in months_seen(standing)}
    said = _said(standing, rows, lambda contents: contents.overview)
    records = Month.history.filter(programme=programme)
    timelines = _timelines(
        standing, said, records, min((one.starts_on for one in rows), default=on), on
    )
    return OverallLife(programme, "Whole programme", timelines, said[::-1])


def workstream_life(standing: Standing, slug: str, *, on: date) -> OverallLife:
    """Tell a workstream's overall ratings by month. Raises ``NotThere``. At most 5 queries."""
    workstream = standing.programme.workstreams.filter(slug=slug).first()
    if workstream is None:
        raise NotThere(f"{standing.programme} has no workstream “{slug}”.")
    months = {month.pk: month for month in months_seen(standing)}
    reports = HighlightReport.objects.filter(workstream=workstream, month__in=months)
    rows: dict[Month, Judged] = {months[report.month_id]: report for report in reports}
    find = _finder(workstream)
    said = _said(standing, rows, find)
    records = HighlightReport.history.filter(workstream=workstream)
    start = min(month.starts_on for month in months.values()) if months else on
    timelines = _timelines(standing, said, records, start, on)
    return OverallLife(workstream, _called(standing, workstream, said, find), timelines, said[::-1])


def _finder(workstream: Workstream) -> Finder:
    def find(contents: Contents) -> WorkstreamFact | None:
        streams = contents.workstreams
        return next((one for one in streams if one.slug == workstream.slug), None)

    return find


def _said(standing: Standing, rows: dict[Month, Judged], find: Finder) -> tuple[Told, ...]:
    """Give what each month says, oldest first; of one that may not be seen open, its pack."""
    told = [_told(standing, month, row, find) for month, row in rows.items()]
    said = sorted((one for one in told if one), key=lambda one: one.month.starts_on)
    if not said:
        raise NotThere("No month that you may read has overall ratings.")
    return tuple(said)


def _told(standing: Standing, month: Month, row: Judged, find: Finder) -> Told | None:
    if not (month.is_open and refusal(standing, Verb.READ_OPEN)):
        ratings = {name: Rating(getattr(row, field)) for name, field in OVERALL.items()}
        return Told(month, ratings, row=row.pk)
    pack = shown_pack(month, sees_open=False)
    fact = find(pack.contents) if pack else None
    if fact is None:
        return None
    judged = {name: getattr(fact, field).judged for name, field in OVERALL.items()}
    return Told(month, {name: Rating(one.code or "") for name, one in judged.items()})


def _called(
    standing: Standing, workstream: Workstream, said: tuple[Told, ...], find: Finder
) -> str:
    """Give the name of a workstream: to somebody who reads packs alone, the newest pack's."""
    if refusal(standing, Verb.READ_OPEN):
        pack = shown_pack(said[-1].month, sees_open=False)
        fact = find(pack.contents) if pack else None
        if isinstance(fact, WorkstreamFact):
            return fact.name
    return workstream.name


def _timelines(
    standing: Standing, said: tuple[Told, ...], records: Any, start: date, on: date
) -> tuple[Timeline, ...]:
    who = {} if refusal(standing, Verb.READ_CHANGES) else _setters(said, records)
    return tuple(timeline_of(name, said, who.get(name, {}), start=start, on=on) for name in OVERALL)


def _setters(said: tuple[Told, ...], records: Any) -> dict[str, dict[int | None, str]]:
    """Name who last set each rating to what its month says, by dimension and row. One query."""
    by_row: dict[int, list[Any]] = {}
    for record in records.select_related("history_user").order_by("history_id"):
        by_row.setdefault(record.id, []).append(record)
    return {
        name: {
            one.row: who_set(by_row.get(one.row or 0, []), field, one.ratings[name]) for one in said
        }
        for name, field in OVERALL.items()
    }
