"""What the gallery draws the parts of lists with."""

from __future__ import annotations

from datetime import date
from typing import Any

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.actions.action_rows import ActionGroup, ActionListRow
from reporting.contents.facts import WorkstreamFact
from reporting.exit.criterion_rows import CriteriaGroup, ExitCriterionRow
from reporting.exit.views import ExitStanding
from reporting.filters.filters import Filters
from reporting.filters.sort_heads import sort_heads
from reporting.marks.cells import cells_of_criteria
from reporting.marks.mark import Mark
from reporting.summary.exit_way import ExitWay
from reporting.summary.rating_now import RatingNow
from reporting.summary.red_actions import RatedAction
from reporting.summary.spells import RatedMonths

MONTHS = (CalendarMonth(2023, 11), CalendarMonth(2023, 12))


def list_example(workstream: WorkstreamFact) -> dict[str, Any]:
    """Return a group with one action of a workstream, its counts, and heads of columns."""
    action = workstream.actions[0]
    before = ((MONTHS[0].starts_on.isoformat(), Rating.ON_TRACK.value, "", False),)
    months = RatedMonths(MONTHS, Mark(action.delivery.judgement), before)
    row = ActionListRow(
        0,
        RatedAction(workstream, action, months, months),
        RatingNow("Delivery", action.delivery, action.delivery_before, months),
        RatingNow("Embedding", action.embedding, action.embedding_before, months),
    )
    columns = (("ref", "Ref"), ("action", "Action"))
    return {
        "group": ActionGroup(workstream.name, (row,)),
        "criteria": _criteria(workstream, months),
        "way": ExitWay(1, ((MONTHS[1], 0),), MONTHS[1], date(2024, 9, 30), (), is_rated=True),
        "standings": [ExitStanding(workstream, cells_of_criteria(workstream.criteria))],
        "heads": sort_heads(Filters(), columns, default="ref"),
    }


def _criteria(workstream: WorkstreamFact, months: RatedMonths) -> CriteriaGroup:
    criterion = workstream.criteria[0]
    now = RatingNow("Rating", criterion.rating, criterion.before, months)
    return CriteriaGroup(
        workstream, (ExitCriterionRow(workstream, criterion, now, is_unmoved=True),)
    )
