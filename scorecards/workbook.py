"""A scorecard as an Excel workbook, laid out as the published one: years over quarters, aims over
actuals, comments beside. Every cell is text as printed, so that nothing is reformatted or run."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from improvement.models import HighlightReport
from improvement.periods import Quarter
from scorecards.forms import ScorecardForm

SHEET = "Scorecard"
BEFORE = ("Metric", "Name", "Baseline", "Target", "Row")
AIM, COMMENT = "Aim", "Comment"
YEARS_ROW, HEAD_ROW = 3, 4
WIDTHS = {"Metric": 8, "Name": 44, "Baseline": 16, "Target": 16, "Row": 14, COMMENT: 60}

_LINE = Side(style="thin", color="AEB7BD")
_CLOSED = PatternFill("solid", fgColor="E8EDEE")
_HEAD = PatternFill("solid", fgColor="D8DDE0")


def as_written(text: str) -> str:
    """Give ``text`` as a workbook holds it: without what Excel refuses and spaces at its ends."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n")).strip()


def workbook_of(report: HighlightReport, form: ScorecardForm) -> bytes:
    """Give a report's scorecard as the bytes of an .xlsx file. Cells that are closed are grey."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    _put(sheet, 1, 1, "Scorecard", bold=True)
    _put(sheet, 2, 1, report.workstream.name, bold=True)
    _put(sheet, 2, 3, report.month.period.words)
    _put_head(sheet, form.quarters)
    row = HEAD_ROW
    for metric in form.rows:
        row = _put_metric(sheet, row + 1, metric)
    _lay_out(sheet, len(form.quarters))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put_head(sheet: Any, quarters: list[str]) -> None:
    for column, name in enumerate((*BEFORE, *(_name(one) for one in quarters), COMMENT), start=1):
        _put(sheet, HEAD_ROW, column, name, bold=True).fill = _HEAD
    column = len(BEFORE) + 1
    for year, of_year in groupby(quarters, key=lambda one: Quarter.parse(one).financial_year):
        last = column + len(list(of_year)) - 1
        _put(sheet, YEARS_ROW, column, year, bold=True).fill = _HEAD
        sheet.merge_cells(
            start_row=YEARS_ROW, end_row=YEARS_ROW, start_column=column, end_column=last
        )
        column = last + 1


def _name(quarter: str) -> str:
    return f"Q{Quarter.parse(quarter).number}"


def _put_metric(sheet: Any, row: int, metric: Any) -> int:
    """Put a metric's rows, its aim's first; give the last one."""
    about = metric.metric
    unit = f" ({about.unit})" if about.unit else ""
    baseline, target = (
        f"{value} {when}".strip()
        for value, when in (
            (about.baseline, about.baseline_when),
            (about.target, about.target_when),
        )
    )
    for column, text in enumerate((about.number, about.name + unit, baseline, target), start=1):
        _put(sheet, row, column, text)
    _put(sheet, row, len(BEFORE), AIM)
    for column, aim in enumerate(metric.aims, start=len(BEFORE) + 1):
        _put(sheet, row, column, aim).fill = _CLOSED
    _put(sheet, row, len(BEFORE) + len(metric.aims) + 1, metric.remark.value() or "")
    for line in metric.lines:
        row += 1
        _put(sheet, row, 1, about.number)
        _put(sheet, row, len(BEFORE), line.line.name)
        for column, cell in enumerate(line.cells, start=len(BEFORE) + 1):
            written = _put(sheet, row, column, cell.printed)
            if cell.box is None:
                written.fill = _CLOSED
    return row


def _put(sheet: Any, row: int, column: int, text: str, *, bold: bool = False) -> Any:
    """Write text as text: what begins with = + - or @ is no formula."""
    cell = sheet.cell(row, column)
    cell.value = as_written(text) or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.font = Font(name="Arial", size=10, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=_LINE)
    return cell


def _lay_out(sheet: Any, quarters: int) -> None:
    names = (*BEFORE, *([""] * quarters), COMMENT)
    for column, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, 12)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, len(BEFORE) + 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{YEARS_ROW}:{HEAD_ROW}"
