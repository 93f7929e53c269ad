"""The tasks of a workstream's month: what there is to fill in, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reporting.contents import ActionFact, WorkstreamFact


class TaskState(StrEnum):
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"
    NIL = "Nil return"


@dataclass(frozen=True)
class Task:
    """One page to fill in. ``view`` names its address; ``done`` of ``whole`` are filled in.

    What was carried and not confirmed is not done. ``nil`` of the done say nothing to report.
    """

    view: str
    title: str
    what: str
    done: int
    whole: int
    carried: int = 0
    nil: int = 0

    @property
    def state(self) -> TaskState:
        if self.whole and self.nil == self.whole:
            return TaskState.NIL
        if self.done >= self.whole:
            return TaskState.COMPLETE
        return TaskState.IN_PROGRESS if self.done else TaskState.NOT_STARTED

    @property
    def colour(self) -> str:
        return {TaskState.IN_PROGRESS: "blue", TaskState.NOT_STARTED: "white"}.get(self.state, "")

    @property
    def hint(self) -> str:
        if not self.whole:
            return "Nothing to fill in"
        said = f"{self.done} of {self.whole} {self.what}"
        return f"{said}; {self.carried} carried and not confirmed" if self.carried else said


def tasks_of(quarter: str, workstream: WorkstreamFact) -> list[Task]:
    """Give the five tasks of a workstream, in the order a lead does them. ``quarter`` is now."""
    return [
        _actions(workstream),
        _criteria(workstream),
        _sections(workstream),
        _scorecard(quarter, workstream),
        _plan(workstream),
    ]


def needs_words(action: ActionFact) -> bool:
    """Say whether an action is red or moved and lacks its explanation or its mitigation."""
    return (action.red or bool(action.moves)) and not (action.explanation and action.mitigation)


def _actions(workstream: WorkstreamFact) -> Task:
    actions = workstream.actions
    rated = [one for one in actions if one.delivery.code and one.embedding.code]
    done = [one for one in rated if not one.carried and not needs_words(one)]
    return Task(
        "actions",
        "Ratings of CQC actions",
        "actions rated",
        len(done),
        len(actions),
        carried=_carried(actions),
    )


def _criteria(workstream: WorkstreamFact) -> Task:
    criteria = workstream.criteria
    done = [one for one in criteria if one.rating.code and not one.carried]
    return Task(
        "criteria",
        "Exit criteria",
        "criteria rated",
        len(done),
        len(criteria),
        carried=_carried(criteria),
    )


def _sections(workstream: WorkstreamFact) -> Task:
    sections = workstream.sections
    done = [one for one in sections if one.state != "missing" and not one.carried]
    return Task(
        "highlight_report",
        "Highlight report",
        "sections written or nil",
        len(done),
        len(sections),
        carried=_carried(sections),
        nil=len([one for one in done if one.state == "nil"]),
    )


def _scorecard(quarter: str, workstream: WorkstreamFact) -> Task:
    cells = [
        cell
        for metric in workstream.metrics
        for line in metric.lines
        for cell in line.cells
        if cell.quarter == quarter
    ]
    done = len([cell for cell in cells if cell.state != "blank"])
    return Task("scorecard", "Scorecard", f"figures for {quarter} entered", done, len(cells))


def _plan(workstream: WorkstreamFact) -> Task:
    plan = workstream.plan
    parts = plan.parts if plan else ()
    written = len([part for part in parts if part.lines])
    if plan and plan.carried:
        return Task("plan", "Plan on a page", "boxes written", 0, len(parts), carried=written)
    # A plan may leave boxes empty: once somebody has looked at it, it is complete.
    return Task("plan", "Plan on a page", "boxes written", written, written or len(parts))


def _carried(facts: Iterable[object]) -> int:
    return len([one for one in facts if getattr(one, "carried", False)])
