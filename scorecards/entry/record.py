"""Recording figures: each verb saves only what differs, by whoever holds the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from improvement.claims import Claims, digest
from improvement.cycle import require_pen
from improvement.models import HighlightReport, Person
from improvement.periods import Quarter
from improvement.refusals import Refused
from improvement.saving import Saving
from scorecards.models import Actual, ActualLine, Metric, Remark
from scorecards.values import State


@dataclass(frozen=True)
class Reading:
    """What somebody typed into a cell, and whether they confirmed a text that cannot be read."""

    printed: str
    kept_as_printed: bool = False


class Restated(Refused):
    """A final figure was changed without saying why."""

    title = "Not saved"


@transaction.atomic
def record_scorecard(
    *,
    report: HighlightReport,
    readings: Mapping[tuple[int, str], Reading],
    remarks: Mapping[int, str],
    claims: Claims,
    by: Person,
    at: datetime,
    restating: str = "",
    holding: bool = False,
) -> None:
    """Record actuals by line and quarter, and the month's remarks by metric.

    A figure of the month's own quarter covers it up to the end of the month. A final figure of an
    earlier quarter is restated with the reason ``restating``; the one before is kept beside it.
    With ``holding`` figures to date that were seen and left as they are cover as much.

    Lines and metrics of other workstreams are passed over. Raises ``Refused`` when it is not
    ``by``'s turn and ``Stale`` where somebody else saved meanwhile; then nothing is saved.
    """
    held = require_pen(report, by=by, on=at.date())
    saving = Saving(claims, by=by)
    standing = _put_actuals(saving, held, readings)
    if holding:
        saving.confirm(one for one in standing if _was_left(one, claims) and is_older(one, held))
    _date_and_restate(saving, held, restating, at)
    _put_remarks(saving, held, remarks)
    saving.finish()


def actual_key(line_id: int, quarter: str) -> str:
    """Give the name of a cell on the page and in its writer's claims."""
    return f"actual-{line_id}-{quarter.replace('/', '-').replace(' ', '-').lower()}"


def remark_key(metric_id: int) -> str:
    return f"remark-{metric_id}"


def _put_actuals(
    saving: Saving, report: HighlightReport, readings: Mapping[tuple[int, str], Reading]
) -> list[Actual]:
    lines = ActualLine.objects.of_report(report).in_bulk()
    standing = {
        (actual.line_id, actual.quarter): actual
        for actual in Actual.objects.filter(line__in=lines.values())
    }
    for actual in standing.values():
        actual.line = lines[actual.line_id]
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
    return list(standing.values())


def _was_left(actual: Actual, claims: Claims) -> bool:
    """Say whether the writer saw the figure that stands there now."""
    seen = claims.seen.get(actual_key(actual.line_id, actual.quarter))
    return seen == digest(actual.printed, actual.kept_as_printed)


def covers_to(quarter: str, report: HighlightReport) -> date:
    """Give the last day that a figure entered in this report covers."""
    own = quarter == report.month.quarter.slug
    return report.month.period.ends_on if own else Quarter.parse(quarter).ends_on


def is_older(actual: Actual, report: HighlightReport) -> bool:
    """Say whether a figure typed by hand is to a date before the one this report would give it."""
    typed = actual.printed and actual.printed != actual.rolled_up
    return bool(typed and actual.as_at and actual.as_at < covers_to(actual.quarter, report))


def _date_and_restate(
    saving: Saving, report: HighlightReport, restating: str, at: datetime
) -> None:
    """Add to each changed figure what it covers, and the one it replaces if that was final."""
    for row, facts in saving.changes.values():
        if not isinstance(row, Actual):
            continue
        facts["as_at"] = covers_to(row.quarter, report)
        if is_final(row, report) and facts.get("printed", row.printed) != row.printed:
            if not restating.strip():
                raise Restated(f"Say why {row.line.metric} of {row.quarter} is restated.")
            facts |= {"restated_from": row.printed, "restatement_reason": restating.strip()}
            facts |= {"restated_at": at, "restated_by": saving.by}


def is_final(actual: Actual, report: HighlightReport) -> bool:
    """Say whether a figure of an earlier quarter stands and covers the whole of it."""
    earlier = Quarter.parse(actual.quarter) < report.month.quarter
    stands = actual.line.metric.read(actual.printed).state is State.VALUE
    return earlier and stands and not actual.is_provisional


def _put_remarks(saving: Saving, report: HighlightReport, remarks: Mapping[int, str]) -> None:
    metrics = Metric.objects.filter(workstream=report.workstream).in_bulk()
    standing = {remark.metric_id: remark for remark in report.remarks.all()}
    for metric_id, text in remarks.items():
        if metric := metrics.get(metric_id):
            remark = standing.get(metric_id) or Remark(report=report, metric=metric)
            saving.put(remark_key(metric_id), remark, place=f"Remark on {metric}", text=text)
