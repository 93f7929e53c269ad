"""Handing in: a report is submitted once the check finds nothing left to mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from improvement.audit import changes
from improvement.models import Acknowledgement, HighlightReport, Person
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.report.check import Finding, checked, findings_of

NEEDS_REASON = "Say why you submit it like this."


class NotReady(Refused):
    """The check found something. ``findings`` is what has to be mended or needs a reason."""

    title = "Not submitted"

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


@transaction.atomic
def hand_in(
    *,
    report: HighlightReport,
    reasons: Mapping[str, str],
    on_behalf_of: Person | None,
    by: Person,
    at: datetime,
) -> None:
    """Submit a report, with a reason for each warning by its key.

    Raises ``NotReady`` with what is left to mend or has no reason, and ``Refused`` when it is not
    ``by``'s to submit; then nothing is saved.
    """
    locked = transitions.lock(report)
    findings = [
        finding for finding in findings_of(checked(locked, by=by)) if not finding.is_question
    ]
    left = [
        finding
        for finding in findings
        if not (finding.is_warning and reasons.get(finding.key, "").strip())
    ]
    transitions.submit(report=locked, by=by, at=at, on_behalf_of=on_behalf_of)
    if left:
        raise NotReady(left)
    for warning in findings:
        _acknowledge(locked, warning, reasons[warning.key].strip(), by, at)


def _acknowledge(
    report: HighlightReport, warning: Finding, reason: str, by: Person, at: datetime
) -> None:
    row = report.acknowledgements.filter(key=warning.key).first()
    row = row or Acknowledgement(report=report, key=warning.key, acknowledged_by=by)
    facts = {"warning": warning.sentence, "reason": reason}
    changes.change(row, by=by, why=reason, **facts, acknowledged_at=at, acknowledged_by=by)


def acknowledged(report: HighlightReport) -> list[Acknowledgement]:
    """Return the warnings the report was submitted with, each with its reason. One query."""
    if report.submitted_at is None:
        return []
    warnings = report.acknowledgements.filter(acknowledged_at=report.submitted_at)
    return list(warnings.select_related("acknowledged_by"))
