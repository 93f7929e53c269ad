"""What a programme file says of a workstream's actions, and of how something ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from improvement.models import Action, Ending, ExitCriterion, Person, Source, Workstream
from improvement.programme_file.places import Place
from improvement.programme_file.plan import Planner
from improvement.programme_file.shapes import (
    ActionFacts,
    CriterionFacts,
    EndingFacts,
    WorkstreamFacts,
)
from improvement.values.periods import CalendarMonth

Item = TypeVar("Item", bound=ActionFacts | CriterionFacts | WorkstreamFacts)
ENDED = (("ended_as", "ended_from", "ended_because", "merged_into"),)
DUE = ("due_on", "due_first", "due_moved_because")
DONE = ("done_on", "done_by")


@dataclass
class PlannedWorkstream:
    """A workstream with what months rate of it, by reference and number."""

    row: Workstream
    facts: WorkstreamFacts
    place: Place
    actions: dict[str, Action] = field(default_factory=dict)
    criteria: dict[str, ExitCriterion] = field(default_factory=dict)


def plan_actions(
    planner: Planner,
    workstream: PlannedWorkstream,
    people: Mapping[str, Person],
    sources: Mapping[str, Source],
) -> None:
    """Plan the actions: sub-actions after those they belong to, and what was merged last."""
    references = [action.ref for action in workstream.facts.actions]
    parents_first = sorted(workstream.facts.actions, key=lambda action: bool(action.parent))
    for action in merged_last(parents_first):
        keys = {"workstream": workstream.row, "reference": action.ref}
        standing = planner.standing.find(Action, keys, references)
        workstream.actions[action.ref] = planner.put(
            Action,
            keys,
            workstream.place.item("actions", action.ref, f"action {action.ref}"),
            among=references,
            together=(DUE, DONE, *ENDED),
            strength=action.strength.value,
            text=action.text,
            short_name=action.short_name,
            regulation=action.regulation,
            source_text=action.source,
            source=sources.get(action.of_source),
            kind=action.kind,
            owner=people[action.owner] if action.owner else None,
            parent=workstream.actions.get(action.parent),
            sub_actions_rated=action.sub_actions_rated,
            percent_complete=action.percent_complete,
            **_due(action, standing, planner),
            **_done(action, standing, people, planner),
            **ended(action.ended, workstream.actions),
        )


def _due(action: ActionFacts, standing: Action | None, planner: Planner) -> dict[str, Any]:
    """Return the due date: as it is now, as first agreed, and why it moved."""
    if action.due_on is None:
        return {}
    known = standing.due_first if standing else None
    first, because = action.due_first or known or action.due_on, action.due_moved_because
    if first != action.due_on and not because:
        is_same = standing and standing.due_on == action.due_on
        because = standing.due_moved_because if standing and is_same else planner.why
    return {"due_on": action.due_on, "due_first": first, "due_moved_because": because}


def _done(
    action: ActionFacts, standing: Action | None, people: Mapping[str, Person], planner: Planner
) -> dict[str, Any]:
    if action.done_on is None:
        return {}
    known = standing.done_by if standing else None
    by = people[action.done_by] if action.done_by else known or planner.by
    return {"done_on": action.done_on, "done_by": by}


def ended(facts: EndingFacts | None, others: Mapping[str, Model]) -> dict[str, Any]:
    """Return the columns of an ending, which come together; none where nothing is said of it."""
    if facts is None:
        return {}
    return {
        "ended_as": facts.how.value,
        "ended_from": CalendarMonth.parse(facts.month).starts_on,
        "ended_because": facts.because,
        "merged_into": others.get(facts.into) if facts.how is Ending.MERGED else None,
    }


def merged_last(items: Sequence[Item]) -> list[Item]:
    """Return the items of a list, those that were merged into others after the others."""
    return sorted(items, key=lambda item: bool(item.ended and item.ended.into))
