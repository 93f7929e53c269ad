"""Issuing a month: its contents frozen as a pack, the month closed, the next one opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from improvement.access.permissions import Verb, require, standing_of
from improvement.audit import changes
from improvement.models import Acknowledgement, HighlightReport, Month, Person, Status
from improvement.processes.locks import held, one_job_of
from improvement.values.clock import day_of
from improvement.values.refusals import Refused
from improvement.workflow.carry_correction import carry_again
from improvement.workflow.open_month import open_month, opening_refusal
from improvement.workflow.transitions import mark_issued, refuse, reopen_report
from reporting.changes.compare import differences
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents, to_json
from reporting.contents.pack_facts import IssueFact, WaiverFact
from reporting.models import Pack, PackFile
from reporting.pack.readiness import Concern, concerns_of
from reporting.renderers import RENDERERS
from reporting.renderers.draw import draw
from reporting.snapshots.month import before, contents_of, with_changes

PATIENCE = 100  # seconds at most; a request is ended at 120


class NotIssued(Refused):
    """Something is missing and was not waived. ``missing`` is what, each with its page."""

    title = "Not issued"

    def __init__(self, missing: list[Concern]) -> None:
        super().__init__(" ".join(concern.sentence for concern in missing))
        self.missing = missing


class AlreadyIssued(Refused):
    """The pack was issued before the button was pressed, or pressed again."""

    title = "Issued already"


def issued_words(month: Month) -> str:
    """Return who issued the month and when, in a sentence; empty while it is open."""
    if month.issued_at is None:
        return ""
    when = f"{localtime(month.issued_at):%-d %B %Y at %H:%M}"
    return f"{month} was issued by {month.issued_by} on {when}."


def issue_refusal(month: Month) -> str:
    """Return why the month cannot be issued yet, in a sentence; empty when it can."""
    if issued := issued_words(month):
        return issued
    earlier = month.programme.months.filter(starts_on__lt=month.starts_on, issued_at=None)
    if open_before := earlier.first():
        return f"{open_before} is open: issue it first, for this pack says what moved since."
    reports = list(month.reports.select_related("workstream"))
    if not reports:
        return f"{month} has no workstream, so there is nothing to issue: add one first."
    waiting = [report for report in reports if report.status is not Status.APPROVED]
    if not waiting:
        return ""
    statuses = ", ".join(f"{report.workstream} is {report.status.value}" for report in waiting)
    return f"Every report has to be approved first: {statuses}."


def issue(
    *, month: Month, by: Person, at: datetime, waivers: Mapping[str, str] | None = None
) -> Pack:
    """Freeze the month as the next version of its pack, close it, and open the month after it.

    ``waivers`` has a reason for each missing thing by its key; what the lead gave a reason for
    when submitting is waived by it. The second and later versions carry the reason the month was
    reopened for, and what they correct goes on into the month that is open by then. All of it or
    nothing. Raises ``NotIssued`` with what is missing and not waived, ``AlreadyIssued``, and
    ``Refused`` unless ``by`` is the programme office and every report has been approved.

    The documents are drawn of what issuing would freeze before anything is locked: whoever saves
    meanwhile waits no longer than for another save.
    """
    # Who presses the button again waits: it saves drawing the same documents several times. That
    # a month is issued once is guaranteed by the lock on its row.
    with held(f"issuing {month.pk}", patience=PATIENCE):
        return _issue(month, waivers or {}, by=by, at=at)


def _issue(month: Month, waivers: Mapping[str, str], *, by: Person, at: datetime) -> Pack:
    with transaction.atomic():
        _, foreseen = _close(month, waivers, by=by, at=at)
        transaction.set_rollback(True)
    documents = draw_all(foreseen, by=by)
    with transaction.atomic():
        closed, contents = _close(month, waivers, by=by, at=at)
        if contents != foreseen:  # somebody was faster than the drawing
            documents = draw_all(contents, by=by)
        pack = freeze(closed, contents, documents, by=by, at=at)
        if pack.version > 1:
            carry_again(corrected=closed, by=by)
        following = closed.period.next()
        if not opening_refusal(closed.programme, following):
            open_month(programme=closed.programme, period=following, by=by, at=at)
    return pack


def _close(
    month: Month, waivers: Mapping[str, str], *, by: Person, at: datetime
) -> tuple[Month, Contents]:
    """Lock the month, close it with its reports; return it and the contents of its pack."""
    locked = Month.objects.select_for_update(of=("self",))
    month = locked.select_related("programme", "issued_by").get(pk=month.pk)
    require(standing_of(by, month.programme, on=day_of(at)), Verb.RUN_MONTH)
    reports = list(HighlightReport.objects.select_for_update().filter(month=month))
    if issued := issued_words(month):
        raise AlreadyIssued(issued)
    refuse(issue_refusal(month))
    waived = _waived(concerns_in(month), waivers, by=by)
    for report in reports:
        mark_issued(report=report, by=by, at=at)
    changes.change(month, by=by, issued_at=at, issued_by=by)
    return month, contents_to_freeze(month, waived, by=by, at=at)


def contents_to_freeze(
    month: Month, waivers: Sequence[WaiverFact], *, by: Person, at: datetime
) -> Contents:
    """Return the contents of the next version of a month's pack, as the month is now."""
    last = month.packs.first()
    reason = month.reopening_reason if last else ""
    version = last.version + 1 if last else 1
    facts = IssueFact(version, at.isoformat(), str(by), reason, tuple(waivers))
    contents = with_changes(assemble(month, issue=facts), month)
    if last:
        facts = replace(facts, differences=differences(last.contents, contents))
        contents = replace(contents, issue=facts)
    return contents


