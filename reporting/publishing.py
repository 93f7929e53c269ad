"""Publishing: a month's contents frozen as a pack, the month closed, the next one opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from improvement import audit
from improvement.cycle import mark_issued, refuse
from improvement.models import HighlightReport, Month, Person, Status
from improvement.opening import open_month, opening_refusal
from improvement.permissions import Verb, require, standing_of
from reporting.assembly import assemble
from reporting.contents import Contents, IssueFact, to_json
from reporting.models import Pack


def contents_of(month: Month, *, brief: bool = False) -> Contents:
    """Give an issued month's contents as frozen in its latest pack, an open month's as they are."""
    pack = None if month.is_open else month.packs.first()
    return pack.contents if pack else assemble(month, brief=brief)


def issue_refusal(month: Month) -> str:
    """Give the sentence that says the month cannot be issued yet, or nothing when it can."""
    if not month.is_open:
        return f"{month} has been issued."
    reports = month.reports.select_related("workstream")
    waiting = [report for report in reports if report.status is not Status.APPROVED]
    if not waiting:
        return ""
    said = ", ".join(f"{report.workstream} is {report.status.value}" for report in waiting)
    return f"Every report has to be approved first: {said}."


@transaction.atomic
def issue(*, month: Month, by: Person, at: datetime) -> Pack:
    """Freeze the month as version 1 of its pack, close it, and open the month after it.

    All of it or nothing. Raises ``Refused`` unless ``by`` is the programme office and every report
    has been approved.
    """
    held = (
        Month.objects.select_for_update(of=("self",)).select_related("programme").get(pk=month.pk)
    )
    require(standing_of(by, held.programme, on=at.date()), Verb.RUN_MONTH)
    reports = list(HighlightReport.objects.select_for_update().filter(month=held))
    refuse(issue_refusal(held))
    for report in reports:
        mark_issued(report=report, by=by, at=at)
    audit.change(held, by=by, issued_at=at, issued_by=by)
    facts = IssueFact(version=1, issued_at=at.isoformat(), issued_by=str(by), reason="")
    frozen = to_json(assemble(held, issue=facts))
    pack = Pack(month=held, version=1, contents_json=frozen, issued_at=at, issued_by=by)
    pack.save()
    following = held.period.next()
    if not opening_refusal(held.programme, following):
        open_month(programme=held.programme, period=following, by=by, at=at)
    return pack
