"""The tasks of a workstream's month: what there is to fill in, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.contents import Contents, SectionFact, WorkstreamFact


@dataclass(frozen=True)
class Task:
    """One page to fill in. ``view`` names its address; ``done`` of ``whole`` are filled in."""

    view: str
    title: str
    what: str
    done: int
    whole: int

    @property
    def status(self) -> str:
        if self.done >= self.whole:
            return "Complete"
        return "In progress" if self.done else "Not started"

    @property
    def colour(self) -> str:
        return {"Complete": "", "In progress": "blue", "Not started": "white"}[self.status]

    @property
    def hint(self) -> str:
        return f"{self.done} of {self.whole} {self.what}"


def tasks_of(contents: Contents, workstream: WorkstreamFact) -> list[Task]:
    """Give the five tasks of a workstream, in the order a lead does them."""
    return [
        _actions(workstream),
        _criteria(workstream),
        _sections(workstream),
        _scorecard(contents, workstream),
        _plan(workstream),
    ]


def _actions(workstream: WorkstreamFact) -> Task:
    rated = [one for one in workstream.actions if one.delivery.code and one.embedding.code]
    whole = len(workstream.actions)
    return Task("actions", "Ratings of CQC actions", "actions rated", len(rated), whole)


def _criteria(workstream: WorkstreamFact) -> Task:
    rated = [one for one in workstream.criteria if one.rating.code]
    return Task("criteria", "Exit criteria", "criteria rated", len(rated), len(workstream.criteria))


def _sections(workstream: WorkstreamFact) -> Task:
    done = _entered(workstream.sections)
    whole = len(workstream.sections)
    return Task("highlight_report", "Highlight report", "sections written or nil", done, whole)


def _entered(sections: tuple[SectionFact, ...]) -> int:
    return len([section for section in sections if section.state != "missing"])


def _scorecard(contents: Contents, workstream: WorkstreamFact) -> Task:
    quarter = contents.month_quarter
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
    parts = workstream.plan.parts if workstream.plan else ()
    done = len([part for part in parts if part.lines])
    return Task("plan", "Plan on a page", "boxes written", done, len(parts))
