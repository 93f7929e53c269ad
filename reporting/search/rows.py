"""Passages of rows as they stand: what whoever may read open months searches.

What a month says hangs on its reports. An action, a criterion or a metric is one passage, as it is
now, of every month that reports it; a figure is one of the newest of them that can know it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet, Value

from improvement.models import (
    ActionRating,
    CqcAction,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Section,
    Workstream,
    bullets_of,
)
from improvement.periods import CalendarMonth, Quarter
from reporting.search.asked import Query
from reporting.search.narrowing import narrowed
from reporting.search.passages import Passage, Place, Whose, metric_title
from reporting.search.reach import Reach
from scorecards.models import Actual, Aim, Metric, Remark

Months = tuple[CalendarMonth, ...]


@dataclass(frozen=True)
class Reported:
    """The months searched and who reported in them: places by workstream, and by report."""

    query: Query
    months: Sequence[Month]
    workstreams: Sequence[Workstream]
    streams: dict[int, Place]
    reports: dict[int, Place]
    newest: Mapping[int, CalendarMonth]

    def below_reports(self, kind: Any, *texts: str) -> QuerySet[Any]:
        """Give the rows of a kind that hang on the reports, narrowed by what is asked for."""
        hung = kind.objects.filter(report__month__in=self.months)
        return narrowed(hung.filter(report__workstream__in=self.streams), self.query, *texts)

    def items(self, kind: Any, *text: str | Value) -> QuerySet[Any]:
        """Give the items of a kind, narrowed by what is asked for in the columns of ``text``."""
        rows = kind.objects.filter(workstream__in=self.streams)
        return narrowed(rows, self.query, text)

    def months_of(self, ratings: Any, item: str) -> dict[int, Months]:
        """Give the months that rate each item, the newest first. One query."""
        rated = ratings.objects.filter(report__month__in=self.months)
        told: dict[int, list[CalendarMonth]] = defaultdict(list)
        for pk, report in rated.order_by().values_list(item, "report"):
            if report in self.reports:
                told[pk].extend(self.reports[report].months)
        return {pk: tuple(sorted(months, reverse=True)) for pk, months in told.items()}


def stored_passages(
    query: Query, within: Reach, months: Sequence[Month], *, overview: bool
) -> Iterator[Passage]:
    """Give the passages of some months that may hold what is asked for.

    With ``overview``, the programme's own too. 14 queries, whatever is found.
    """
    reported = _reported(query, within, months)
    if overview:
        yield from _overviews(query, months)
    yield from _actions(reported)
    yield from _criteria(reported)
    yield from _scorecards(reported)
    yield from _sections(reported)
    yield from _plans(reported)


def _reported(query: Query, within: Reach, months: Sequence[Month]) -> Reported:
    streams = within.workstreams
    whose = {one.pk: Whose(one.programme, one.slug, one.name, one.position) for one in streams}
    periods = {month.pk: month.period for month in months}
    found = HighlightReport.objects.filter(month__in=periods, workstream__in=whose)
    told: dict[int, list[CalendarMonth]] = defaultdict(list)
    reports = {}
    rows = found.order_by("-month__starts_on").values_list("pk", "month", "workstream")
    for pk, month, stream in rows:
        told[stream].append(periods[month])
        reports[pk] = Place(whose[stream], (periods[month],))
    places = {pk: Place(whose[pk], tuple(told[pk])) for pk in told}
    return Reported(query, months, streams, places, reports, within.newest)


def _overviews(query: Query, months: Sequence[Month]) -> Iterator[Passage]:
    places = {one.pk: Place(Whose(one.programme), (one.period,)) for one in months}
    for month in months:
        yield places[month.pk].overview("Headline", month.headline)
        yield places[month.pk].overview("RAG assessment", month.rag_assessment)
    sections = OverviewSection.objects.filter(month__in=places)
    for section in narrowed(sections, query, "text"):
        place = places[section.month_id]
        yield place.overview(section.get_kind_display(), _lines(section.text))


def _actions(reported: Reported) -> Iterator[Passage]:
    months = reported.months_of(ActionRating, "action")
    columns = ("strength", "reference", "text", "regulation", "source")
    for action in reported.items(CqcAction, *columns):
        if rated_in := months.get(action.pk):
            place = reported.streams[action.workstream_id].in_months(rated_in)
            yield place.action(action.pk, str(action), action.wording, action.source)
    ratings = reported.below_reports(ActionRating, "explanation", "mitigation")
    said = ratings.exclude(explanation="", mitigation="").select_related("action")
    for rating in said:
        name = str(rating.action)
        place = reported.reports[rating.report_id]
        yield from place.reasons(rating.action_id, name, rating.explanation, rating.mitigation)


def _criteria(reported: Reported) -> Iterator[Passage]:
    for stream in reported.workstreams:
        if place := reported.streams.get(stream.pk):
            yield place.exit_statement(stream.exit_statement)
    months = reported.months_of(CriterionRating, "criterion")
    columns = (Value("Criterion"), "number", "text", "owner__name")
    for one in reported.items(ExitCriterion, *columns).select_related("owner"):
        if rated_in := months.get(one.pk):
            place = reported.streams[one.workstream_id].in_months(rated_in)
            yield place.criterion(one.pk, one.number, one.text, str(one.owner or ""))


def _scorecards(reported: Reported) -> Iterator[Passage]:
    """Metrics, their aims and actuals, and the remarks on them."""
    metrics = {one.pk: one for one in Metric.objects.filter(workstream__in=reported.streams)}
    for pk, metric in metrics.items():
        if months := _months_of(reported, metric):
            place = reported.streams[metric.workstream_id].in_months(months)
            yield from place.metric(pk, metric)
    yield from _figures(reported, metrics)
    remarks = reported.below_reports(Remark, "text").exclude(text="")
    for remark in remarks:
        place, title = reported.reports[remark.report_id], metric_title(metrics[remark.metric_id])
        yield place.remark(title, remark.text)


def _months_of(reported: Reported, metric: Metric) -> Months:
    """A metric is reported in every month until it is retired."""
    end = metric.retired_from or date.max
    months = reported.streams[metric.workstream_id].months
    return tuple(month for month in months if month.starts_on < end)


def _figures(reported: Reported, metrics: dict[int, Metric]) -> Iterator[Passage]:
    """Aims and actuals, each in the newest month: no row says which months printed it before.

    They are as quickly read as taken apart, so nothing is narrowed.
    """
    aims = Aim.objects.filter(metric__in=metrics)
    for pk, quarter, printed in aims.exclude(printed="").values_list(
        "metric", "quarter", "printed"
    ):
        months = _months_of(reported, metrics[pk])[:1]
        yield from _figure(reported, metrics[pk], months, f"Aim of {quarter}", printed)
    actuals = Actual.objects.filter(line__metric__in=metrics)
    columns = ("line__metric", "line__name", "quarter", "printed")
    for pk, line, quarter, printed in actuals.exclude(printed="").values_list(*columns):
        months = _knowing(reported, metrics[pk], _start_of(quarter))
        label = f"{line} of {quarter}"
        yield from _figure(reported, metrics[pk], months, label, printed)


def _knowing(reported: Reported, metric: Metric, began: date) -> Months:
    """The newest month that can know a figure: it saw the quarter begin, or none is newer."""
    newest = reported.newest[reported.streams[metric.workstream_id].whose.programme.pk]
    months = _months_of(reported, metric)
    return tuple(one for one in months if one.ends_on >= began or one == newest)[:1]


@cache
def _start_of(quarter: str) -> date:
    return Quarter.parse(quarter).starts_on


def _figure(
    reported: Reported, metric: Metric, months: Months, label: str, printed: str
) -> Iterator[Passage]:
    if months:
        place = reported.streams[metric.workstream_id].in_months(months)
        yield place.figure(metric.pk, metric_title(metric), label, printed)


def _sections(reported: Reported) -> Iterator[Passage]:
    for section in reported.below_reports(Section, "text").exclude(text=""):
        place = reported.reports[section.report_id]
        yield place.section(section.kind, section.get_kind_display(), _lines(section.text))


def _plans(reported: Reported) -> Iterator[Passage]:
    for plan in reported.below_reports(Plan, *Plan.LEADS, *Plan.PARTS):
        place = reported.reports[plan.report_id]
        for name in (*Plan.LEADS, *Plan.PARTS):
            yield place.plan(Plan.title_of(name), getattr(plan, name))
    milestones = Milestone.objects.filter(
        plan__report__month__in=reported.months, plan__report__workstream__in=reported.streams
    )
    for one in narrowed(milestones, reported.query, "text").select_related("plan"):
        yield reported.reports[one.plan.report_id].milestones(one.quarter, one.text)


def _lines(text: str) -> str:
    return "\n".join(one.text for one in bullets_of(text))
