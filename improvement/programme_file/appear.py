"""What a file adds appears in the open month at once, unrated, as if it were added on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from improvement.audit import changes
from improvement.models import (
    Action,
    ActionRating,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Workstream,
)
from improvement.programme_file.plan import Planned, PlannedRow
from improvement.workflow.open_month import open_report


def appear(done: Iterable[Planned], *, by: Person, at: datetime) -> None:
    """Give the open month what was added. A new workstream's report has all that came with it."""
    rows = [one.row for one in done if isinstance(one, PlannedRow) and not one.of_another]
    for row in rows:
        if isinstance(row, Workstream | Action | ExitCriterion):
            appear_in_open_month(thing=row, by=by, at=at)


def appear_in_open_month(
    *, thing: Workstream | Action | ExitCriterion, by: Person, at: datetime
) -> None:
    workstream = thing if isinstance(thing, Workstream) else thing.workstream
    month = Month.objects.filter(programme=workstream.programme_id, issued_at=None).first()
    if month is None:
        return
    if isinstance(thing, Workstream):
        open_report(month, thing, None, by=by)
        return
    report = HighlightReport.objects.filter(month=month, workstream=workstream).first()
    if report and isinstance(thing, Action):
        changes.record(ActionRating(report=report, action=thing), by=by)
    elif report and isinstance(thing, ExitCriterion):
        changes.record(CriterionRating(report=report, criterion=thing), by=by)
