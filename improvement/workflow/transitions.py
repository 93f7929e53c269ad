"""The workflow of a report: which status may follow which, and who has the report meanwhile.

The tables at the top are the whole workflow: what may follow, whom a report is with, and who may
return it or take it back. Everything else here reads them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from improvement.access.permissions import LEADS, Standing, Verb, refusal, require, standing_of
from improvement.audit import changes
from improvement.models import Appointment, HighlightReport, Person, Role, Status
from improvement.values.clock import day_of
from improvement.values.refusals import Refused


class Holder(StrEnum):
    """Whom a report is with: who may edit it or take the next step."""

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

HOLDER_OF: dict[Status, Holder] = {
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

# What is recorded of a report on its way to the pack, and cleared when it is a draft again.
HANDED_IN = (
    *("submitted_at", "submitted_by", "submitted_for"),
    *("read_at", "read_by", "approved_at", "approved_by"),
)

ISSUED_STANDS = "This report was issued in the pack. An issued report does not change."

# Who may return a report that was submitted or approved: whom it is with, and the programme office.
MAY_RETURN: dict[Status, tuple[Role, ...]] = {
    Status.SUBMITTED: (Role.EXECUTIVE_LEAD, Role.PROGRAMME_OFFICE),
    Status.APPROVED: (Role.PROGRAMME_OFFICE,),
}

# Who may take a report back, as long as whom it is with has not opened it.
MAY_TAKE_BACK: dict[Status, tuple[Role, ...]] = {Status.SUBMITTED: LEADS}


def turn_refusal(standing: Standing, report: HighlightReport) -> str:
    """Return the sentence that says it is not this person's turn; empty when it is."""
    holder = HOLDER_OF[report.status]
    if standing.holds(ROLES_OF[holder], report.workstream):
        return ""
    if holder is Holder.NOBODY:
        return ISSUED_STANDS
    return f"It is {holder.value}’s turn: the report is {report.status.value}."


def step_refusal(report: HighlightReport, to: Status) -> str:
    """Return the sentence that says ``to`` cannot follow now; empty when it can."""
    if to in MAY_FOLLOW[report.status]:
        return ""
    return f"The report is {report.status.value}, so it cannot become {to.value}."


def approval_refusal(report: HighlightReport, person: Person) -> str:
    """Return the sentence that keeps a submitter from approving; empty when they may.

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
    """Return the sentence that says this person cannot return the report; empty when they can."""
    refused = refusal(standing, Verb.RETURN, report.workstream)
    if refused := refused or step_refusal(report, Status.DRAFT):
        return refused
    if standing.holds(MAY_RETURN[report.status], report.workstream):
        return ""
    return turn_refusal(standing, report)


def reads_first(standing: Standing, report: HighlightReport) -> bool:
    """Return whether this person is the first of those who may approve it to open the report."""
    if report.status is not Status.SUBMITTED or report.read_at:
        return False
    refused = refusal(standing, Verb.APPROVE, report.workstream)
    return not (refused or approval_refusal(report, standing.person))


def take_back_refusal(standing: Standing, report: HighlightReport) -> str:
    """Return the sentence that says this person cannot take it back; empty when they can."""
    refused = refusal(standing, Verb.TAKE_BACK, report.workstream)
    if refused := refused or step_refusal(report, Status.DRAFT):
        return refused
    if not standing.holds(MAY_TAKE_BACK.get(report.status, ()), report.workstream):
        return f"The report is {report.status.value}: ask for it to be returned."
    if report.read_at:
        when = f"{localtime(report.read_at):%-d %B %Y at %H:%M}"
        return f"{report.read_by} opened it on {when}: ask for it to be returned."
    return ""


def leads_of(report: HighlightReport, *, on: date) -> list[Person]:
    """Return the people who lead the report's workstream on a day. One query."""
    appointments = Appointment.objects.current(on).filter(
        workstream=report.workstream, role__in=LEADS
    )
    by_name = appointments.select_related("person").order_by("person__name")
    return list(dict.fromkeys(appointment.person for appointment in by_name))


def on_behalf_refusal(
    standing: Standing, report: HighlightReport, lead: Person | None, *, on: date
) -> str:
    """Return the sentence that asks which lead to submit for; empty when that is clear."""
    if lead is None:
        is_lead = standing.holds(LEADS, report.workstream)
        return "" if is_lead else f"Say which lead of {report.workstream} you submit this for."
    if lead not in leads_of(report, on=on):
        return f"{lead} does not lead {report.workstream}. Choose one of its leads."
    return ""


def lock(report: HighlightReport) -> HighlightReport:
    """Return ``report`` as it is now, locked until the transaction ends."""
    related = HighlightReport.objects.select_related("month__programme", "workstream")
    return related.select_for_update(of=("self",)).get(pk=report.pk)


