"""What a file adds appears in the open month at once, unrated, as if it were added on a page."""

from __future__ import annotations

from collections.abc import Iterable

from improvement.models import Action, ExitCriterion, Person, Workstream
from improvement.programme_file.plan import Planned, PlannedRow
from improvement.workflow.appear import show_in_open_month


def appear(done: Iterable[Planned], *, by: Person) -> None:
    """Give the open month what was added. A new workstream's report has all that came with it."""
    rows = [one.row for one in done if isinstance(one, PlannedRow) and not one.of_another]
    for row in rows:
        if isinstance(row, Workstream | Action | ExitCriterion):
            show_in_open_month(row, by=by)
