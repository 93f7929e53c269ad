"""Workbooks that nobody should send: whose sheet is altered, and which take long to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scorecards.xlsx_reader.cells import MOST_COLUMNS, TOO_WIDE
from scorecards.xlsx_reader.guard import (
    NOT_OURS,
    TOO_MUCH,
)
from tests.support.workbooks import SHEET, part_of


def formula(opened: Any) -> None:
    opened["Scorecard"]["K7"] = "=SUM(F7:J7)"


def many_rows(opened: Any) -> None:
    opened["Scorecard"]["A1000000"] = "far below"


def many_columns(opened: Any) -> None:
    opened["Scorecard"]["XFD7"] = "far right"


def a_column_too_many(opened: Any) -> None:
    opened["Scorecard"].cell(7, MOST_COLUMNS + 1).value = "just beside"


def renamed(opened: Any) -> None:
    opened["Scorecard"].title = "Sheet1"


def headless(opened: Any) -> None:
    opened["Scorecard"].delete_rows(4)


def of_another(opened: Any) -> None:
    opened["Scorecard"]["A2"] = "Patient Safety"


def row_twice(opened: Any) -> None:
    sheet = opened["Scorecard"]
    last = sheet.max_row + 1
    sheet.cell(last, 1).value, sheet.cell(last, 5).value = "1", "Actual"


def quarter_twice(opened: Any) -> None:
    opened["Scorecard"]["G4"] = "Q3"


def no_year(opened: Any) -> None:
    sheet = opened["Scorecard"]
    sheet.unmerge_cells("F3:G3")
    sheet["F3"] = "next year"


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
LINK = (
    b'<Relationships><Relationship Id="r" Type="http://x/externalLinkPath" '
    b'Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
)
MACRO = (
    b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)


def rows(more: bytes) -> Callable[[bytes], dict[str, bytes]]:
    """Add rows of XML to the sheet."""
    return lambda book: {
        SHEET: part_of(book, SHEET).replace(b"</sheetData>", more + b"</sheetData>")
    }


def cells(one: bytes, times: int) -> bytes:
    return b"<row>" + one * times + b"</row>"


def number_format(code: bytes) -> Callable[[bytes], dict[str, bytes]]:
    """Set one format for every style, and make rows of numbers in it, no two of them alike."""
    styles = b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts>' % code
    styles += b"<cellXfs>" + b'<xf numFmtId="200"/>' * 20 + b"</cellXfs></styleSheet>"
    row = b'<c s="7"><v>%d.6551724137931034</v></c>' * 100
    figures = b"".join(
        b"<row>" + row % tuple(range(first, first + 100)) + b"</row>"
        for first in range(0, 19_000, 100)
    )

    def change(book: bytes) -> dict[str, bytes]:
        return {"xl/styles.xml": styles} | rows(figures)(book)

    return change


def in_sheet(more: bytes) -> Callable[[bytes], dict[str, bytes]]:
    return lambda book: {SHEET: part_of(book, SHEET).replace(b"<sheetData>", more + b"<sheetData>")}


def shared_text(book: bytes) -> dict[str, bytes]:
    """One long text that twenty thousand cells show."""
    strings = b"<sst><si><t>" + b"long " * 6_000 + b"</t></si></sst>"
    of_book = part_of(book, "xl/_rels/workbook.xml.rels")
    kind = b'<Relationship Id="strings" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    return {
        "xl/sharedStrings.xml": strings,
        "xl/_rels/workbook.xml.rels": of_book.replace(b"</Rel", kind + b"</Rel"),
    } | rows(cells(b'<c t="s"><v>0</v></c>', 100) * 190)(book)


HOSTILE: dict[str, tuple[Callable[[bytes], dict[str, bytes]], str]] = {
    "far columns by number": (rows(b'<row><c r="&#88;FD1"/></row>' * 2_000), ""),
    "a far column": (rows(b'<row r="90"><c r="&#88;FD1"><v>1</v></c></row>'), TOO_WIDE),
    "the last row": (rows(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), TOO_WIDE),
    "a number without end": (rows(b'<row r="90"><c r="F90"><v>1e999999999</v></c></row>'), ""),
    "a format of brackets": (number_format(b"[" * 60_000), ""),
    "a format of times": (number_format(b"[h]:mm:ss.00" * 5), TOO_MUCH),
    "a format of hours": (number_format(b"hm" * 127), TOO_MUCH),
    "a format of digits": (number_format(b"0" * 255), TOO_MUCH),
    "times of day": (number_format(b"h:mm:ss"), TOO_MUCH),
    "times": (number_format(b"[h]:mm:ss"), ""),
    "percentages": (number_format(b"0.0%"), ""),
    "a long attribute": (in_sheet(b'<x y="' + b"a" * 18_000_000 + b'"/>'), TOO_MUCH),
    "a long comment": (in_sheet(b"<!--" + b"a" * 18_000_000 + b"-->"), TOO_MUCH),
    "many merges": (in_sheet(b'<mergeCell ref="A1:XFD1"/>' * 20_000), ""),
    "deep": (in_sheet(b"<a>" * 45_000 + b"</a>" * 45_000), TOO_MUCH),
    "many line breaks": (in_sheet(b"<a>" + b"\n&amp;" * 3_000_000 + b"</a>"), TOO_MUCH),
    "many empty cells": (rows(cells(b"<c/>", 100) * 1_900), ""),
    "many numbers": (rows(cells(b"<c><v>1</v></c>", 100) * 900), TOO_WIDE),
    "a shared text": (shared_text, TOO_MUCH),
    "relations": (lambda _: {"xl/evil.rels": b"<Relationship " * 60_000}, NOT_OURS),
}
