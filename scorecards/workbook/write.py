"""A scorecard as an Excel workbook, laid out as the published one: years over quarters, aims over
actuals, comments beside. Every cell is text as printed, so that nothing is reformatted or run.

Hidden columns at its right keep which row is which, and what stood when it was downloaded: what
comes back is matched by them, and compared with what stands by then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from improvement.models import HighlightReport
from improvement.processes.make_document import make_document
from improvement.values.periods import Quarter
from scorecards.entry.scorecard_form import GridMetric, ScorecardForm
from scorecards.models import ActualLine, Metric
from scorecards.workbook.cells import fit_for_xml
from scorecards.workbook.layout import CellLayout, SheetLayout

SHEET = "Scorecard"
BEFORE = ("Metric", "Name", "Baseline", "Target", "Row")
AIM, COMMENT = "Aim", "Comment"
IDENTITY, NAMED, AS_DOWNLOADED = "Identity", "Named", " as downloaded"
TITLE_ROW, YEARS_ROW, HEAD_ROW = 2, 3, 4
WIDTHS = {"Metric": 8, "Name": 44, "Baseline": 16, "Target": 16, "Row": 14, COMMENT: 60}

PROCESS = Path(__file__).with_name("write_process.py")
MOST_SECONDS, MOST_MEGABYTES = 20, 300

_WIDTH, _HIGHEST = 12, 400  # a quarter's, in characters; a row's, in points
_CLOSED, _HEAD = "E8EDEE", "D8DDE0"


def as_written(text: str) -> str:
    """Return ``text`` as a workbook holds it: without what Excel refuses or spaces at its ends."""
    return fit_for_xml(text.replace("\r\n", "\n")).strip()


def address_of(report: HighlightReport) -> str:
    """Return how a workbook says which report it is of."""
    month = report.month
    return f"{month.programme.slug}/{month.slug}/{report.workstream.slug}"


def metric_identity(metric: Metric) -> str:
    return f"metric-{metric.pk}"


def line_identity(line: ActualLine) -> str:
    return f"line-{line.pk}"


def called(metric: Metric) -> str:
    """Return a metric's name as a workbook has it: with its unit."""
    return as_written(metric.called)


def row_name(metric: Metric, label: str) -> str:
    """Return what a row is, in words: its metric's number and name, and which row of it."""
    return f"{metric.number} | {called(metric)} | {as_written(label)}"


def workbook_of(report: HighlightReport, form: ScorecardForm) -> bytes:
    """Return a report's scorecard as the bytes of an .xlsx file. Raises ``NotDrawn``."""
    return _run(json.dumps(asdict(layout_of(report, form))).encode())


def _run(layout: bytes) -> bytes:
    """Have a process write a layout. Raises ``NotDrawn``."""
    return make_document(PROCESS, layout, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)


def layout_of(report: HighlightReport, form: ScorecardForm) -> SheetLayout:
    """Return a report's scorecard as a sheet. Cells that are closed are grey."""
    quarters = len(form.quarters)
    first = _hidden_from(quarters)
    layout = SheetLayout(
        name=SHEET,
        hidden=(first, first + quarters + 2),
        frozen=(HEAD_ROW + 1, len(BEFORE) + 1),
        repeated=(YEARS_ROW, HEAD_ROW),
    )
    layout.cells += [
        CellLayout(1, 1, "Scorecard", is_bold=True, wraps=False),
        CellLayout(TITLE_ROW, 1, as_written(report.workstream.name), is_bold=True, wraps=False),
        CellLayout(TITLE_ROW, 3, as_written(report.month.period.words)),
        CellLayout(TITLE_ROW, first, as_written(address_of(report))),
    ]
    _put_head(layout, form.quarters)
    row = HEAD_ROW
    for metric in form.rows:
        row = _put_metric(layout, row + 1, metric)
    for column, name in enumerate(_names(len(BEFORE) + quarters + 1), start=1):
        layout.widths.append((column, WIDTHS.get(name, _WIDTH)))
    return layout


def _hidden_from(quarters: int) -> int:
    """Return the first hidden column, right of the comments."""
    return len(BEFORE) + quarters + 2


def _put_head(layout: SheetLayout, quarters: list[str]) -> None:
    seen = (*BEFORE, *(_name(quarter) for quarter in quarters), COMMENT)
    hidden = (IDENTITY, NAMED, *(f"{column}{AS_DOWNLOADED}" for column in (*quarters, COMMENT)))
    for column, name in enumerate((*seen, *hidden), start=1):
        layout.cells.append(CellLayout(HEAD_ROW, column, name, is_bold=True, colour=_HEAD))
    column = len(BEFORE) + 1
    years = [Quarter.parse(quarter).financial_year for quarter in quarters]
    for year, of_year in groupby(years):
        last = column + len(list(of_year)) - 1
        layout.cells.append(CellLayout(YEARS_ROW, column, year, is_bold=True, colour=_HEAD))
        layout.merged.append((YEARS_ROW, column, last))
        column = last + 1


def _name(quarter: str) -> str:
    return f"Q{Quarter.parse(quarter).number}"


def _put_metric(layout: SheetLayout, row: int, metric: GridMetric) -> int:
    """Put a metric's rows, its aim's first. Returns the last one."""
    about = metric.metric
    baseline, target = (
        f"{value} {when}".strip()
        for value, when in (
            (about.baseline, about.baseline_when),
            (about.target, about.target_when),
        )
    )
    remark = str(metric.remark.value() or "")
    seen = (about.number, called(about), baseline, target, AIM, *metric.aims, remark)
    hidden = (metric_identity(about), row_name(about, AIM), *metric.aims, remark)
    _put_row(layout, row, seen, hidden, closed=range(len(metric.aims)))
    for line in metric.lines:
        row += 1
        printed = [cell.printed for cell in line.cells]
        seen = (about.number, "", "", "", line.line.name, *printed, "")
        hidden = (line_identity(line.line), row_name(about, line.line.name), *printed, "")
        closed = [place for place, cell in enumerate(line.cells) if cell.box is None]
        _put_row(layout, row, seen, hidden, closed=closed)
    return row


def _put_row(
    layout: SheetLayout,
    row: int,
    seen: Sequence[str],
    hidden: Sequence[str],
    *,
    closed: Collection[int],
) -> None:
    """Put a row's texts; its ``closed`` quarters show by their colour that nobody writes there."""
    grey = {len(BEFORE) + 1 + quarter for quarter in closed}
    for column, text in enumerate((*seen, *hidden), start=1):
        colour = _CLOSED if column in grey else ""
        layout.cells.append(CellLayout(row, column, as_written(text), colour=colour))
    # Not every program works out for itself how high a row has to be.
    lines = max(_lines(name, text) for name, text in zip(_names(len(seen)), seen, strict=True))
    layout.heights.append((row, min(_HIGHEST, 4 + 13 * lines)))


def _names(columns: int) -> tuple[str, ...]:
    """Name the columns that can be seen; those of quarters by nothing."""
    return (*BEFORE, *([""] * (columns - len(BEFORE) - 1)), COMMENT)


def _lines(name: str, text: str) -> int:
    """Return how many lines a text takes in a column, whose width is counted in wide digits."""
    fitting = WIDTHS.get(name, _WIDTH) * 6 // 5
    return sum(1 + len(line) // fitting for line in text.split("\n"))
