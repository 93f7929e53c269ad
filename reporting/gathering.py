"""Gathering a month's rows: a fixed number of queries, however large the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from improvement.models import (
    ActionRating,
    Appointment,
    CriterionRating,
    HighlightReport,
    Meeting,
    Milestone,
    Month,
    OverviewSection,
    Plan,
    Section,
)
from scorecards.models import Actual, ActualLine, Aim, Remark


@dataclass
class Rows:
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
    lines: dict[int, list[ActualLine]]
    aims: dict[int, dict[str, Aim]]
    actuals: dict[int, dict[str, Actual]]
    meetings: list[Meeting] = field(default_factory=list)
    remarks: dict[int, Remark] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    milestones: dict[int, list[Milestone]] = field(default_factory=dict)


def gather(month: Month, *, brief: bool = False) -> Rows:
    """Gather the rows of ``month``: 10 queries, 14 unless ``brief``.

    Brief leaves out what no dashboard draws: meetings, remarks, plans and milestones.
    """
    programme = month.programme
    before = programme.months.filter(starts_on__lt=month.starts_on).first()
    both = [month, before] if before else [month]
    related = ("workstream", "submitted_by", "approved_by")
    reports = HighlightReport.objects.filter(month__in=both).select_related(*related)
    lines = ActualLine.objects.filter(metric__workstream__programme=programme)
    rows = Rows(
        month=month,
        before=before,
        reports=[report for report in reports if report.month_id == month.pk],
        reports_before={
            report.workstream_id: report for report in reports if report.month_id != month.pk
        },
        appointments=_by("workstream_id", _appointments(month)),
        overview={section.kind: section for section in month.overview_sections.all()},
        sections=_by_two("report_id", "kind", Section.objects.filter(report__month=month)),
        action_ratings=_by("report_id", _action_ratings(both)),
        criterion_ratings=_by("report_id", _criterion_ratings(both)),
        lines=_by("workstream", lines.select_related("metric__scale").order_by(*_LINE_ORDER)),
        aims=_by_two("metric_id", "quarter", Aim.objects.filter(metric__lines__in=lines)),
        actuals=_by_two("line_id", "quarter", Actual.objects.filter(line__in=lines)),
    )
    if not brief:
        _gather_the_rest(rows)
    return rows


_LINE_ORDER = ("metric__position", "metric_id", "position", "pk")


def _gather_the_rest(rows: Rows) -> None:
    month = rows.month
    rows.meetings = list(month.programme.meetings.all())
    rows.remarks = {
        remark.metric_id: remark for remark in Remark.objects.filter(report__month=month)
    }
    rows.plans = {plan.report_id: plan for plan in Plan.objects.filter(report__month=month)}
    milestones = Milestone.objects.filter(plan__report__month=month)
    rows.milestones = _by("plan_id", milestones)


def _appointments(month: Month) -> Iterable[Appointment]:
    on_the_last_day = Appointment.objects.current(month.period.ends_on)
    named = on_the_last_day.filter(programme=month.programme, workstream__isnull=False)
    return named.select_related("person")


def _action_ratings(months: list[Month]) -> Iterable[ActionRating]:
    return ActionRating.objects.filter(report__month__in=months).select_related("action")


def _criterion_ratings(months: list[Month]) -> Iterable[CriterionRating]:
    rated = CriterionRating.objects.filter(report__month__in=months)
    return rated.select_related("criterion__owner")


def _by(name: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        key = row.metric.workstream_id if name == "workstream" else getattr(row, name)
        grouped[key].append(row)
    return grouped


def _by_two(outer: str, inner: str, rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    grouped: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        grouped[getattr(row, outer)][getattr(row, inner)] = row
    return grouped
