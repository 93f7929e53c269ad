"""Timelines of overall ratings: those of a workstream's reports, and the programme's own.

They are judged by somebody and not worked out from the actions, so they have a time of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import HighlightReport, Month, Workstream
from improvement.values.ratings import Rating
from improvement.values.refusals import NotThere
from reporting.contents.facts import Contents, OverviewFact, WorkstreamFact
from reporting.snapshots.month import shown_pack
from reporting.timelines.items import Life, month_names_before
from reporting.timelines.stretches import RatingsOfMonth, Timeline, setters, timeline_of

OVERALL = {"Delivery": "delivery", "Embedding": "embedding"}
NAME = "Overall ratings"
TEXT = "These are judged every month, and not worked out from the ratings of actions."

Judged = HighlightReport | Month
Fact = WorkstreamFact | OverviewFact
Finder = Callable[[Contents], Fact | None]


def programme_life(standing: Standing, *, on: date) -> Life:
    """Return the programme's overall ratings by month. Raises ``NotThere``. At most 3 queries."""
    programme = standing.programme
    rows: dict[Month, Judged] = {month: month for month in visible_months(standing)}
    months = _months_rated(standing, rows, lambda contents: contents.overview)
    records = Month.history.filter(programme=programme)
    timelines = _timelines(standing, months, records, start=months[0].month.starts_on, on=on)
    return Life(programme, "Whole programme", NAME, TEXT, timelines, months[::-1])


def workstream_life(standing: Standing, slug: str, *, on: date) -> Life:
    """Return a workstream's overall ratings by month. Raises ``NotThere``. At most 5 queries."""
    workstream = standing.programme.workstreams.filter(slug=slug).first()
    if workstream is None:
        raise NotThere(f"{standing.programme} has no workstream “{slug}”.")
    visible = {month.pk: month for month in visible_months(standing)}
    reports = HighlightReport.objects.filter(workstream=workstream, month__in=visible)
    rows: dict[Month, Judged] = {visible[report.month_id]: report for report in reports}
    find = _finder(workstream)
    months = _months_rated(standing, rows, find)
    records = HighlightReport.history.filter(workstream=workstream)
    start = min(month.starts_on for month in visible.values())
    timelines = _timelines(standing, months, records, start=start, on=on)
    name = _called(standing, workstream, months, find)
    return Life(workstream, name, NAME, TEXT, timelines, months[::-1])


def _finder(workstream: Workstream) -> Finder:
    def find(contents: Contents) -> WorkstreamFact | None:
        streams = contents.workstreams
        return next((stream for stream in streams if stream.slug == workstream.slug), None)

    return find


def _months_rated(
    standing: Standing, rows: dict[Month, Judged], find: Finder
) -> tuple[RatingsOfMonth, ...]:
    """Return what each month says, oldest first; of one that may not be seen open, its pack."""
    before = month_names_before(rows)
    rated = [_ratings_in(standing, month, row, find, before) for month, row in rows.items()]
    months = sorted(filter(None, rated), key=lambda month: month.month.starts_on)
    if not months:
        raise NotThere("No month that you may read has overall ratings.")
    return tuple(months)


def _ratings_in(
    standing: Standing, month: Month, row: Judged, find: Finder, before: Mapping[int, str]
) -> RatingsOfMonth | None:
    if not (month.is_open and refusal(standing, Verb.READ_OPEN)):
        ratings = {name: Rating(getattr(row, field)) for name, field in OVERALL.items()}
        carried = row.ratings_carried if isinstance(row, Month) else row.carried
        return RatingsOfMonth(
            month, ratings, "", "", before.get(month.pk, "") if carried else "", row.pk
        )
    pack = shown_pack(month, sees_open=False)
    fact = find(pack.contents) if pack else None
    if fact is None:
        return None
    judged = {name: getattr(fact, field).judged for name, field in OVERALL.items()}
    ratings = {name: Rating(overall.code or "") for name, overall in judged.items()}
    return RatingsOfMonth(month, ratings, carried_from=judged["Delivery"].carried_from)


def _called(
    standing: Standing, workstream: Workstream, months: tuple[RatingsOfMonth, ...], find: Finder
) -> str:
    """Return the name of a workstream: to somebody who reads packs alone, the newest pack's."""
    if refusal(standing, Verb.READ_OPEN):
        pack = shown_pack(months[-1].month, sees_open=False)
        fact = find(pack.contents) if pack else None
        if isinstance(fact, WorkstreamFact):
            return fact.name
    return workstream.name


def _timelines(
    standing: Standing, months: tuple[RatingsOfMonth, ...], records: Any, *, start: date, on: date
) -> tuple[Timeline, ...]:
    """Return both dimensions, with who judged so for whoever may see changes.

    One query for that.
    """
    by_row: dict[int, list[Any]] = {}
    if not refusal(standing, Verb.READ_CHANGES):
        for record in records.select_related("history_user").order_by("history_id"):
            by_row.setdefault(record.id, []).append(record)
    who = setters(by_row, months, OVERALL)
    return tuple(timeline_of(name, months, who[name], start=start, on=on) for name in OVERALL)