def lock_for_edit(report: HighlightReport, *, by: Person, on: date) -> HighlightReport:
    """Lock the report for an edit. Raises ``Refused`` unless ``by`` may edit it now."""
    locked = lock(report)
    standing = standing_of(by, locked.month.programme, on=on)
    require(standing, Verb.EDIT, locked.workstream)
    refuse(turn_refusal(standing, locked))
    return locked


@transaction.atomic
def submit(
    *, report: HighlightReport, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> None:
    """Submit a draft to the executive; the programme office names the lead it does so for.

    Raises ``Refused``. Whether the report is complete is checked by ``reporting.report``.
    """
    locked = _lock_for_step(report, Verb.SUBMIT, Status.SUBMITTED, by, at)
    lead = None if on_behalf_of == by else on_behalf_of
    standing = standing_of(by, locked.month.programme, on=day_of(at))
    refuse(on_behalf_refusal(standing, locked, lead, on=day_of(at)))
    facts: dict[str, Any] = dict.fromkeys(HANDED_IN)
    facts |= {"submitted_at": at, "submitted_by": by, "submitted_for": lead}
    changes.change(locked, by=by, **facts)


@transaction.atomic
def note_read(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Record that somebody who may approve a submitted report has opened it."""
    locked = lock(report)
    if reads_first(standing_of(by, locked.month.programme, on=day_of(at)), locked):
        changes.change(locked, by=by, why="Opened by the executive", read_at=at, read_by=by)


@transaction.atomic
def take_back(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Make a submitted report that nobody has opened a draft again, for its lead. ``Refused``."""
    locked = lock(report)
    standing = standing_of(by, locked.month.programme, on=day_of(at))
    refuse(take_back_refusal(standing, locked))
    taken = {"taken_back_at": at, "taken_back_by": by}
    nobody = dict.fromkeys(HANDED_IN)
    changes.change(locked, by=by, why="Taken back", **nobody, **taken)


@transaction.atomic
def approve(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Approve a submitted report. Raises ``Refused``, also for whoever submitted it."""
    locked = _lock_for_step(report, Verb.APPROVE, Status.APPROVED, by, at)
    refuse(approval_refusal(locked, by))
    changes.change(locked, by=by, approved_at=at, approved_by=by)


@transaction.atomic
def return_to_lead(
    *, report: HighlightReport, comment: str, by: Person, at: datetime, part: str = ""
) -> None:
    """Return a report to its lead with a comment on it or on one part. Raises ``Refused``."""
    if not comment.strip():
        raise Refused("Say what should be changed, so that the lead knows why it came back.")
    locked = lock(report)
    refuse(return_refusal(standing_of(by, locked.month.programme, on=day_of(at)), locked))
    nobody = dict.fromkeys(HANDED_IN)
    returned = {"returned_at": at, "returned_by": by, "return_comment": comment}
    returned["return_part"] = part
    changes.change(locked, by=by, why=comment, **nobody, **returned)


def mark_issued(*, report: HighlightReport, by: Person, at: datetime) -> None:
    """Close an approved report with its month. Called where the pack is issued."""
    refuse(step_refusal(report, Status.ISSUED))
    changes.change(report, by=by, issued_at=at, issued_by=by)


def reopen_report(*, report: HighlightReport, why: str, by: Person) -> None:
    """Make an issued report approved again. Called where the month is reopened."""
    refuse(step_refusal(report, Status.APPROVED))
    changes.change(report, by=by, why=why, issued_at=None, issued_by=None)


@transaction.atomic
def extend_deadline(
    *, report: HighlightReport, due_on: date, reason: str, by: Person, at: datetime
) -> None:
    """Move a draft's deadline, with a reason. Raises ``Refused`` unless by the programme office."""
    locked = lock(report)
    require(standing_of(by, locked.month.programme, on=day_of(at)), Verb.RUN_MONTH)
    refuse(extension_refusal(locked, due_on, reason))
    facts = {"extended_to": due_on, "extended_at": at, "extended_by": by}
    changes.change(locked, by=by, why=reason, extension_reason=reason, **facts)


def more_time_refusal(report: HighlightReport) -> str:
    """Return the sentence that says a report needs no more time; empty while it is a draft."""
    if report.status is Status.DRAFT:
        return ""
    return f"The report is {report.status.value}, so it needs no more time."


def extension_refusal(report: HighlightReport, due_on: date, reason: str) -> str:
    """Return the sentence that says a deadline cannot be moved like this; empty when it can."""
    if sentence := more_time_refusal(report):
        return sentence
    if due_on <= report.due_on:
        return f"It is due on {report.due_on:%-d %B %Y} already. Give a later day."
    return "" if reason.strip() else "Say why it gets more time."


def _lock_for_step(
    report: HighlightReport, verb: Verb, to: Status, by: Person, at: datetime
) -> HighlightReport:
    locked = lock(report)
    require(standing_of(by, locked.month.programme, on=day_of(at)), verb, locked.workstream)
    refuse(step_refusal(locked, to))
    return locked


def refuse(sentence: str) -> None:
    """Raise ``Refused`` with ``sentence`` if there is one."""
    if sentence:
        raise Refused(sentence)
