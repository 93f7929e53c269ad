"""The monthly cycle: what may follow what, and whose turn it is.

The workflow is the two tables at the top. Everything else here asks them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from improvement import audit
from improvement.models import Appointment, HighlightReport, Person, Role, Status
from improvement.permissions import LEADS, Standing, Verb, refusal, require, standing_of
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
    Status.ISSUED: frozenset({Status.APPROVED}),
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

ISSUED_STANDS = "This report was issued in the pack. An issued report does not change."

# A report goes back from whoever holds the pen, and from the programme office at any time.
MAY_RETURN: dict[Status, tuple[Role, ...]] = {
    Status.SUBMITTED: (Role.EXECUTIVE_LEAD, Role.PROGRAMME_OFFICE),
    Status.APPROVED: (Role.PROGRAMME_OFFICE,),
}


def turn_refusal(standing: Standing, report: HighlightReport) -> str:
    """Give the sentence that says it is not this person's turn, or nothing when it is."""
    holder = PEN[report.status]
    if standing.holds(ROLES_OF[holder], report.workstream):
        return ""
    if holder is Holder.NOBODY:
        return ISSUED_STANDS
    return f"It is {holder.value}’s turn: the report is {report.status.value}."


def step_refusal(report: HighlightReport, to: Status) -> str:
    """Give the sentence that says ``to`` cannot follow now, or nothing when it can."""
    if to in MAY_FOLLOW[report.status]:
        return ""
    return f"The report is {report.status.value}, so it cannot become {to.value}."


def approval_refusal(report: HighlightReport, person: Person) -> str:
    """Give the sentence that keeps a submitter from approving, or nothing.

    An issued report becomes approved again by reopening its month, and by nobody's approval.
    """
    if report.status is Status.ISSUED:
        return ISSUED_STANDS
    if person.pk == report.submitted_by_id:
        return "You submitted this report, so somebody else has to approve it."
    if person.pk == report.submitted_for_id:
        return "This report was submitted for you, so somebody else has to approve it."
    return ""


def return_refusal(standing: Standing, report: HighlightReport) -> str:
    """Give the sentence that says this person cannot send the report back, or nothing."""
    refused = refusal(standing, Verb.RETURN, report.workstream)
    if refused or (refused := step_refusal(report, Status.DRAFT)):
        return refused
    if standing.holds(MAY_RETURN[report.status], report.workstream):
        return ""
    return turn_refusal(standing, report)


def leads_of(report: HighlightReport, *, on: date) -> list[Person]:
    """Give the people who lead the report's workstream on a day. One query."""
    appointments = Appointment.objects.current(on).filter(
        workstream=report.workstream, role__in=LEADS
    )
    named = appointments.select_related("person").order_by("person__name")
    return list(dict.fromkeys(appointment.person for appointment in named))


def on_behalf_refusal(
    standing: Standing, report: HighlightReport, lead: Person | None, *, on: date
) -> str:
    """Give the sentence that says for whom to submit, or nothing. A lead submits for themselves."""
    if lead is None:
        is_lead = standing.holds(LEADS, report.workstream)
        return "" if is_lead else f"Say which lead of {report.workstream} you submit this for."
    if lead not in leads_of(report, on=on):
        return f"{lead} does not lead {report.workstream}. Choose one of its leads."
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
def submit(
    *, report: HighlightReport, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> None:
    """Hand a draft to the executive; the programme office names the lead it does so for.

    Raises ``Refused``. What a report has to say before that is checked where it is read.
    """
    locked = _stepping(report, Verb.SUBMIT, Status.SUBMITTED, by, at)
    lead = None if on_behalf_of == by else on_behalf_of
    standing = standing_of(by, locked.month.programme, on=at.date())
    refuse(on_behalf_refusal(standing, locked, lead, on=at.date()))
    audit.change(locked, by=by, submitted_at=at, submitted_by=by, submitted_for=lead)


@transaction.atomic
def approve(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Hand a submitted report to the programme office. Its submitter cannot. Raises ``Refused``."""
    locked = _stepping(report, Verb.APPROVE, Status.APPROVED, by, at)
    refuse(approval_refusal(locked, by))
    audit.change(locked, by=by, approved_at=at, approved_by=by)


@transaction.atomic
def return_to_lead(
    *, report: HighlightReport, comment: str, by: Person, at: datetime, part: str = ""
) -> None:
    """Hand a report back to its lead with a comment on it or on one part: the only way back.

    Raises ``Refused``.
    """
    if not comment.strip():
        raise Refused("Say what should be changed, so that the lead knows why it came back.")
    locked = lock(report)
    refuse(return_refusal(standing_of(by, locked.month.programme, on=at.date()), locked))
    columns = ("submitted_at", "submitted_by", "submitted_for", "approved_at", "approved_by")
    nobody = dict.fromkeys(columns)
    returned = {"returned_at": at, "returned_by": by, "return_comment": comment}
    returned["return_part"] = part
    audit.change(locked, by=by, why=comment, **nobody, **returned)


def mark_issued(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Close an approved report with its month. Called where the pack is issued."""
    refuse(step_refusal(report, Status.ISSUED))
    audit.change(report, by=by, issued_at=at, issued_by=by)


def reopen_report(*, report: HighlightReport, why: str, by: Person) -> None:
    """Give an issued report back to the programme office. Called where the month is reopened."""
    refuse(step_refusal(report, Status.APPROVED))
    audit.change(report, by=by, why=why, issued_at=None, issued_by=None)


@transaction.atomic
def extend_deadline(
    *, report: HighlightReport, due_on: date, reason: str, by: Person, at: datetime
) -> None:
    """Give a draft longer, with a reason. Raises ``Refused`` unless by the programme office."""
    locked = lock(report)
    require(standing_of(by, locked.month.programme, on=at.date()), Verb.RUN_MONTH)
    refuse(extension_refusal(locked, due_on, reason))
    facts = {"extended_to": due_on, "extended_at": at, "extended_by": by}
    audit.change(locked, by=by, why=reason, extension_reason=reason, **facts)


def more_time_refusal(report: HighlightReport) -> str:
    """Give the sentence that says a report needs no more time, or nothing while it is a draft."""
    if report.status is Status.DRAFT:
        return ""
    return f"The report is {report.status.value}, so it needs no more time."


def extension_refusal(report: HighlightReport, due_on: date, reason: str) -> str:
    """Give the sentence that says a deadline cannot be moved so, or nothing."""
    if sentence := more_time_refusal(report):
        return sentence
    if due_on <= report.due_on:
        return f"It is due on {report.due_on:%-d %B %Y} already. Give a later day."
    return "" if reason.strip() else "Say why it gets more time."


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
