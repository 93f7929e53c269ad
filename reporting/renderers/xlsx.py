"""The pack as an Excel workbook: a sheet a table, printed text as text, values as values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter

from reporting.contents import Contents
from reporting.renderers.office import at_one_time, fit_for_xml
from reporting.tables import Share, Table, Value, tables_of

LONGEST = 32_767  # characters a cell of Excel holds
_CUT = " … (the rest is in the JSON of this pack)"
_FONT, _BOLD = Font(name="Arial", size=10), Font(name="Arial", size=10, bold=True)
_HEAD = PatternFill("solid", fgColor="D8DDE0")
_TOP = Alignment(wrap_text=True, vertical="top")
_LONG = {"Text", "Action", "Criterion", "Explanation", "Mitigation", "Remark", "Metric", "Value"}
_FORMATS = {Share: "0.00%", timedelta: "[h]:mm:ss"}


def render(contents: Contents) -> bytes:
    """Give the workbook of ``contents``: headers frozen, filters on, nothing that Excel runs."""
    book = Workbook(write_only=True)
    moment = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    book.properties.creator = contents.programme.organisation
    book.properties.title = f"{contents.programme.name}, {contents.month.words}"
    book.properties.created = book.properties.modified = moment
    for table in tables_of(contents):
        _put(book, table)
    file = BytesIO()
    book.save(file)
    return at_one_time(file.getvalue(), moment)


def _put(book: Workbook, table: Table) -> None:
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
    """Give a cell. Text is text whatever it begins with; a duration counts as a duration."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = _text(value) or None
        cell.data_type = "s" if cell.value else "n"
    else:
        cell.value = value.of_one if isinstance(value, Share) else value
        cell.number_format = _FORMATS.get(type(value), "General")
    cell.font = _BOLD if bold else _FONT
    cell.alignment = _TOP
    if bold:
        cell.fill = _HEAD
    return cell


def _text(value: str) -> str:
    """Without what Excel refuses, and no longer than a cell holds."""
    text = fit_for_xml(value)
    return text if len(text) <= LONGEST else text[: LONGEST - len(_CUT)] + _CUT
