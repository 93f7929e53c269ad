"""Ending what is reported: completed, withdrawn or merged into another, from a month on.

Nothing is deleted. Earlier months and their packs keep it; the first pack without it prints how it
ended and why.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from improvement.audit import changes
from improvement.models import (
    Action,
    Endable,
    Ending,
    ExitCriterion,
    Person,
    Programme,
    Workstream,
)
from improvement.setup.facts import require_set_up
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from improvement.workflow.appear import first_month_to_change, show_in_open_month

Thing = TypeVar("Thing", Action, ExitCriterion, Workstream)
NO_END = {"ended_as": None, "ended_from": None, "ended_because": None, "merged_into": None}


@transaction.atomic
def end_action(
    *,
    action: Action,
    ending: Ending,
    month: CalendarMonth,
    reason: str,
    by: Person,
    at: datetime,
    merged_into: Action | None = None,
) -> None:
    """End an action from ``month`` on, with its sub-actions. Raises ``Refused``."""
    programme = action.workstream.programme
    _refuse_month(action, month, first_month_to_change(programme))
    _end(programme, action, ending, month, reason, merged_into, by, at)
    for sub_action in action.sub_actions.filter(ended_from=None):
        _end(programme, sub_action, ending, month, reason, merged_into, by, at)


@transaction.atomic
def end_criterion(
    *,
    criterion: ExitCriterion,
    ending: Ending,
    month: CalendarMonth,
    reason: str,
    by: Person,
    at: datetime,
    merged_into: ExitCriterion | None = None,
) -> None:
    """End an exit criterion from ``month`` on. Raises ``Refused``."""
    programme = criterion.workstream.programme
    _refuse_month(criterion, month, first_month_to_change(programme))
    _end(programme, criterion, ending, month, reason, merged_into, by, at)


@transaction.atomic
def end_workstream(
    *,
    workstream: Workstream,
    ending: Ending,
    month: CalendarMonth,
    reason: str,
    by: Person,
    at: datetime,
    merged_into: Workstream | None = None,
) -> None:
    """End a workstream from ``month`` on, which is not open yet. Raises ``Refused``.

    Where a month is open its report is in it, and is asked for a last time.
    """
    programme = workstream.programme
    latest = programme.months.first()
    _refuse_month(workstream, month, latest.period.next() if latest else None)
    _end(programme, workstream, ending, month, reason, merged_into, by, at)


def _refuse_month(thing: Endable, month: CalendarMonth, first: CalendarMonth | None) -> None:
    """Raise ``Refused`` for a month whose pack cannot tell of an end any more."""
    if thing.ended_from and first and CalendarMonth.of(thing.ended_from) < first:
        raise Refused(f"{thing} has ended: {thing.ended_words}, which an issued pack says.")
    if first and month < first:
        raise Refused(f"{thing} is in an earlier month: it can end from {first} on.")


def _end(
    programme: Programme,
    thing: Thing,
    ending: Ending,
    month: CalendarMonth,
    reason: str,
    merged_into: Thing | None,
    by: Person,
    at: datetime,
) -> None:
    require_set_up(programme, by, at)
    if not reason.strip():
        raise Refused("Say why it ends: the first pack without it prints it.")
    _refuse_merging(programme, thing, ending, merged_into)
    facts = {"ended_as": ending.value, "ended_from": month.starts_on, "merged_into": merged_into}
    changes.change(thing, by=by, why=reason.strip(), ended_because=reason.strip(), **facts)


def _refuse_merging(programme: Programme, thing: Thing, ending: Ending, into: Thing | None) -> None:
    if ending is not Ending.MERGED:
        if into is not None:
            raise Refused("Only what is merged goes into another.")
        return
    if into is None or into.pk == thing.pk:
        raise Refused("Choose another one that it is merged into.")
    if into.ended_from is not None:
        raise Refused(f"{into} has ended itself: {into.ended_words}.")
    others = into.programme if isinstance(into, Workstream) else into.workstream.programme
    if others != programme:
        raise Refused(f"{into} is of another programme.")


@transaction.atomic
def bring_back(*, thing: Thing, by: Person, at: datetime) -> None:
    """Report something again that had ended, in the open month at once. Raises ``Refused``."""
    programme = thing.programme if isinstance(thing, Workstream) else thing.workstream.programme
    require_set_up(programme, by, at)
    changes.change(thing, by=by, why="Brought back", **NO_END)
    show_in_open_month(thing, by=by)
