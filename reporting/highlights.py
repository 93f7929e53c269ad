"""What a dashboard puts in front: red and moved items, and returns that are still missing."""

from __future__ import annotations

from dataclasses import dataclass

from improvement.models import Status
from reporting.contents import ActionFact, Contents, CriterionFact, WorkstreamFact


@dataclass(frozen=True)
class Item:
    workstream: WorkstreamFact
    action: ActionFact


@dataclass(frozen=True)
class MovedCriterion:
    workstream: WorkstreamFact
    criterion: CriterionFact


def noteworthy_actions(contents: Contents) -> list[Item]:
    """Give the actions rated red, moved since the month before, or explained."""
    return [
        Item(workstream, action)
        for workstream in contents.workstreams
        for action in workstream.actions
        if action.noteworthy
    ]


def moved_criteria(contents: Contents) -> list[MovedCriterion]:
    """Give the exit criteria that are red or moved since the month before."""
    return [
        MovedCriterion(workstream, criterion)
        for workstream in contents.workstreams
        for criterion in workstream.criteria
        if criterion.moves or criterion.rating.code == "overdue"
    ]


def missing_returns(contents: Contents) -> list[WorkstreamFact]:
    """Give the workstreams whose report has not been submitted yet."""
    return [one for one in contents.workstreams if one.returned.status == Status.DRAFT.value]
