"""Recording figures: each verb saves only what differs, by whoever holds the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from improvement import audit
from improvement.cycle import require_pen
from improvement.models import HighlightReport, Person
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
    by: Person,
    at: datetime,
) -> None:
    """Record actuals by line and quarter, and the month's remarks by metric.

    Lines and metrics of other workstreams are passed over. Raises ``Refused`` when it is not
    ``by``'s turn, and then nothing is saved.
    """
    held = require_pen(report, by=by, on=at.date())
    _record_actuals(held, readings, by)
    _record_remarks(held, remarks, by)


def _record_actuals(
    report: HighlightReport, readings: Mapping[tuple[int, str], Reading], by: Person
) -> None:
    lines = ActualLine.objects.filter(metric__workstream=report.workstream).in_bulk()
    standing = {
        (actual.line_id, actual.quarter): actual
        for actual in Actual.objects.filter(line__in=lines.values())
    }
    for (line_id, quarter), reading in readings.items():
        actual = standing.get((line_id, quarter)) or Actual(line_id=line_id, quarter=quarter)
        if line_id in lines and (actual.pk or reading.printed):
            audit.change(
                actual,
                by=by,
                printed=reading.printed,
                kept_as_printed=reading.kept_as_printed,
            )


def _record_remarks(report: HighlightReport, remarks: Mapping[int, str], by: Person) -> None:
    metrics = Metric.objects.filter(workstream=report.workstream).in_bulk()
    standing = {remark.metric_id: remark for remark in report.remarks.all()}
    for metric_id, text in remarks.items():
        remark = standing.get(metric_id) or Remark(report=report, metric_id=metric_id)
        if metric_id in metrics and (remark.pk or text):
            audit.change(remark, by=by, text=text)
