"""The monthly cycle: what may follow what, and whose turn it is.

The workflow is the two tables at the top. Everything else here asks them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from improvement import audit
from improvement.models import HighlightReport, Person, Role, Status
from improvement.permissions import LEADS, Standing, Verb, require, standing_of
from improvement.refusals import Refused


class Holder(StrEnum):
    """Who holds the pen."""

    LEAD = "the workstream lead"
    EXECUTIVE = "the accountable executive"
    OFFICE = "the programme office"
    NOBODY = "nobody"


MAY_FOLLOW: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.APPROVED, Status.DRAFT}),
    Status.APPROVED: frozenset({Status.ISSUED, Status.DRAFT}),
    Status.ISSUED: frozenset(),
}

PEN: dict[Status, Holder] = {
    Status.DRAFT: Holder.LEAD,
    Status.SUBMITTED: Holder.EXECUTIVE,
    Status.APPROVED: Holder.OFFICE,
    Status.ISSUED: Holder.NOBODY,
}

ROLES_OF: dict[Holder, tuple[Role, ...]] = {
    Holder.LEAD: LEADS,
    Holder.EXECUTIVE: (Role.EXECUTIVE_LEAD,),
    Holder.OFFICE: (Role.PROGRAMME_OFFICE,),
    Holder.NOBODY: (),
}


def turn_refusal(standing: Standing, report: HighlightReport) -> str:
    """Give the sentence that says it is not this person's turn, or nothing when it is."""
    holder = PEN[report.status]
    if standing.holds(ROLES_OF[holder], report.workstream):
        return ""
    if holder is Holder.NOBODY:
        return "This report was issued in the pack. An issued report does not change."
    return f"It is {holder.value}’s turn: the report is {report.status.value}."


def step_refusal(report: HighlightReport, to: Status) -> str:
    """Give the sentence that says ``to`` cannot follow now, or nothing when it can."""
    if to in MAY_FOLLOW[report.status]:
        return ""
    return f"The report is {report.status.value}, so it cannot become {to.value}."


def approval_refusal(report: HighlightReport, person: Person) -> str:
    """Give the sentence that keeps a submitter from approving, or nothing."""
    if report.submitted_by_id == person.pk:
        return "You submitted this report, so somebody else has to approve it."
    return ""


def lock(report: HighlightReport) -> HighlightReport:
    """Give ``report`` as it is now, locked until the transaction ends."""
    related = HighlightReport.objects.select_related("month__programme", "workstream")
    return related.select_for_update(of=("self",)).get(pk=report.pk)


def require_pen(report: HighlightReport, *, by: Person, on: date) -> HighlightReport:
    """Lock the report for an edit. Raises ``Refused`` unless ``by`` may edit and holds the pen."""
    locked = lock(report)
    standing = standing_of(by, locked.month.programme, on=on)
    require(standing, Verb.EDIT, locked.workstream)
    refuse(turn_refusal(standing, locked))
    return locked


@transaction.atomic
def submit(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Hand a draft to the executive. Raises ``Refused``."""
    locked = _stepping(report, Verb.SUBMIT, Status.SUBMITTED, by, at)
    audit.change(locked, by=by, submitted_at=at, submitted_by=by)


@transaction.atomic
def approve(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Hand a submitted report to the programme office. Its submitter cannot. Raises ``Refused``."""
    locked = _stepping(report, Verb.APPROVE, Status.APPROVED, by, at)
    refuse(approval_refusal(locked, by))
    audit.change(locked, by=by, approved_at=at, approved_by=by)


@transaction.atomic
def return_to_lead(*, report: HighlightReport, comment: str, by: Person, at: datetime) -> None:
    """Hand a report back to its lead with a comment: the only way back. Raises ``Refused``."""
    if not comment.strip():
        raise Refused("Say what should be changed, so that the lead knows why it came back.")
    locked = _stepping(report, Verb.RETURN, Status.DRAFT, by, at)
    standing = standing_of(by, locked.month.programme, on=at.date())
    refuse(turn_refusal(standing, locked))
    nobody = dict.fromkeys(("submitted_at", "submitted_by", "approved_at", "approved_by"))
    returned = {"returned_at": at, "returned_by": by, "return_comment": comment}
    audit.change(locked, by=by, why=comment, **nobody, **returned)


def mark_issued(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Close an approved report with its month. Called where the pack is issued."""
    refuse(step_refusal(report, Status.ISSUED))
    audit.change(report, by=by, issued_at=at, issued_by=by)


def _stepping(
    report: HighlightReport, verb: Verb, to: Status, by: Person, at: datetime
) -> HighlightReport:
    locked = lock(report)
    require(standing_of(by, locked.month.programme, on=at.date()), verb, locked.workstream)
    refuse(step_refusal(locked, to))
    return locked


def refuse(sentence: str) -> None:
    """Raise ``Refused`` with ``sentence`` if there is one."""
    if sentence:
        raise Refused(sentence)
