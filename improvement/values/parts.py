"""The parts of a programme's report and pack that it may leave out. All are in as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Part(StrEnum):
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
    Part.SUMMARY: "Workstream summary",
    Part.PROGRESS: "Progress against key outcomes",
    Part.MONTH_AHEAD: "Key activity, month ahead",
    Part.GONE_WELL: "What’s gone well",
    Part.NOT_GONE_WELL: "What’s not gone so well",
    Part.RISKS: "Workstream key risks",
    Part.ISSUES: "Issues for escalation",
    Part.CRITERIA: "Exit criteria",
    Part.SCORECARD: "Scorecard",
    Part.PLAN: "Plan on a page",
}
CHOICES = [(part.value, part.words) for part in Part]


def in_order(codes: Iterable[str]) -> list[str]:
    """Return the codes of parts in the order of ``Part``, each once."""
    given = set(codes)
    return [part.value for part in Part if part.value in given]
