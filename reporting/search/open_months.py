"""The contents of the months that are open to somebody, as they are today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Section,
)
from reporting.contents.assemble import contents_of_rows
from reporting.contents.columns import (
    StoredMetric,
    actual_texts,
    aim_texts,
    stored_metrics,
    with_metrics,
)
from reporting.contents.facts import Contents
from reporting.contents.queries import (
    Rows,
    grouped,
    grouped_twice,
    told_apart,
    unrated_sub_actions,
    with_actions,
)
from scorecards.models import ActualLine, Aim, Remark


def open_contents(months: Sequence[Month]) -> Iterator[tuple[Month, Contents]]:
    """Yield each month with its texts and figures. Eleven queries, however many months.

    Leads, the month before and undertakings are left out: search does not look at them.
    """
    people = ("submitted_by", "submitted_for", "approved_by")
    in_months = HighlightReport.objects.filter(month__in=months)
    reports = grouped("month_id", in_months.select_related("workstream", *people))
    workstreams = {report.workstream_id for found in reports.values() for report in found}
    metrics = stored_metrics(
        with_metrics(ActualLine.objects.filter(metric__workstream__in=workstreams))
    )
    overview = OverviewSection.objects.filter(month__in=months)
    overview_of = grouped_twice("month_id", "kind", overview)
    remarks: dict[int, dict[int, Remark]] = defaultdict(dict)
    for remark in Remark.objects.filter(report__month__in=months).select_related("report"):
        remarks[remark.report.month_id][remark.metric_id] = remark
    together = _gather_together(months, metrics)
    for month in months:
        rows = replace(
            together,
            month=month,
            reports=reports[month.pk],
            overview=overview_of[month.pk],
            metrics=grouped("workstream_id", told_apart(metrics, month)[0]),
            remarks=remarks[month.pk],
        )
        yield month, contents_of_rows(rows)


def _gather_together(months: Sequence[Month], metrics: Sequence[StoredMetric]) -> Rows:
    """Return the rows of the reports of all the months, and the figures of their metrics."""
    in_months = {"report__month__in": months}
    actions = list(with_actions(ActionRating.objects.filter(**in_months)))
    criteria = CriterionRating.objects.filter(**in_months).select_related("criterion__owner")
    milestones = Milestone.objects.filter(plan__report__month__in=months)
    return Rows(
        month=months[0],
        before=None,
        reports=[],
        reports_before={},
        appointments=defaultdict(list),
        overview={},
        sections=grouped_twice("report_id", "kind", Section.objects.filter(**in_months)),
        action_ratings=grouped("report_id", actions),
        criterion_ratings=grouped("report_id", criteria),
        metrics={},
        aims=aim_texts(Aim.objects.filter(metric__in=[metric.pk for metric in metrics])),
        actuals=actual_texts(line for metric in metrics for line, _ in metric.lines),
        plans={plan.report_id: plan for plan in Plan.objects.filter(**in_months)},
        milestones=grouped("plan_id", milestones),
        sub_actions=unrated_sub_actions(actions),
    )
