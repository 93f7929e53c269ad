"""The action that a correction puts right."""

from __future__ import annotations

from collections.abc import Callable

from improvement.audit import changes
from improvement.models import (
    HighlightReport,
    Person,
)

Correct = Callable[[], None]


def csw_01(report: HighlightReport):
    return report.action_ratings.get(action__reference="CSW-01")


def put_right(report: HighlightReport, by: Person) -> None:
    facts = {"delivery": "overdue", "explanation": "Put back", "mitigation": "A new date"}
    assert csw_01(report).delivery != "overdue"
    changes.change(csw_01(report), by=by, **facts)
