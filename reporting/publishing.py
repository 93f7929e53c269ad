"""Publishing: a month's contents frozen as a pack, the month closed, the next one opened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from improvement import audit
from improvement.cycle import mark_issued, refuse, reopen_report
from improvement.models import HighlightReport, Month, Person, Status
from improvement.opening import open_month, opening_refusal
from improvement.permissions import Verb, require, standing_of
from improvement.refusals import Refused
from reporting.assembly import assemble
from reporting.contents import Contents, IssueFact, to_json
from reporting.models import Pack


def contents_of(month: Month, *, brief: bool = False, sees_open: bool = True) -> Contents:
    """Give an issued month's contents as frozen in its latest pack, an open month's as they are.

    Who may not see an open month gets the latest pack of a reopened one.
    """
    pack = None if month.is_open and sees_open else month.packs.first()
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
    """Freeze the month as the next version of its pack, close it, and open the month after it.

    The second and later versions carry the reason the month was reopened for. All of it or
    nothing. Raises ``Refused`` unless ``by`` is the programme office and every report has been
    approved.
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
    pack = _freeze(held, by, at)
    following = held.period.next()
    if not opening_refusal(held.programme, following):
        open_month(programme=held.programme, period=following, by=by, at=at)
    return pack


def _freeze(month: Month, by: Person, at: datetime) -> Pack:
    last = month.packs.first()
    version = last.version + 1 if last else 1
    reason = month.reopening_reason if last else ""
    facts = IssueFact(version, issued_at=at.isoformat(), issued_by=str(by), reason=reason)
    frozen = to_json(assemble(month, issue=facts))
    pack = Pack(month=month, version=version, contents_json=frozen, reason=reason)
    pack.issued_at, pack.issued_by = at, by
    pack.save()
    return pack


def reopening_refusal(month: Month) -> str:
    """Give the sentence that says a month cannot be reopened, or nothing when it can."""
    if month.is_open:
        return f"{month} is open."
    later = month.programme.months.filter(starts_on__gt=month.starts_on, issued_at__isnull=False)
    if after := later.last():
        return f"{after} has been issued since, so {month} can no longer be reopened."
    return ""


@transaction.atomic
def reopen(*, month: Month, reason: str, by: Person, at: datetime) -> None:
    """Open an issued month again to prepare the next version of its pack, with a reason.

    The packs issued so far stay as they are. Its reports go back to the programme office, which
    may return them to their leads. Raises ``Refused``.
    """
    held = (
        Month.objects.select_for_update(of=("self",)).select_related("programme").get(pk=month.pk)
    )
    require(standing_of(by, held.programme, on=at.date()), Verb.RUN_MONTH)
    refuse(reopening_refusal(held))
    if not reason.strip():
        raise Refused("Say what has to be corrected: it is printed on the new pack.")
    for report in HighlightReport.objects.select_for_update().filter(month=held):
        reopen_report(report=report, why=reason, by=by)
    open_again = {"issued_at": None, "issued_by": None, "reopened_at": at, "reopened_by": by}
    audit.change(held, by=by, why=reason, reopening_reason=reason, **open_again)
