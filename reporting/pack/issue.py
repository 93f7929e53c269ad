"""Publishing: a month's contents frozen as a pack, the month closed, the next one opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from improvement import audit
from improvement.carrying_again import carry_again
from improvement.cycle import mark_issued, refuse, reopen_report
from improvement.models import Acknowledgement, HighlightReport, Month, Person, Status
from improvement.opening import open_month, opening_refusal
from improvement.permissions import Verb, require, standing_of
from improvement.refusals import Refused
from reporting.freezing import before, contents_of, freeze
from reporting.issue_facts import WaiverFact
from reporting.models import Pack
from reporting.readiness import Concern, concerns_of


class NotIssued(Refused):
    """Something is missing and was not waived. ``missing`` is what, each with its page."""

    title = "Not issued"

    def __init__(self, missing: list[Concern]) -> None:
        super().__init__(" ".join(concern.sentence for concern in missing))
        self.missing = missing


def issue_refusal(month: Month) -> str:
    """Give the sentence that says the month cannot be issued yet, or nothing when it can."""
    if not month.is_open:
        return f"{month} has been issued."
    earlier = month.programme.months.filter(starts_on__lt=month.starts_on, issued_at=None)
    if open_before := earlier.first():
        return f"{open_before} is open: issue it first, for this pack says what moved since."
    reports = month.reports.select_related("workstream")
    waiting = [report for report in reports if report.status is not Status.APPROVED]
    if not waiting:
        return ""
    said = ", ".join(f"{report.workstream} is {report.status.value}" for report in waiting)
    return f"Every report has to be approved first: {said}."


@transaction.atomic
def issue(
    *, month: Month, by: Person, at: datetime, waivers: Mapping[str, str] | None = None
) -> Pack:
    """Freeze the month as the next version of its pack, close it, and open the month after it.

    ``waivers`` has a reason for each missing thing by its key; what the lead gave a reason for
    when submitting is waived by it. The second and later versions carry the reason the month was
    reopened for, and what they correct goes on into the month that is open by then. All of it or
    nothing. Raises ``NotIssued`` with what is missing and not waived, and ``Refused`` unless
    ``by`` is the programme office and every report has been approved.
    """
    held = (
        Month.objects.select_for_update(of=("self",)).select_related("programme").get(pk=month.pk)
    )
    require(standing_of(by, held.programme, on=at.date()), Verb.RUN_MONTH)
    reports = list(HighlightReport.objects.select_for_update().filter(month=held))
    refuse(issue_refusal(held))
    waived = _waived(concerns_in(held), waivers or {}, by=by)
    for report in reports:
        mark_issued(report=report, by=by, at=at)
    audit.change(held, by=by, issued_at=at, issued_by=by)
    pack = freeze(held, waived, by=by, at=at)
    if pack.version > 1:
        carry_again(corrected=held, by=by)
    following = held.period.next()
    if not opening_refusal(held.programme, following):
        open_month(programme=held.programme, period=following, by=by, at=at)
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
    """Give what is to be looked at before ``month`` is issued, what is missing first."""
    concerns = concerns_of(contents_of(month), before(month))
    given = {
        f"{one.report.workstream.slug}/{one.key}": one
        for one in Acknowledgement.objects.filter(
            report__month=month, acknowledged_at=F("report__submitted_at")
        ).select_related("report__workstream", "acknowledged_by")
    }
    return [_raised(concern, given.get(concern.key)) for concern in concerns]


def _raised(concern: Concern, given: Acknowledgement | None) -> Raised:
    if given is None:
        return Raised(concern)
    by = str(given.acknowledged_by)
    return Raised(concern, WaiverFact(concern.in_words, given.reason, by))


def _waived(
    raised: Sequence[Raised], reasons: Mapping[str, str], *, by: Person
) -> list[WaiverFact]:
    missing = [one for one in raised if one.concern.is_missing]
    left = [
        one.concern
        for one in missing
        if not (one.waiver or reasons.get(one.concern.key, "").strip())
    ]
    if left:
        raise NotIssued(left)
    return [
        one.waiver or WaiverFact(one.concern.in_words, reasons[one.concern.key].strip(), str(by))
        for one in missing
    ]


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
