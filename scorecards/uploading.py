"""Reading a scorecard workbook back: which text stands in which cell, whatever Excel made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from improvement.periods import Quarter
from scorecards.performance import print_duration
from scorecards.unpacking import NOT_OURS, TOO_WIDE, Unfit, refuse_unfit
from scorecards.workbook import AIM, COMMENT, HEAD_ROW, SHEET, YEARS_ROW, as_written

MOST_ROWS, MOST_COLUMNS = 2_000, 60


@dataclass
class Sheet:
    """What a workbook says, by metric number, row name and quarter; ``unknown`` in sentences."""

    cells: dict[tuple[str, str, str], str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read_workbook(content: bytes, workstream: str) -> Sheet:
    """Read the bytes of an .xlsx file. Raises ``Unfit`` for all but this workstream's scorecard."""
    refuse_unfit(content)
    try:
        return _read(content, workstream)
    except Unfit:
        raise
    except Exception as error:  # openpyxl raises anything at all over a damaged file
        raise Unfit(NOT_OURS) from error


def _read(content: bytes, workstream: str) -> Sheet:
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    if SHEET not in book.sheetnames:
        raise Unfit(NOT_OURS)
    rows = list(_rows(book[SHEET]))
    if len(rows) < HEAD_ROW:
        raise Unfit(NOT_OURS)
    if (found := _at(rows[1], 0)) != as_written(workstream):
        raise Unfit(f"This is the scorecard of {found or 'nothing'}, not of {workstream}.")
    return _sheet_of(rows)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Give each row as texts. The sheet's own word for its size is not trusted."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if number > MOST_ROWS or len(texts) > MOST_COLUMNS:
            raise Unfit(TOO_WIDE)
        yield texts


def _text(cell: Any) -> str:
    """Give a cell as it would be typed: Excel keeps 60.5% as 0.605 and 0:38:09 as a time."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Unfit(f"Cell {cell.coordinate} holds a formula: paste its value instead.")
    if isinstance(value, bool | str):
        return as_written(str(value))
    if isinstance(value, datetime):
        return f"{value:%d %B %Y}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}:{value.second:02}"
    if isinstance(value, timedelta):
        return print_duration(Decimal(round(value.total_seconds())))
    return _figure(Decimal(str(value)), "%" in cell.number_format)


def _figure(number: Decimal, is_percent: bool) -> str:
    shown = f"{number * 100 if is_percent else number:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{shown}%" if is_percent else shown


def _sheet_of(rows: list[list[str]]) -> Sheet:
    quarters, columns = _columns(rows[YEARS_ROW - 1], rows[HEAD_ROW - 1])
    sheet, seen = Sheet(), set()
    for row in rows[HEAD_ROW:]:
        number, name = _at(row, columns["Metric"]), _at(row, columns["Row"])
        if not any(row):
            continue
        if (number, name) in seen:
            raise Unfit(f"Metric {number}, {name} stands in two rows: keep one of them.")
        seen.add((number, name))
        if name == AIM:
            sheet.remarks[number] = _at(row, columns[COMMENT])
        for column, quarter in quarters.items():
            sheet.cells[number, name, quarter] = _at(row, column)
    return sheet


def _columns(years: list[str], head: list[str]) -> tuple[dict[int, str], dict[str, int]]:
    """Give the quarter of each column of figures, and the place of the others by name."""
    quarters, others, year = {}, {}, ""
    for column, name in enumerate(head):
        year = _at(years, column) or year
        if len(name) == 2 and name[0] == "Q" and year:
            quarters[column] = _quarter(f"{year} {name}")
        else:
            others[name] = column
    if not {"Metric", "Row", COMMENT} <= others.keys() or not quarters:
        raise Unfit(NOT_OURS)
    if len(set(quarters.values())) < len(quarters):
        raise Unfit("A quarter stands over two columns: keep one of them.")
    return quarters, others


def _quarter(text: str) -> str:
    try:
        return Quarter.parse(text).slug
    except ValueError as error:
        raise Unfit(str(error)) from error


def _at(row: list[str], column: int) -> str:
    return row[column] if column < len(row) else ""
