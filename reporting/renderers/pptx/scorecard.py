"""A workstream's scorecard: every figure as printed, with aims above actuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from reporting.contents.facts import QuarterFact, WorkstreamFact
from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import (
    ACROSS,
    SlideCell,
    SlideRow,
    SlideRows,
    SlideTable,
    head_cell,
)
from reporting.renderers.pptx.ratings import verdict
from reporting.renderers.pptx.text import Para, Paras, cut_to, note
from reporting.renderers.pptx.theme import PALE, QUIET, WHITE, WIDTH

QUARTERS_A_TABLE = 8
_SIZE, _TINY = 8.0, 7.0
_NUMBER, _DATED, _KIND, _QUARTER = 34.0, 62.0, 52.0, 46.0
_KEY = "Performance: ✓ Met: the aim is reached. ✗ Not met: it is not. No mark: no verdict. "
_KEY += "To 30 Nov: the figure stops at that day. "
_KEY += "† cannot be read, see the note below the metric. ‡ see the note below the metric. "
_KEY += "Full remarks are in the notes of each slide."


@dataclass
class _Cutter:
    """Cuts a text that is too long for its cell, and keeps the whole text for the notes."""

    notes: list[str] = field(default_factory=list)

    def __call__(self, text: str, wide: float, lines: int, of: str, **look: object) -> Paras:
        line = " ".join(text.split()) if lines < 3 else text.replace("\r", "\n")
        whole = Para(" ".join(line.split("\n")), **look)  # type: ignore[arg-type]
        shown = cut_to(whole, wide - 2 * ACROSS, lines)
        if shown is not whole:
            self.notes.append(f"{of}: {text}")
        return (shown,) if shown.text else ()


def scorecard(
    deck: Deck, workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...], title: str
) -> None:
    """Draw the scorecard as native tables; a metric stays on one slide."""
    flow = Flow(deck, "Scorecard", title)
    flow.text(note(_KEY, 8.5))
    if workstream.figures_to:
        flow.text(note(workstream.figures_to, 9.5))
    for start in range(0, max(1, len(quarters)), QUARTERS_A_TABLE):
        flow.table(_grid(workstream, quarters[start : start + QUARTERS_A_TABLE], title))


def _grid(workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...], title: str) -> SlideTable:
    left = WIDTH - _NUMBER - 2 * _DATED - _KIND - _QUARTER * len(quarters)
    name, remark = left * 0.47, left * 0.53
    widths = (_NUMBER, name, _DATED, _DATED, _KIND, *([_QUARTER] * len(quarters)), remark)
    groups = tuple(_group(metric, quarters, widths) for metric in workstream.metrics)
    marked = tuple((quarter, workstream.marked(quarter)) for quarter in quarters)
    return SlideTable(title, widths, _header(marked), groups)


def _header(quarters: Sequence[tuple[QuarterFact, str]]) -> SlideRows:
    """Return the years above their quarters, with a mark at a quarter that is not complete."""
    fixed = ("No", "Metric", "Baseline (date)", "End target (date)", "Aim or actual")
    top: list[SlideCell | None] = [head_cell(text, _SIZE, rows=2) for text in fixed]
    for year, some in groupby(quarters, lambda pair: pair[0].year):
        count = len(list(some))
        top += [head_cell(year[: 7 * count], _SIZE, across=count), *([None] * (count - 1))]
    below: list[SlideCell | None] = []
    for quarter, mark in quarters:
        name = head_cell(quarter.name[:6], _SIZE)
        marked = (Para(mark, _TINY, colour=WHITE),) if mark else ()
        below.append(replace(name, paras=name.paras + marked, centred=True))
    return SlideRows(
        ((*top, head_cell("Remark", _SIZE, rows=2)), (*([None] * len(fixed)), *below, None))
    )


def _group(
    metric: MetricFact, quarters: Sequence[QuarterFact], widths: Sequence[float]
) -> SlideRows:
    cut, reach = _Cutter(), 1 + len(metric.lines)
    number, name, dated, _, kind, *_, remark = widths
    about = [
        SlideCell(cut(metric.number, number, 3, "Number", size=_SIZE, bold=True), rows=reach),
        SlideCell(_name(metric, name, cut), rows=reach),
        SlideCell(
            _dated(metric.baseline, metric.baseline_when, dated, cut, "Baseline"), rows=reach
        ),
        SlideCell(_dated(metric.target, metric.target_when, dated, cut, "End target"), rows=reach),
    ]
    rows: list[SlideRow] = []
    lines = [("Aim", metric.aims), *((line.name, line.cells) for line in metric.lines)]
    for place, (row_name, cells) in enumerate(lines):
        head = SlideCell(cut(row_name, kind, 4, "Row", size=_SIZE, bold=True))
        figures = list(_figures(row_name, cells, quarters, cut))
        note_cell = SlideCell(cut(metric.remark, remark, 12, "Remark", size=_TINY), rows=reach)
        if place == 0:
            rows.append((*about, head, *figures, note_cell))
        else:
            rows.append((*[None] * 4, head, *figures, None))
    rows += _footnotes(lines, quarters, widths, cut)
    full = "" if any(line.startswith("Remark: ") for line in cut.notes) else metric.remark
    notes = [f"Metric {metric.number}: {metric.name}", *dict.fromkeys(cut.notes)]
    notes += [f"Remark: {full}"] if full else []
    return SlideRows(tuple(rows), "\n".join(notes) if len(notes) > 1 else "")


def _name(metric: MetricFact, wide: float, cut: _Cutter) -> Paras:
    name = cut(metric.name, wide, 8, "Name", size=_SIZE)
    unit = cut(f"({metric.unit})", wide, 2, "Unit", size=_TINY, colour=QUIET) if metric.unit else ()
    return name + unit


def _dated(shown: str, when: str, wide: float, cut: _Cutter, of: str) -> Paras:
    bracket = when if not when or "(" in when else f"({when})"
    day = cut(bracket, wide, 4, f"{of}’s date", size=_TINY, colour=QUIET)
    return cut(shown, wide, 5, of, size=_SIZE) + day


def _figures(
    row: str, cells: Sequence[CellFact], quarters: Sequence[QuarterFact], cut: _Cutter
) -> Iterator[SlideCell]:
    by_quarter = {cell.quarter: cell for cell in cells}
    for quarter in quarters:
        cell = by_quarter.get(quarter.slug)
        if cell is None:
            yield SlideCell()
            continue
        sign = "†" if cell.state == "unreadable" else "‡" if cell.foot_note else ""
        of = f"{row}, {quarter.slug}"
        shown = cut(cell.printed + sign, _QUARTER, 5, of, size=_SIZE, italic=row == "Aim")
        day = (Para(cell.short_day, 6.0, colour=QUIET),) if cell.short_day else ()
        yield SlideCell(shown + day + verdict(cell.verdict, 6.0), centred=True)


def _footnotes(
    lines: Sequence[tuple[str, Sequence[CellFact]]],
    quarters: Sequence[QuarterFact],
    widths: Sequence[float],
    cut: _Cutter,
) -> list[SlideRow]:
    """Return the row of notes below a metric: what cannot be read, is to date or was restated."""
    slugs = {quarter.slug for quarter in quarters}
    across, wide = len(widths) - 1, sum(widths[1:])
    paras: Paras = ()
    for name, cells in lines:
        for cell in (cell for cell in cells if cell.quarter in slugs):
            of = f"{name}, {cell.quarter}"
            if cell.query:
                paras += cut(f"† {of}: {cell.query}", wide, 2, of, size=_TINY, colour=QUIET)
            if cell.foot_note:
                paras += cut(f"‡ {of}: {cell.foot_note}", wide, 2, of, size=_TINY, colour=QUIET)
    return (
        [(SlideCell(), SlideCell(paras, PALE, across=across), *[None] * (across - 1))]
        if paras
        else []
    )