def draw_all(contents: Contents, *, by: Person) -> dict[str, bytes]:
    """Return a document in every format. Takes seconds, so no row is locked meanwhile.

    Raises ``NotDrawn``, and ``Busy`` where ``by`` has another one drawn.
    """
    with one_job_of(by):
        return draw(contents, RENDERERS)


def freeze(
    month: Month, contents: Contents, documents: Mapping[str, bytes], *, by: Person, at: datetime
) -> Pack:
    """Write the next version of a month's pack, with its document in every format."""
    facts = contents.issue
    assert facts is not None  # noqa: S101 - for the type checker
    version, reason = facts.version, facts.reason
    pack = Pack(month=month, version=version, contents_json=to_json(contents), reason=reason)
    pack.issued_at, pack.issued_by = at, by
    pack.save()
    for format, body in documents.items():
        PackFile(pack=pack, format=format, body=body).save()
    return pack


@dataclass(frozen=True)
class Raised:
    """Something to look at before issuing, and the reason its lead gave when submitting."""

    concern: Concern
    waiver: WaiverFact | None = None

    @property
    def to_waive(self) -> bool:
        """Whether issuing needs a reason for it that nobody has given yet."""
        return self.concern.is_missing and self.waiver is None


def concerns_in(month: Month) -> list[Raised]:
    """Return what is to be looked at before ``month`` is issued, what is missing first."""
    when_submitting = Acknowledgement.objects.filter(
        report__month=month, acknowledged_at=F("report__submitted_at")
    ).select_related("report__workstream", "acknowledged_by")
    reasons = {f"{row.report.workstream.slug}/{row.key}": row for row in when_submitting}
    concerns = concerns_of(contents_of(month), before(month))
    return [Raised(concern, _waiver(concern, reasons.get(concern.key))) for concern in concerns]


def _waiver(concern: Concern, reason: Acknowledgement | None) -> WaiverFact | None:
    """Return the waiver of a reason given when submitting, for what it was given for.

    What came in since, such as a new action that is not rated, is asked about again.
    """
    if reason is None or reason.warning != concern.sentence:
        return None
    return WaiverFact(concern.in_words, reason.reason, str(reason.acknowledged_by))


def _waived(
    raised: Sequence[Raised], reasons: Mapping[str, str], *, by: Person
) -> list[WaiverFact]:
    """Return a waiver for everything that is missing. Raises ``NotIssued`` without a reason."""
    waivers, without = [], []
    for concern, waiver in ((item.concern, item.waiver) for item in raised):
        reason = reasons.get(concern.key, "").strip()
        if concern.is_missing and not (waiver or reason):
            without.append(concern)
        elif concern.is_missing:
            waivers.append(waiver or WaiverFact(concern.in_words, reason, str(by)))
    if without:
        raise NotIssued(without)
    return waivers


def reopening_refusal(month: Month) -> str:
    """Return why a month cannot be reopened, in a sentence; empty when it can."""
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
    locked = Month.objects.select_for_update(of=("self",))
    month = locked.select_related("programme").get(pk=month.pk)
    require(standing_of(by, month.programme, on=day_of(at)), Verb.RUN_MONTH)
    refuse(reopening_refusal(month))
    if not reason.strip():
        raise Refused("Say what has to be corrected: it is printed on the new pack.")
    for report in HighlightReport.objects.select_for_update().filter(month=month):
        reopen_report(report=report, why=reason, by=by)
    open_again = {"issued_at": None, "issued_by": None, "reopened_at": at, "reopened_by": by}
    changes.change(month, by=by, why=reason, reopening_reason=reason, **open_again)
