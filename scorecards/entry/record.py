"""Recording the figures of a scorecard, and its remarks, for whoever may edit it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import HighlightReport, Person
from improvement.values.browser_windows import digest
from improvement.values.clock import day_of
from improvement.values.periods import Quarter
from improvement.values.refusals import Refused
from improvement.workflow.transitions import lock_for_edit
from scorecards.models import Actual, ActualLine, Metric, Remark
from scorecards.values.cells import State, actual_key


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
    seen_texts: SeenTexts,
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
    ``by``'s turn and ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    locked = lock_for_edit(report, by=by, on=day_of(at))
    page_save = PageSave(seen_texts, by=by)
    actuals = _change_actuals(page_save, locked, readings)
    if holding:
        for actual in actuals:
            key = actual_key(actual.line_id, actual.quarter)
            is_seen = seen_texts.digests.get(key) == digest(actual.printed, actual.kept_as_printed)
            if is_seen and is_older(actual, locked):
                page_save.confirm([actual])
    _date_and_restate(page_save, locked, restating, at)
    _change_remarks(page_save, locked, remarks)
    page_save.write()


def remark_key(metric_id: int) -> str:
    return f"remark-{metric_id}"


def _change_actuals(
    page_save: PageSave, report: HighlightReport, readings: Mapping[tuple[int, str], Reading]
) -> list[Actual]:
    lines = ActualLine.objects.of_report(report).in_bulk()
    recorded = {
        (actual.line_id, actual.quarter): actual
        for actual in Actual.objects.filter(line__in=lines.values())
    }
    for actual in recorded.values():
        actual.line = lines[actual.line_id]
    for (line_id, quarter), reading in readings.items():
        if line := lines.get(line_id):
            actual = recorded.get((line_id, quarter)) or Actual(line=line, quarter=quarter)
            page_save.change(
                actual_key(line_id, quarter),
                actual,
                place=f"{line.metric}, {actual}",
                printed=reading.printed,
                kept_as_printed=reading.kept_as_printed,
            )
    return list(recorded.values())


def covers_to(quarter: str, report: HighlightReport) -> date:
    """Return the last day that a figure entered in this report covers."""
    own = quarter == report.month.quarter.slug
    return report.month.period.ends_on if own else Quarter.parse(quarter).ends_on


def is_older(actual: Actual, report: HighlightReport) -> bool:
    """Return whether a figure typed by hand covers less than one typed in this report would."""
    typed = actual.printed and actual.printed != actual.rolled_up
    return bool(typed and actual.as_at and actual.as_at < covers_to(actual.quarter, report))


def _date_and_restate(
    page_save: PageSave, report: HighlightReport, restating: str, at: datetime
) -> None:
    """Add to each changed figure what it covers, and the one it replaces if that was final."""
    for row, facts in page_save.changes.values():
        if not isinstance(row, Actual):
            continue
        facts["as_at"] = covers_to(row.quarter, report)
        facts["entered_for"] = report.month.starts_on
        if is_final(row, report) and facts.get("printed", row.printed) != row.printed:
            if not restating.strip():
                raise Restated(f"Say why {row.line.metric} of {row.quarter} is restated.")
            facts |= {"restated_from": row.printed, "restatement_reason": restating.strip()}
            facts |= {"restated_at": at, "restated_by": page_save.by}


def is_final(actual: Actual, report: HighlightReport) -> bool:
    """Return whether an earlier quarter has a figure that covers all of it and is in a pack."""
    if actual.is_provisional or Quarter.parse(actual.quarter) >= report.month.quarter:
        return False
    if actual.entered_for == report.month.starts_on and not report.month.is_reopened:
        return False  # not issued yet
    return actual.line.metric.read(actual.printed).state is State.VALUE


def _change_remarks(
    page_save: PageSave, report: HighlightReport, remarks: Mapping[int, str]
) -> None:
    metrics = Metric.objects.filter(workstream=report.workstream).in_bulk()
    recorded = {remark.metric_id: remark for remark in report.remarks.all()}
    for metric_id, text in remarks.items():
        if metric := metrics.get(metric_id):
            remark = recorded.get(metric_id) or Remark(report=report, metric=metric)
            page_save.change(remark_key(metric_id), remark, place=f"Remark on {metric}", text=text)
