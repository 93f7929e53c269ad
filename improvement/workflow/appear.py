"""The months that a change of set-up begins with, and what is set up while one is open.

A new action, criterion or workstream is in the open month at once, not yet rated, whatever the
status of its report. In a draft its lead is asked for it like for any other. A report that was
submitted or approved stays so: whoever has it sees the new row and can rate it or return the
report, and before its pack is issued the programme office is asked for the rating, or for a reason
why it is missing. Nothing is taken out of a report that somebody handed in.
"""

from __future__ import annotations

from django.db.models import Q

from improvement.audit import changes
from improvement.models import (
    Action,
    ActionRating,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Programme,
    Workstream,
)
from improvement.values.periods import CalendarMonth
from improvement.workflow.open_month import open_report

# A month whose pack was issued, whether or not it is open again for a new version.
WAS_ISSUED = Q(report__month__issued_at__isnull=False) | Q(report__month__reopened_at__isnull=False)


def open_month_of(programme: Programme) -> Month | None:
    """Return the month that is being reported, locked until the transaction ends; or None.

    A month that was opened again for a new version of its pack is it only where none came after.
    """
    latest = Month.objects.select_for_update().filter(programme=programme).first()
    return latest if latest and latest.is_open else None


def first_month_to_change(programme: Programme) -> CalendarMonth | None:
    """Return the first month whose pack can tell of a change: the open one, or the next.

    None where no month was ever opened.
    """
    latest = programme.months.first()
    if latest is None:
        return None
    return latest.period if latest.is_open else latest.period.next()


def show_in_open_month(thing: Action | ExitCriterion | Workstream, *, by: Person) -> None:
    """Give the open month what it lacks of a new thing, or of one that is reported again."""
    programme = thing.programme if isinstance(thing, Workstream) else thing.workstream.programme
    month = open_month_of(programme)
    if month is None or not thing.is_reported_on(month.starts_on):
        return
    if isinstance(thing, Workstream):
        if not month.reports.filter(workstream=thing).exists():
            open_report(month, thing, month.find_before(), by=by)
        return
    report = month.reports.filter(workstream=thing.workstream_id).first()
    if report is not None:
        _rate_in(report, thing, by)


def _rate_in(report: HighlightReport, thing: Action | ExitCriterion, by: Person) -> None:
    """Add the row that the report rates a thing in, unless it is there or none is asked for."""
    if isinstance(thing, ExitCriterion):
        if not report.criterion_ratings.filter(criterion=thing).exists():
            changes.record(CriterionRating(report=report, criterion=thing), by=by)
    elif thing.is_rated and not report.action_ratings.filter(action=thing).exists():
        changes.record(ActionRating(report=report, action=thing), by=by)
