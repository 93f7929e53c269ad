"""The cells of a scorecard as its form asks for them, and as its page lays them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from scorecards.models import Actual, ActualLine, Metric
from scorecards.values.cells import State, Value, actual_key
from scorecards.values.questions import EnteredFigure, MissingFigure, missing_figures


@dataclass(frozen=True)
class BoxNote:
    """A sentence under a box: what a paste replaced, what is wrong, or what is asked about it."""

    kind: str
    words: str
    style: str


@dataclass(frozen=True)
class CellBox:
    """The box of an open cell as the page draws it.

    ``headings`` are the ids of its metric, line and quarter. ``keep`` is the tick that keeps an
    unreadable text as printed or, where ``is_asked``, says that the figure is right.
    """

    name: str
    text: str
    headings: str
    notes: list[BoxNote] = field(default_factory=list)
    is_pasted: bool = False
    keep: BoundField | None = None

    @property
    def is_wrong(self) -> bool:
        return self._has("error")

    @property
    def is_asked(self) -> bool:
        return self._has("question")

    @property
    def described_by(self) -> str:
        """The kind of the note that a screen reader reads with the box; empty without notes."""
        return next((kind for kind in ("error", "question", "was") if self._has(kind)), "")

    def _has(self, kind: str) -> bool:
        return any(note.kind == kind for note in self.notes)


@dataclass(frozen=True)
class GridCell:
    """A cell of the grid: what is printed in it with its note, and its box if it is open."""

    quarter: str
    printed: str
    note: str
    box: CellBox | None = None


@dataclass(frozen=True)
class GridLine:
    line: ActualLine
    cells: list[GridCell]


@dataclass(frozen=True)
class GridMetric:
    """A metric as the page lays it out: aims, a row of boxes for each line, its remark."""

    metric: Metric
    aims: list[str]
    lines: list[GridLine]
    remark: BoundField


@dataclass
class ScorecardCell:
    """A quarter of a line: its figure, if there is one, and whether it can be edited now."""

    line: ActualLine
    quarter: str
    stored: Actual | None
    is_open: bool
    box: str = field(init=False)
    keep: str = field(init=False)

    def __post_init__(self) -> None:
        self.box = actual_key(self.line.pk, self.quarter)
        self.keep = self.box.replace("actual-", "keep-")

    @cached_property
    def printed(self) -> str:
        return self.stored.printed if self.stored else ""

    @cached_property
    def value(self) -> Value:
        """What is printed, as its metric reads it."""
        return self.line.metric.read(self.printed)

    @property
    def kept(self) -> bool:
        return bool(self.stored and self.stored.kept_as_printed)

    @property
    def note(self) -> str:
        return self.stored.note if self.stored else ""

    @property
    def entered(self) -> EnteredFigure:
        is_figure = self.value.state in (State.VALUE, State.UNREADABLE)
        as_at = self.stored.as_at if self.stored and is_figure else None
        return EnteredFigure(self.quarter, not self.printed, as_at)


def missing_cells(
    row: list[ScorecardCell], until: date
) -> list[tuple[ScorecardCell, MissingFigure]]:
    by_quarter = {cell.quarter: cell for cell in row}
    missing = missing_figures([cell.entered for cell in row], until)
    return [(by_quarter[figure.quarter], figure) for figure in missing]
