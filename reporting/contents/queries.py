"""Gathering a month's rows: a fixed number of queries, however large the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from improvement.models import (
    Action,
    ActionRating,
    ActionRewording,
    Appointment,
    CriterionRating,
    CriterionRewording,
    HighlightReport,
    Meeting,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Reworded,
    Section,
    Undertaking,
)
from reporting.contents.columns import (
    StoredMetric,
    actual_texts,
    aim_texts,
    read_metrics,
    stored_metric,
    stored_metrics,
    with_metrics,
)
from reporting.contents.kept_rows import read_ratings
from scorecards.models import ActualLine, Aim, Metric, MetricRewording, Remark


@dataclass(kw_only=True)
class FigureRows:
    """The figures of scorecards by what they hang on; aims and actuals as ``figure_texts``."""

    metrics: dict[int, list[StoredMetric]]
    aims: dict[int, str]
    actuals: dict[int, str]
    remarks: dict[int, Remark] = field(default_factory=dict)


@dataclass(kw_only=True)
class Rows(FigureRows):
    """The rows of one month, and the ratings of the month before, by what they hang on."""

    month: Month
    before: Month | None
    reports: list[HighlightReport]
    reports_before: dict[int, HighlightReport]
    appointments: dict[int, list[Appointment]]
    overview: dict[str, OverviewSection]
    sections: dict[int, dict[str, Section]]
    action_ratings: dict[int, list[ActionRating]]
    criterion_ratings: dict[int, list[CriterionRating]]
    meetings: list[Meeting] = field(default_factory=list)
    plans: dict[int, Plan] = field(default_factory=dict)
    milestones: dict[int, list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    undertakings: dict[int, list[Undertaking]] = field(default_factory=lambda: defaultdict(list))
    retired: dict[int, list[StoredMetric]] = field(default_factory=dict)
    sub_actions: dict[int, list[Action]] = field(default_factory=dict)
    reworded: dict[int, list[Reworded]] = field(default_factory=dict)


def gather(
    month: Month,
    *,
    brief: bool = False,
    earlier: Sequence[Month] | None = None,
    alone: bool = False,
) -> Rows:
    """Gather the rows of ``month``: 18 queries, 10 if ``brief``; one less with ``earlier``.

    Brief leaves out what no dashboard draws: meetings, texts, undertakings, plans without a
    milestone. ``earlier`` are the months before, newest first, from whoever has them at hand.
    ``alone`` leaves out the ratings of the month before.
    """
    before = month.find_before() if earlier is None else next(iter(earlier), None)
    both = [month, before] if before and not alone else [month]
    related = ("workstream__merged_into", *_STEPPED)
    reports = HighlightReport.objects.filter(month__in=both).select_related(*related)
    lines = ActualLine.objects.reported_before(month)
    of_programme = lines.filter(metric__workstream__programme=month.programme)
    metrics, retired = told_apart(read_metrics(of_programme), month)
    actions = read_ratings(ActionRating.objects.filter(report__month__in=both))
    criteria = read_ratings(CriterionRating.objects.filter(report__month__in=both))
    rows = Rows(
        month=month,
        before=before,
        reports=[report for report in reports if report.month_id == month.pk],
        reports_before={
            report.workstream_id: report for report in reports if report.month_id != month.pk
        },
        appointments=grouped("workstream_id", _appointments(month)),
        overview={},
        sections=defaultdict(dict),
        action_ratings=grouped("report_id", actions),
        criterion_ratings=grouped("report_id", criteria),
        metrics=grouped("workstream_id", metrics),
        aims=aim_texts(Aim.objects.filter(metric__in=[metric.pk for metric in metrics])),
        actuals=actual_texts(line for metric in metrics for line, _ in metric.lines),
        remarks={remark.metric_id: remark for remark in Remark.objects.filter(report__month=month)},
        retired=grouped("workstream_id", retired),
        sub_actions=unrated_sub_actions(actions),
    )
    _gather_milestones(rows)
    if not brief:
        _gather_the_rest(rows)
    return rows


def _gather_milestones(rows: Rows) -> None:
    """Add the milestones of the month with their plans."""
    of_month = Milestone.objects.filter(plan__report__month=rows.month)
    milestones = list(of_month.select_related("plan"))
    rows.milestones = grouped("plan_id", milestones)
    rows.plans = {milestone.plan.report_id: milestone.plan for milestone in milestones}


def _gather_the_rest(rows: Rows) -> None:
    month = rows.month
    rows.overview = {section.kind: section for section in month.overview_sections.all()}
    texts = Section.objects.filter(report__month=month)
    rows.sections = grouped_twice("report_id", "kind", texts)
    rows.meetings = list(month.programme.meetings.all())
    rows.plans = {plan.report_id: plan for plan in Plan.objects.filter(report__month=month)}
    undertakings = Undertaking.objects.filter(report__month=month)
    rows.undertakings = grouped("report_id", undertakings)
    rows.reworded = _rewordings(month)


def _rewordings(month: Month) -> dict[int, list[Reworded]]:
    """Return what the month's pack tells of changed wordings, by workstream. Three queries."""
    rewordings: dict[int, list[Reworded]] = defaultdict(list)
    for model, item in REWORDED.items():
        told = model._default_manager.filter(starts_on=month.starts_on)
        of_programme = told.filter(**{f"{item}__workstream__programme": month.programme_id})
        for row in of_programme.select_related(item):
            rewordings[row.thing.workstream_id].append(row)
    return rewordings


