"""A process that writes a workbook: a layout on standard input, an .xlsx file on standard output.

It is started with limits, and knows no database and no settings.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from scorecards.workbook.cells import fill_cell
from scorecards.workbook.layout import CellLayout, SheetLayout

_LINE = Border(bottom=Side(style="thin", color="AEB7BD"))
_PLAIN, _BOLD = Font(name="Arial", size=10), Font(name="Arial", size=10, bold=True)
_WRAPS, _RUNS_ON = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=False)


def main() -> int:
    """Write the workbook. Returns the exit status."""
    sys.stdout.buffer.write(written(sys.stdin.buffer.read()))
    return 0


def written(given: bytes) -> bytes:
    """Return the .xlsx file of a layout in JSON, with one sheet."""
    layout = SheetLayout(**json.loads(given))
    book = Workbook()
    sheet: Any = book.active
    sheet.title = layout.name
    for cell in layout.cells:
        _put(sheet, CellLayout(*cell))
    for row, first, last in layout.merged:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    for row, points in layout.heights:
        sheet.row_dimensions[row].height = points
    for column, characters in layout.widths:
        sheet.column_dimensions[get_column_letter(column)].width = characters
    first, last = layout.hidden
    for column in range(first, last + 1):
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    sheet.freeze_panes = sheet.cell(*layout.frozen)
    _set_up_pages(sheet, *layout.repeated)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put(sheet: Any, layout: CellLayout) -> None:
    """Write text as text: what begins with = + - or @ is no formula."""
    cell = fill_cell(sheet.cell(layout.row, layout.column), layout.text)
    cell.number_format = "@"
    cell.font = _BOLD if layout.is_bold else _PLAIN
    cell.alignment = _WRAPS if layout.wraps else _RUNS_ON
    cell.border = _LINE
    if layout.colour:
        cell.fill = PatternFill("solid", fgColor=layout.colour)


def _set_up_pages(sheet: Any, first: int, last: int) -> None:
    """Print as wide as a page, with the rows from ``first`` to ``last`` on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{last}"


if __name__ == "__main__":
    raise SystemExit(main())
