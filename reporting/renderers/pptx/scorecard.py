"""A workstream's scorecard: every figure as printed, aims above actuals, quarters under years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from reporting.contents import QuarterFact, WorkstreamFact
from reporting.figure_facts import CellFact, MetricFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import ACROSS, Cell, Grid, Group, Row, head
from reporting.renderers.pptx.ratings import verdict
from reporting.renderers.pptx.text import Para, Paras, cut_to, note, nothing
from reporting.renderers.pptx.theme import PALE, QUIET, WIDTH

QUARTERS_A_TABLE = 8
_SIZE, _TINY = 8.0, 7.0
_NUMBER, _DATED, _KIND, _QUARTER = 34.0, 62.0, 52.0, 46.0
_KEY = "Performance: ✓ Met: the aim is reached. ✗ Not met: it is not. No mark: no verdict. "
_KEY += "† cannot be read, see the note below the metric. ‡ see the note below the metric. "
_KEY += "Full remarks are in the notes of each slide."


@dataclass
class _Cutter:
    """Cuts what a cell cannot hold, and keeps the whole of it for the notes."""

    notes: list[str] = field(default_factory=list)

    def __call__(self, text: str, wide: float, lines: int, of: str, **look: object) -> Paras:
        line = " ".join(text.split()) if lines < 3 else text.replace("\r", "\n")
        given = Para(" ".join(line.split("\n")), **look)  # type: ignore[arg-type]
        shown = cut_to(given, wide - 2 * ACROSS, lines)
        if shown is not given:
            self.notes.append(f"{of}: {text}")
        return (shown,) if shown.text else ()


def scorecard(
    deck: Deck, workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...], title: str
) -> None:
    """The scorecard as native tables; a metric stays on one slide."""
    flow = Flow(deck, "Scorecard", title)
    if not workstream.metrics:
        flow.text(nothing("No metrics in this workstream"))
        return
    flow.text(note(_KEY, 8.5))
    for start in range(0, max(1, len(quarters)), QUARTERS_A_TABLE):
        flow.table(_grid(workstream, quarters[start : start + QUARTERS_A_TABLE], title))


def _grid(workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...], title: str) -> Grid:
    left = WIDTH - _NUMBER - 2 * _DATED - _KIND - _QUARTER * len(quarters)
    name, remark = left * 0.47, left * 0.53
    widths = (_NUMBER, name, _DATED, _DATED, _KIND, *([_QUARTER] * len(quarters)), remark)
    groups = tuple(_group(one, quarters, widths) for one in workstream.metrics)
    return Grid(title, widths, _header(quarters), groups)


def _header(quarters: tuple[QuarterFact, ...]) -> Group:
    fixed = ("No", "Metric", "Baseline (date)", "End target (date)", "Aim or actual")
    top: list[Cell | None] = [head(one, _SIZE, rows=2) for one in fixed]
    for year, some in groupby(quarters, lambda one: one.year):
        count = len(list(some))
        top += [head(year[: 7 * count], _SIZE, across=count), *([None] * (count - 1))]
    below = [replace(head(one.name[:6], _SIZE), centred=True) for one in quarters]
    return Group(((*top, head("Remark", _SIZE, rows=2)), (*([None] * len(fixed)), *below, None)))


def _group(metric: MetricFact, quarters: Sequence[QuarterFact], widths: Sequence[float]) -> Group:
    cut, reach = _Cutter(), 1 + len(metric.lines)
    number, name, dated, _, kind, *_, remark = widths
    about = [
        Cell(cut(metric.number, number, 3, "Number", size=_SIZE, bold=True), rows=reach),
        Cell(_named(metric, name, cut), rows=reach),
        Cell(_dated(metric.baseline, metric.baseline_when, dated, cut, "Baseline"), rows=reach),
        Cell(_dated(metric.target, metric.target_when, dated, cut, "End target"), rows=reach),
    ]
    rows: list[Row] = []
    told = [("Aim", metric.aims), *((line.name, line.cells) for line in metric.lines)]
    for place, (row_name, cells) in enumerate(told):
        named = Cell(cut(row_name, kind, 4, "Row", size=_SIZE, bold=True))
        figures = list(_figures(row_name, cells, quarters, cut))
        said = Cell(cut(metric.remark, remark, 12, "Remark", size=_TINY), rows=reach)
        ends = (
            (*about, named, *figures, said) if place == 0 else (*[None] * 4, named, *figures, None)
        )
        rows.append(ends)
    rows += _footnotes(told, quarters, widths, cut)
    full = "" if any(one.startswith("Remark: ") for one in cut.notes) else metric.remark
    notes = [f"Metric {metric.number}: {metric.name}", *dict.fromkeys(cut.notes)]
    notes += [f"Remark: {full}"] if full else []
    return Group(tuple(rows), "\n".join(notes) if len(notes) > 1 else "")


def _named(metric: MetricFact, wide: float, cut: _Cutter) -> Paras:
    name = cut(metric.name, wide, 8, "Name", size=_SIZE)
    unit = cut(f"({metric.unit})", wide, 2, "Unit", size=_TINY, colour=QUIET) if metric.unit else ()
    return name + unit


def _dated(shown: str, when: str, wide: float, cut: _Cutter, of: str) -> Paras:
    bracket = when if not when or "(" in when else f"({when})"
    day = cut(bracket, wide, 4, f"{of}’s date", size=_TINY, colour=QUIET)
    return cut(shown, wide, 5, of, size=_SIZE) + day


def _figures(
    row: str, cells: Sequence[CellFact], quarters: Sequence[QuarterFact], cut: _Cutter
) -> Iterator[Cell]:
    found = {cell.quarter: cell for cell in cells}
    for quarter in quarters:
        cell = found.get(quarter.slug)
        if cell is None:
            yield Cell()
            continue
        sign = "†" if cell.state == "unreadable" else "‡" if cell.note else ""
        of = f"{row}, {quarter.slug}"
        shown = cut(cell.printed + sign, _QUARTER, 5, of, size=_SIZE, italic=row == "Aim")
        yield Cell(shown + verdict(cell.verdict, 6.0), centred=True)


def _footnotes(
    told: Sequence[tuple[str, Sequence[CellFact]]],
    quarters: Sequence[QuarterFact],
    widths: Sequence[float],
    cut: _Cutter,
) -> list[Row]:
    """What stands below a metric: why a cell cannot be read, and what is to date or restated."""
    wanted = {one.slug for one in quarters}
    across, wide = len(widths) - 1, sum(widths[1:])
    paras: Paras = ()
    for name, cells in told:
        for cell in (one for one in cells if one.quarter in wanted):
            of = f"{name}, {cell.quarter}"
            if cell.state == "unreadable":
                paras += cut(f"† {of}: {cell.expected}", wide, 2, of, size=_TINY, colour=QUIET)
            if cell.note:
                paras += cut(f"‡ {of}: {cell.note}", wide, 2, of, size=_TINY, colour=QUIET)
    return [(Cell(), Cell(paras, PALE, across=across), *[None] * (across - 1))] if paras else []
