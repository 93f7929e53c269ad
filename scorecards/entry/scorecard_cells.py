"""The cells of a scorecard as its form asks for them, and as its page lays them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.forms.boundfield import BoundField

from scorecards.models import Actual, ActualLine, Metric
from scorecards.values.cells import State, actual_key
from scorecards.values.questions import EnteredFigure, MissingFigure, missing_figures


@dataclass(frozen=True)
class GridCell:
    """A cell of the grid: what is printed in it, and its box if it is open.

    ``was`` is what a pasted text replaced; ``question`` asks about a figure that may be a slip. The
    tick keeps an unreadable text as printed, or says that the figure is right.
    """

    quarter: str
    printed: str
    note: str
    box: BoundField | None = None
    keep: BoundField | None = None
    offers_keep: bool = False
    was: str | None = None
    question: str = ""


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

    @property
    def printed(self) -> str:
        return self.stored.printed if self.stored else ""

    @property
    def kept(self) -> bool:
        return bool(self.stored and self.stored.kept_as_printed)

    @property
    def note(self) -> str:
        return self.stored.note if self.stored else ""

    @property
    def entered(self) -> EnteredFigure:
        is_figure = self.line.metric.read(self.printed).state in (State.VALUE, State.UNREADABLE)
        as_at = self.stored.as_at if self.stored and is_figure else None
        return EnteredFigure(self.quarter, not self.printed, as_at)


def missing_cells(
    row: list[ScorecardCell], until: date
) -> list[tuple[ScorecardCell, MissingFigure]]:
    by_quarter = {cell.quarter: cell for cell in row}
    missing = missing_figures([cell.entered for cell in row], until)
    return [(by_quarter[figure.quarter], figure) for figure in missing]
