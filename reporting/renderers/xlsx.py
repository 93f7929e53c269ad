"""The pack as an Excel workbook: a sheet for each table, with typed values beside printed text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils.timezone import is_aware, make_naive
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter

from reporting.contents.facts import Contents
from reporting.renderers.fixed_dates import at_one_time
from reporting.renderers.tables import tables_of
from reporting.renderers.tables.table import Share, Table, Value
from scorecards.workbook.cells import fill_cell, fit_for_xml

LONGEST = 32_767  # characters a cell of Excel holds
_CUT = " … (the rest is in the JSON of this pack)"
_FONT, _BOLD = Font(name="Arial", size=10), Font(name="Arial", size=10, bold=True)
_HEAD = PatternFill("solid", fgColor="D8DDE0")
_TOP = Alignment(wrap_text=True, vertical="top")
_LONG = {"Text", "Action", "Criterion", "Explanation", "Mitigation", "Remark", "Metric", "Value"}
_FORMATS = {
    Share: "0.00%",
    timedelta: "[h]:mm:ss",
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
}


def render(contents: Contents) -> bytes:
    """Return the pack as a workbook; the same contents give the same bytes."""
    book = workbook_of(tables_of(contents))
    moment = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.properties.creator = contents.programme.organisation
    book.properties.title = f"{contents.programme.name}, {contents.month.words}"
    book.properties.created = book.properties.modified = moment
    return at_one_time(as_bytes(book), moment)


def workbook_of(tables: Iterable[Table]) -> Workbook:
    """Return a workbook with a sheet for each table: heads in view, filters on, no formulas."""
    book = Workbook(write_only=True)
    for table in tables:
        _add_sheet(book, table)
    return book


def as_bytes(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _add_sheet(book: Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(table.name)
    last = get_column_letter(len(table.heads))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    for place, name in enumerate(table.heads, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 60 if name in _LONG else 18
    sheet.append([_cell(sheet, head, bold=True) for head in table.heads])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter = AutoFilter(ref=f"A1:{last}{len(table.rows) + 1}")


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    cell = fill_cell(WriteOnlyCell(sheet), _cell_value(value))
    if not isinstance(value, str):
        cell.number_format = _FORMATS.get(type(value), "General")
    cell.font = _BOLD if bold else _FONT
    cell.alignment = _TOP
    if bold:
        cell.fill = _HEAD
    return cell


def _cell_value(value: Value) -> Any:
    """Return the value for a cell: Excel has no time zones, and a limit on the length of a text."""
    match value:
        case str():
            text = fit_for_xml(value)
            return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT
        case datetime():
            return make_naive(value) if is_aware(value) else value
        case Share():
            return value.of_one
    return value