OF_CRITERIA = ("criterion__owner", "criterion__merged_into")
REWORDED: dict[type[Reworded], str] = {
    ActionRewording: "action",
    CriterionRewording: "criterion",
    MetricRewording: "metric",
}


def with_actions(ratings: QuerySet[ActionRating]) -> QuerySet[ActionRating]:
    """Return ratings with their actions, and with what a pack says of those."""
    return ratings.select_related(
        "action__source", "action__owner", "action__merged_into", "action__parent"
    )


def unrated_sub_actions(ratings: Iterable[ActionRating]) -> dict[int, list[Action]]:
    """Return the sub-actions that are only done or not done, by their action.

    No query where no action has any.
    """
    parents = {rated.action_id for rated in ratings if rated.action.sub_actions_rated is False}
    if not parents:
        return {}
    return grouped("parent_id", Action.objects.filter(parent__in=parents).select_related("owner"))


_STEPPED = ("submitted_by", "submitted_for", "approved_by")


def gather_report(report: HighlightReport, *, brief: bool = False) -> Rows:
    """Gather the rows of one report: 11 queries, 7 if ``brief``; one less where its plan is read.

    Brief leaves out what neither tasks nor the check look at: leads, aims, remarks, milestones.
    """
    workstream = report.workstream
    both = HighlightReport.objects.filter(
        workstream=workstream, month__starts_on__lte=report.month.starts_on
    ).order_by("-month__starts_on")
    two = both.values("pk")[:2]
    sections = list(Section.objects.filter(report__in=two).select_related("report__month"))
    before = next((one.report for one in sections if one.report_id != report.pk), None)
    lines = ActualLine.objects.reported_in(report.month).filter(metric__workstream=workstream)
    actions = list(with_actions(ActionRating.objects.filter(report__in=two)))
    criteria = CriterionRating.objects.filter(report__in=two).select_related("criterion__owner")
    rows = Rows(
        month=report.month,
        before=before.month if before else None,
        reports=[report],
        reports_before={workstream.pk: before} if before else {},
        appointments=defaultdict(list),
        overview={},
        sections=grouped_twice("report_id", "kind", sections),
        action_ratings=grouped("report_id", actions),
        criterion_ratings=grouped("report_id", criteria),
        metrics=grouped("workstream_id", stored_metrics(with_metrics(lines))),
        aims={},
        actuals=actual_texts(lines),
        plans={report.pk: report.plan} if hasattr(report, "plan") else {},
        undertakings=grouped("report_id", report.undertakings.all()),
        sub_actions=unrated_sub_actions(actions),
    )
    if not brief:
        _gather_the_rest_of(rows, report, lines)
    return rows


def _gather_the_rest_of(rows: Rows, report: HighlightReport, lines: Any) -> None:
    rows.aims = aim_texts(Aim.objects.filter(metric__lines__in=lines))
    rows.remarks = {remark.metric_id: remark for remark in report.remarks.all()}
    rows.milestones = grouped("plan_id", Milestone.objects.filter(plan__report=report))
    leads = _appointments(rows.month).filter(workstream=report.workstream)
    rows.appointments = grouped("workstream_id", leads)


def gather_figures(metric: Metric) -> FigureRows:
    """Gather the figures of one metric and its latest remark: 4 queries."""
    lines = list(metric.lines.all())
    remark = metric.remarks.order_by("-report__month__starts_on").first()
    return FigureRows(
        metrics={metric.workstream_id: [stored_metric(metric, lines)]},
        aims=aim_texts(metric.aims.all()),
        actuals=actual_texts(line.pk for line in lines),
        remarks={metric.pk: remark} if remark else {},
    )


def _appointments(month: Month) -> QuerySet[Appointment]:
    on_the_last_day = Appointment.objects.current(month.period.ends_on)
    of_programme = on_the_last_day.filter(programme=month.programme, workstream__isnull=False)
    return of_programme.select_related("person")


def told_apart(
    metrics: Iterable[StoredMetric], month: Month
) -> tuple[list[StoredMetric], list[StoredMetric]]:
    """Tell the metrics that ``month`` reports from those that it is the first to leave out."""
    reported: list[StoredMetric] = []
    retired: list[StoredMetric] = []
    for metric in metrics:
        left_out = metric.retired_from is not None and metric.retired_from <= month.starts_on
        (retired if left_out else reported).append(metric)
    return reported, retired


def grouped(name: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Return rows by the column that says what they hang on."""
    by_key = defaultdict(list)
    for row in rows:
        by_key[getattr(row, name)].append(row)
    return by_key


def grouped_twice(outer: str, inner: str, rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """Return rows by two columns, the second of which is theirs alone."""
    by_keys: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        by_keys[getattr(row, outer)][getattr(row, inner)] = row
    return by_keys
