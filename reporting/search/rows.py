"""Passages of rows as they stand: what is searched of the months that are open to a person.

What a month says hangs on its reports. An action, a criterion or a metric with its figures is one
passage, of every open month that reports it: it says the same of it in each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

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
    Programme,
    Section,
    Workstream,
    bullets_of,
)
from improvement.periods import CalendarMonth
from reporting.figure_texts import aims_in, printed_texts
from reporting.search.asked import Query
from reporting.search.narrowing import narrowed
from reporting.search.passages import Passage, Place, Saying, Whose, metric_title
from scorecards.models import Actual, Aim, Metric, Remark

Months = tuple[CalendarMonth, ...]
_ENDS = ("baseline", "baseline_when", "target", "target_when")
METRIC = ("pk", "workstream_id", "number", "name", "unit", *_ENDS, "retired_from")


class Spot(NamedTuple):
    """Where something is reported: the place of its texts, in which programme and months."""

    programme: Programme
    months: Months
    place: Place

    def says(self, passage: Passage) -> Saying:
        return Saying(self.programme, self.months, passage)


@dataclass(frozen=True)
class Reported:
    """The months searched and who reported in them: spots by workstream, and by report."""

    query: Query
    months: Sequence[Month]
    workstreams: Sequence[Workstream]
    streams: dict[int, Spot]
    reports: dict[int, Spot]

    def below_reports(self, kind: Any, *texts: str) -> QuerySet[Any]:
        """Give the rows of a kind that hang on the reports, narrowed by what is asked for."""
        hung = kind.objects.filter(report__month__in=self.months)
        return narrowed(hung.filter(report__workstream__in=self.streams), self.query, *texts)

    def items(self, kind: Any, *text: str | Value) -> QuerySet[Any]:
        """Give the items of a kind, narrowed by what is asked for in the columns of ``text``."""
        rows = kind.objects.filter(workstream__in=self.streams)
        return narrowed(rows, self.query, text)

    def rated(self, ratings: Any, item: str) -> dict[int, Spot]:
        """Give the spot of each item in the months that rate it, the newest first. One query."""
        rows = ratings.objects.filter(report__month__in=self.months)
        told: dict[int, list[Spot]] = defaultdict(list)
        for pk, report in rows.order_by().values_list(item, "report"):
            if report in self.reports:
                told[pk].append(self.reports[report])
        return {pk: _in_all(spots) for pk, spots in told.items()}


def _in_all(spots: Sequence[Spot]) -> Spot:
    months = sorted((month for spot in spots for month in spot.months), reverse=True)
    return spots[0]._replace(months=tuple(months))


def stored_sayings(
    query: Query, workstreams: Sequence[Workstream], months: Sequence[Month], *, overview: bool
) -> Iterator[Saying]:
    """Give what some open months say that may hold what is asked for.

    With ``overview``, the programme's own too. 14 queries, whatever is found.
    """
    reported = _reported(query, workstreams, months)
    if overview:
        yield from _overviews(query, months)
    yield from _actions(reported)
    yield from _criteria(reported)
    yield from _scorecards(reported)
    yield from _sections(reported)
    yield from _plans(reported)


def _reported(query: Query, workstreams: Sequence[Workstream], months: Sequence[Month]) -> Reported:
    places = {one.pk: Place(Whose(one.slug, one.name, one.position)) for one in workstreams}
    by_pk = {month.pk: month for month in months}
    found = HighlightReport.objects.filter(month__in=by_pk, workstream__in=places)
    told: dict[int, list[Spot]] = defaultdict(list)
    reports = {}
    for pk, month, stream in found.order_by().values_list("pk", "month", "workstream"):
        at = by_pk[month]
        reports[pk] = Spot(at.programme, (at.period,), places[stream])
        told[stream].append(reports[pk])
    streams = {pk: _in_all(spots) for pk, spots in told.items()}
    return Reported(query, months, workstreams, streams, reports)


def _overviews(query: Query, months: Sequence[Month]) -> Iterator[Saying]:
    place = Place(Whose())
    spots = {one.pk: Spot(one.programme, (one.period,), place) for one in months}
    for month in months:
        spot = spots[month.pk]
        yield spot.says(place.overview("Headline", month.headline))
        yield spot.says(place.overview("RAG assessment", month.rag_assessment))
    sections = OverviewSection.objects.filter(month__in=spots)
    for section in narrowed(sections, query, "text"):
        passage = place.overview(section.get_kind_display(), _lines(section.text))
        yield spots[section.month_id].says(passage)


def _actions(reported: Reported) -> Iterator[Saying]:
    spots = reported.rated(ActionRating, "action")
    columns = ("strength", "reference", "text", "regulation", "source")
    for action in reported.items(CqcAction, *columns):
        if spot := spots.get(action.pk):
            told = (action.pk, str(action), action.wording, action.source)
            yield spot.says(spot.place.action(*told))
    ratings = reported.below_reports(ActionRating, "explanation", "mitigation")
    said = ratings.exclude(explanation="", mitigation="").select_related("action")
    named = ("report_id", "action__strength", "action__reference")
    for rating in said.only(*named, "explanation", "mitigation"):
        spot = reported.reports[rating.report_id]
        told = (rating.action_id, str(rating.action), rating.explanation, rating.mitigation)
        yield from map(spot.says, spot.place.reasons(*told))


def _criteria(reported: Reported) -> Iterator[Saying]:
    for stream in reported.workstreams:
        if spot := reported.streams.get(stream.pk):
            yield spot.says(spot.place.exit_statement(stream.exit_statement))
    spots = reported.rated(CriterionRating, "criterion")
    columns = (Value("Criterion"), "number", "text", "owner__name")
    for one in reported.items(ExitCriterion, *columns).select_related("owner"):
        if spot := spots.get(one.pk):
            told = (one.pk, one.number, one.text, str(one.owner or ""))
            yield spot.says(spot.place.criterion(*told))


def _scorecards(reported: Reported) -> Iterator[Saying]:
    """Metrics, their aims and actuals, and the remarks on them."""
    within = Metric.objects.filter(workstream__in=reported.streams)
    metrics = {one.pk: one for one in within.values_list(*METRIC, named=True)}
    spots = {pk: spot for pk, one in metrics.items() if (spot := _spot_of(reported, one)).months}
    for pk, spot in spots.items():
        yield from map(spot.says, spot.place.metric(pk, metrics[pk]))
    for pk, label, printed in _figures(reported.query, spots):
        title = metric_title(metrics[pk])
        yield spots[pk].says(spots[pk].place.figure(pk, title, label, printed))
    remarks = reported.below_reports(Remark, "text").exclude(text="")
    for remark in remarks:
        spot, title = reported.reports[remark.report_id], metric_title(metrics[remark.metric_id])
        yield spot.says(spot.place.remark(title, remark.text))


def _spot_of(reported: Reported, metric: Any) -> Spot:
    """A metric is reported in every month until it is retired."""
    end = metric.retired_from or date.max
    spot = reported.streams[metric.workstream_id]
    return spot._replace(months=tuple(one for one in spot.months if one.starts_on < end))


def _figures(query: Query, spots: dict[int, Spot]) -> Iterator[tuple[int, str, str]]:
    """Aims and actuals: those of a line come as one text, which is looked at before its figures."""
    aims = Aim.objects.filter(metric__in=spots)
    actuals = Actual.objects.filter(line__metric__in=spots)
    texts = [(pk, "Aim", text) for pk, text in printed_texts(aims, "metric")]
    lines = printed_texts(actuals, "line__metric", "line", "line__name")
    texts += [(pk, name, text) for pk, _, name, text in lines]
    for pk, name, text in texts:
        if query.may_be_in(text.lower()):
            for quarter, printed in aims_in(text).items():
                yield pk, f"{name} of {quarter}", printed


def _sections(reported: Reported) -> Iterator[Saying]:
    for section in reported.below_reports(Section, "text").exclude(text=""):
        spot = reported.reports[section.report_id]
        told = (section.kind, section.get_kind_display(), _lines(section.text))
        yield spot.says(spot.place.section(*told))


def _plans(reported: Reported) -> Iterator[Saying]:
    for plan in reported.below_reports(Plan, *Plan.LEADS, *Plan.PARTS):
        spot = reported.reports[plan.report_id]
        for name in (*Plan.LEADS, *Plan.PARTS):
            yield spot.says(spot.place.plan(Plan.title_of(name), getattr(plan, name)))
    milestones = Milestone.objects.filter(
        plan__report__month__in=reported.months, plan__report__workstream__in=reported.streams
    )
    for one in narrowed(milestones, reported.query, "text").select_related("plan"):
        spot = reported.reports[one.plan.report_id]
        yield spot.says(spot.place.milestones(one.quarter, one.text))


def _lines(text: str) -> str:
    return "\n".join(one.text for one in bullets_of(text))
