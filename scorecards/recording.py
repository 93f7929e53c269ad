"""Recording figures: each verb saves only what differs, by whoever holds the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from improvement.claims import Claims
from improvement.cycle import require_pen
from improvement.models import HighlightReport, Person
from improvement.saving import Saving
from scorecards.models import Actual, ActualLine, Metric, Remark


@dataclass(frozen=True)
class Reading:
    """What somebody typed into a cell, and whether they confirmed a text that cannot be read."""

    printed: str
    kept_as_printed: bool = False


@transaction.atomic
def record_scorecard(
    *,
    report: HighlightReport,
    readings: Mapping[tuple[int, str], Reading],
    remarks: Mapping[int, str],
    claims: Claims,
    by: Person,
    at: datetime,
) -> None:
    """Record actuals by line and quarter, and the month's remarks by metric.

    Lines and metrics of other workstreams are passed over. Raises ``Refused`` when it is not
    ``by``'s turn and ``Stale`` where somebody else saved meanwhile; then nothing is saved.
    """
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    _put_actuals(saving, held, readings)
    _put_remarks(saving, held, remarks)
    saving.finish()


def actual_key(line_id: int, quarter: str) -> str:
    """Give the name of a cell on the page and in its writer's claims."""
    return f"actual-{line_id}-{quarter.replace('/', '-').replace(' ', '-').lower()}"


def remark_key(metric_id: int) -> str:
    return f"remark-{metric_id}"


def _put_actuals(
    saving: Saving, report: HighlightReport, readings: Mapping[tuple[int, str], Reading]
) -> None:
    lines = (
        ActualLine.objects.filter(metric__workstream=report.workstream)
        .select_related("metric")
        .in_bulk()
    )
    standing = {
        (actual.line_id, actual.quarter): actual
        for actual in Actual.objects.filter(line__in=lines.values())
    }
    for (line_id, quarter), reading in readings.items():
        if line := lines.get(line_id):
            actual = standing.get((line_id, quarter)) or Actual(line=line, quarter=quarter)
            saving.put(
                actual_key(line_id, quarter),
                actual,
                place=f"{line.metric}, {actual}",
                printed=reading.printed,
                kept_as_printed=reading.kept_as_printed,
            )


def _put_remarks(saving: Saving, report: HighlightReport, remarks: Mapping[int, str]) -> None:
    metrics = Metric.objects.filter(workstream=report.workstream).in_bulk()
    standing = {remark.metric_id: remark for remark in report.remarks.all()}
    for metric_id, text in remarks.items():
        if metric := metrics.get(metric_id):
            remark = standing.get(metric_id) or Remark(report=report, metric=metric)
            saving.put(remark_key(metric_id), remark, place=f"Remark on {metric}", text=text)
