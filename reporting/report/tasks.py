"""The tasks of a workstream's month, how far each is, and the figures to be asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reporting.contents.facts import ActionFact, WorkstreamFact
from reporting.contents.metric_facts import LineFact, MetricFact
from scorecards.values.cells import Kind, State, actual_key, parse
from scorecards.values.questions import (
    EnteredFigure,
    MissingFigure,
    is_latest,
    missing_figures,
    quarter_to_ask_for,
    question,
    range_of,
)


class TaskState(StrEnum):
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"
    NIL = "Nil return"


@dataclass(frozen=True)
class Task:
    """One page to fill in. ``view`` names its address; ``done`` of ``whole`` are filled in.

    What was carried and not confirmed is not done. ``nil`` of the done say nothing to report, and
    ``short`` of the others are figures that stop before they should.
    """

    view: str
    title: str
    what: str
    done: int
    whole: int
    carried: int = 0
    nil: int = 0
    short: int = 0

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
        words = f"{self.done} of {self.whole} {self.what}"
        words += f"; {self.short} to an earlier day" if self.short else ""
        return f"{words}; {self.carried} carried and not confirmed" if self.carried else words


def tasks_of(until: date, workstream: WorkstreamFact, off: Sequence[str] = ()) -> list[Task]:
    """Return the tasks of a workstream, in the order a lead does them: five, or fewer.

    ``until`` is the last day of the month, which says what figures are asked for, and ``off`` are
    the parts that the programme leaves out.
    """
    tasks = [
        _actions(workstream),
        _criteria(workstream),
        _sections(workstream),
        _scorecard(until, workstream),
        _plan(workstream),
    ]
    return [task for task in tasks if task.view not in off]


def needs_words(action: ActionFact) -> bool:
    """Say whether an action is red or moved and lacks its explanation or its mitigation."""
    return (action.red or bool(action.moves)) and not (action.explanation and action.mitigation)


def _actions(workstream: WorkstreamFact) -> Task:
    actions = workstream.actions
    rated = [action for action in actions if action.delivery.code and action.embedding.code]
    done = [action for action in rated if not action.carried and not needs_words(action)]
    return Task(
        "actions",
        "Ratings of actions",
        "actions rated",
        len(done),
        len(actions),
        carried=_carried(actions),
    )


def _criteria(workstream: WorkstreamFact) -> Task:
    criteria = workstream.criteria
    done = [criterion for criterion in criteria if criterion.rating.code and not criterion.carried]
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
    done = [section for section in sections if section.state != "missing" and not section.carried]
    return Task(
        "highlight_report",
        "Highlight report",
        "sections written or nil",
        len(done),
        len(sections),
        carried=_carried(sections),
        nil=len([section for section in done if section.state == "nil"]),
    )


def _scorecard(until: date, workstream: WorkstreamFact) -> Task:
    lines = [line for metric in workstream.metrics for line in metric.lines]
    quarters = [cell.quarter for cell in lines[0].cells] if lines else []
    wanted = [figure.wanted for figure in wanted_figures(workstream.metrics, until)]
    if not quarters:
        return Task("scorecard", "Scorecard", "figures entered", 0, 0)
    asked = quarter_to_ask_for(quarters, wanted, until)
    missing = [figure for figure in wanted if figure.quarter == asked]
    return Task(
        "scorecard",
        "Scorecard",
        f"figures for {asked} entered",
        len(lines) - len(missing),
        len(lines),
        short=len([figure for figure in missing if figure.stops_at]),
    )


def _plan(workstream: WorkstreamFact) -> Task:
    plan = workstream.plan
    parts = plan.parts if plan else ()
    written = len([part for part in parts if part.lines])
    if plan and plan.carried:
        return Task("plan", "Plan on a page", "boxes written", 0, len(parts), carried=written)
    # A plan may leave boxes empty: once somebody has looked at it, it is complete.
    return Task("plan", "Plan on a page", "boxes written", written, written or len(parts))


def _carried(facts: Iterable[object]) -> int:
    return len([fact for fact in facts if getattr(fact, "carried", False)])


@dataclass(frozen=True)
class WantedFigure:
    """A figure that is wanted, of which metric, and the box on the page where it is entered."""

    number: str
    anchor: str
    wanted: MissingFigure


def wanted_figures(metrics: Iterable[MetricFact], until: date) -> Iterator[WantedFigure]:
    """Yield every figure that is wanted at the end of a month, in the scorecard's order."""
    for metric in metrics:
        for line in metric.lines:
            for wanted in missing_figures(_entered(line), until):
                key = actual_key(line.id, wanted.quarter) if line.id else ""
                yield WantedFigure(metric.number, f"id_{key}" if key else "", wanted)


def _entered(line: LineFact) -> list[EnteredFigure]:
    return [
        EnteredFigure(
            cell.quarter,
            cell.state == State.BLANK,
            date.fromisoformat(cell.as_at) if cell.as_at else None,
        )
        for cell in line.cells
    ]


@dataclass(frozen=True)
class FigureQuestion:
    """What is asked about a figure, of which metric, and the box on the page it stands in."""

    number: str
    quarter: str
    words: str
    anchor: str


def questions_of(metrics: Iterable[MetricFact], until: date) -> Iterator[FigureQuestion]:
    """Yield a question about each odd figure of this quarter and the last, unless said right."""
    for metric in metrics:
        kind = Kind(metric.kind)
        if kind is Kind.SCALE:
            continue
        limits = range_of(kind, parse(metric.lowest, kind), parse(metric.highest, kind))
        for line in metric.lines:
            values = [parse(cell.printed, kind) for cell in line.cells]
            for place, cell in enumerate(line.cells):
                others = (*values[:place], *values[place + 1 :])
                if cell.kept or not is_latest(cell.quarter, until):
                    continue
                if words := question(values[place], others, limits):
                    anchor = f"id_{actual_key(line.id, cell.quarter)}" if line.id else ""
                    yield FigureQuestion(metric.number, cell.quarter, words, anchor)
