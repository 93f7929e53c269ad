"""The parts of a programme's report and pack that it may leave out. All are in as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ReportPart(StrEnum):
    """A part that may be left out. A section of the highlight report has the code of its kind."""

    SUMMARY = "summary"
    PROGRESS = "progress"
    MONTH_AHEAD = "month_ahead"
    GONE_WELL = "gone_well"
    NOT_GONE_WELL = "not_gone_well"
    RISKS = "risks"
    ISSUES = "issues"
    CRITERIA = "criteria"
    SCORECARD = "scorecard"
    PLAN = "plan"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    ReportPart.SUMMARY: "Workstream summary",
    ReportPart.PROGRESS: "Progress against key outcomes",
    ReportPart.MONTH_AHEAD: "Key activity, month ahead",
    ReportPart.GONE_WELL: "What’s gone well",
    ReportPart.NOT_GONE_WELL: "What’s not gone so well",
    ReportPart.RISKS: "Workstream key risks",
    ReportPart.ISSUES: "Issues for escalation",
    ReportPart.CRITERIA: "Exit criteria",
    ReportPart.SCORECARD: "Scorecard",
    ReportPart.PLAN: "Plan on a page",
}
CHOICES = [(part.value, part.words) for part in ReportPart]


def in_order(codes: Iterable[str]) -> list[str]:
    """Return the codes of parts in the order of ``ReportPart``, each once."""
    given = set(codes)
    return [part.value for part in ReportPart if part.value in given]
