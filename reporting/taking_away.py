"""Taking away: a metric's figures as a file for a spreadsheet, as printed and as numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from reporting.figure_facts import CellFact, LineFact, MetricFact
from reporting.renderers.defusing import defused
from scorecards.performance import Verdict
from scorecards.values import Kind

Row = tuple[str | Decimal | None, ...]


@dataclass(frozen=True)
class Writer:
    """A way to write a metric's figures, and what a browser is told it is."""

    write: Callable[[MetricFact], bytes]
    content_type: str


def as_csv(metric: MetricFact) -> bytes:
    """Take a metric, give its figures as CSV, marked as UTF-8 for Excel."""
    text = StringIO(newline="")
    rows = (
        [defused(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(metric)
    )
    csv.writer(text).writerows([headings(metric), *rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(metric: MetricFact) -> bytes:
    """Take a metric, give its figures as a workbook: printed text as text, values as numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Figures"
    for row in [headings(metric), *_rows(metric)]:
        sheet.append([_cell(sheet, given) for given in row])
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def headings(metric: MetricFact) -> Row:
    """Give the heads of the columns; of a duration the values are seconds."""
    value = "value (seconds)" if metric.kind == Kind.DURATION else "value"
    first = ("Metric", "Name", "Unit", "Line", "Quarter", "Aim as printed", f"Aim {value}")
    return (*first, "Actual as printed", f"Actual {value}", "Performance", "Reason", "Note")


def _rows(metric: MetricFact) -> Iterator[Row]:
    for line in metric.lines:
        for aim, cell in zip(metric.aims, line.cells, strict=True):
            yield _row(metric, line, aim, cell)


def _row(metric: MetricFact, line: LineFact, aim: CellFact, cell: CellFact) -> Row:
    about = (metric.number, metric.name, metric.unit, line.name, cell.quarter)
    aimed, reached = (aim.printed, _value(aim)), (cell.printed, _value(cell))
    verdict = Verdict(cell.verdict).words
    return (*about, *aimed, *reached, verdict, cell.reason, cell.note)


def _value(cell: CellFact) -> Decimal | None:
    return None if cell.position is None else Decimal(cell.position)


def _cell(sheet: Worksheet, given: str | Decimal | None) -> Cell:
    """Give a cell; text stays text, without the control characters a workbook cannot hold."""
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", given) if isinstance(given, str) else given
    if isinstance(given, str):
        cell.data_type = "s"
    return cell


WRITERS = {
    "csv": Writer(as_csv, "text/csv; charset=utf-8"),
    "xlsx": Writer(as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
