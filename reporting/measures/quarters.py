"""The table of a measure's quarters: its rows, how it lies, and the notes below it."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.contents.in_words import listed
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from scorecards.values.cells import State
from scorecards.values.performance import Verdict

# As many quarters as stand beside one another in the page's column, with as many lines of actuals.
QUARTERS_ACROSS, LINES_ACROSS = 9, 3


@dataclass(frozen=True)
class QuarterRow:
    """The aim of a quarter, and the figure of each line."""

    aim: CellFact
    cells: tuple[CellFact, ...]


@dataclass(frozen=True)
class QuartersTable:
    """Every figure of a measure by quarter."""

    metric: MetricFact

    @property
    def rows(self) -> list[QuarterRow]:
        by_quarter = zip(self.metric.aims, *(line.cells for line in self.metric.lines), strict=True)
        return [QuarterRow(aim, tuple(cells)) for aim, *cells in by_quarter]

    @property
    def is_restated(self) -> bool:
        """Whether a figure was first reported as another, so that a place is kept for those."""
        return any(cell.restated_from for line in self.metric.lines for cell in line.cells)

    @property
    def heads(self) -> int:
        """How many heads there are: quarter, aim, and those of each line."""
        return 2 + len(self.metric.lines) * (3 if self.is_restated else 2)

    @property
    def goes_across(self) -> bool:
        """Whether it is small enough for each quarter to be a column."""
        lines, quarters = len(self.metric.lines), len(self.metric.aims)
        return lines <= LINES_ACROSS and quarters <= QUARTERS_ACROSS

    @property
    def notes(self) -> list[str]:
        """Return what is to be known of figures, each note with the quarters it is true of.

        What is true of every line is said once.
        """
        by_line = [_notes_of(line) for line in self.metric.lines]
        if all(notes == by_line[0] for notes in by_line):
            return _in_words("", by_line[0]) if by_line else []
        return [
            words
            for line, notes in zip(self.metric.lines, by_line, strict=True)
            for words in _in_words(f"{line.name}, ", notes)
        ]


def _notes_of(line: LineFact) -> dict[str, list[str]]:
    """Return each note of a line with its quarters."""
    quarters: dict[str, list[str]] = {}
    for cell in line.cells:
        if note := _note(cell):
            quarters.setdefault(note, []).append(cell.quarter)
    return quarters


def _in_words(of: str, notes: dict[str, list[str]]) -> list[str]:
    return [f"{of}{listed(quarters)}: {note}" for note, quarters in notes.items()]


def _note(cell: CellFact) -> str:
    """Return why a figure has no verdict or part of an aim, its day, and that it was restated."""
    if cell.is_sum_to_date and cell.reason:
        return f"{cell.reason}. {cell.note}".strip()  # the reason has the day
    is_unjudged = cell.verdict == Verdict.NO_VERDICT and cell.state != State.BLANK
    reason = f"{cell.reason}." if is_unjudged else ""
    return " ".join(filter(None, (reason, cell.whole_note)))
