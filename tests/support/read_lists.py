"""Lists read back: the rows of a page's table, and of its files."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import load_workbook

from tests.support.read_html import read, rows, words


def table_in(answer: HttpResponse) -> Any:
    """Return the table of a page, None where it has none."""
    return read(answer.content).find(".//table")


def caption_in(answer: HttpResponse) -> str:
    return words(table_in(answer).find("caption"))


def listed(answer: HttpResponse) -> list[list[str]]:
    """Return the rows of a page's table but for the headings of its groups."""
    table = table_in(answer)
    return [] if table is None else [row for row in rows(table) if len(row) > 1]


def headings(answer: HttpResponse) -> list[str]:
    return [row[0] for row in rows(table_in(answer)) if len(row) == 1]


def in_csv(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def in_xlsx(answer: HttpResponse) -> list[list[str]]:
    """Return the cells of a workbook's only sheet, as CSV would have them."""
    [sheet] = load_workbook(BytesIO(answer.content)).worksheets
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
