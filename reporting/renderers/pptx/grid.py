"""Native tables: rows measured before they are drawn, groups of rows that stay together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.table import _Cell
from pptx.util import Pt

from reporting.renderers.pptx.deck import put
from reporting.renderers.pptx.text import Para, Paras, height_of, poured
from reporting.renderers.pptx.theme import BLUE, RULE, WHITE

ACROSS, DOWN = 4.0, 3.0  # a cell's margins
NAMED = 60.0
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's “No Style, No Grid”


@dataclass(frozen=True)
class Cell:
    """A cell: its text and its colour. ``rows`` and ``across`` are how far it reaches."""

    paras: Paras = ()
    fill: str = ""
    rows: int = 1
    across: int = 1
    centred: bool = False


Row = tuple[Cell | None, ...]  # None: an earlier cell reaches over this place


@dataclass(frozen=True)
class Group:
    """Rows that stay on one slide, and what the notes of that slide say of them."""

    rows: tuple[Row, ...]
    notes: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: what it is called, how wide its columns are, its header and its rows."""

    name: str
    widths: tuple[float, ...]
    header: Group
    groups: tuple[Group, ...]

    def height(self, group: Group) -> float:
        """How many points a group of rows is high."""
        return sum(self.heights(group))

    def heights(self, group: Group) -> list[float]:
        """How high each row is; a cell that reaches over several makes the last one higher."""
        high = [
            max((self._needs(cell, n) for n, cell in _own(row) if cell.rows == 1), default=0.0)
            for row in group.rows
        ]
        for place, row in enumerate(group.rows):
            for n, cell in _own(row):
                reach = slice(place, place + cell.rows)
                missing = self._needs(cell, n) - sum(high[reach])
                if missing > 0:
                    high[min(place + cell.rows, len(high)) - 1] += missing
        return high

    def inner(self, place: int, across: int = 1) -> float:
        """How wide the text of a cell may be."""
        return sum(self.widths[place : place + across]) - 2 * ACROSS

    def _needs(self, cell: Cell, place: int) -> float:
        return height_of(cell.paras, self.inner(place, cell.across)) + 2 * DOWN


def _own(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((place, cell) for place, cell in enumerate(row) if cell is not None)


def heads(*words: str, size: float = 10) -> Group:
    """Give a header of one row."""
    return Group((tuple(head(one, size) for one in words),))


def head(words: str, size: float = 10, rows: int = 1, across: int = 1) -> Cell:
    """Give a cell of a header."""
    paras = (Para(words, size, bold=True, colour=WHITE),) if words else ()
    return Cell(paras, BLUE, rows, across, centred=across > 1)


def split(grid: Grid, row: Row, room: float) -> tuple[Row, Row]:
    """Part a row that no slide can hold: what fits in ``room`` points, and what is left."""
    first, rest = list[Cell | None](), list[Cell | None]()
    for place, cell in enumerate(row):
        if cell is None:
            first.append(None)
            rest.append(None)
            continue
        wide = grid.inner(place, cell.across)
        here, there = poured(cell.paras, wide, room - 2 * DOWN)
        first.append(replace(cell, paras=here, rows=1))
        # Colour is never shown without its words.
        rest.append(replace(cell, paras=there, fill=cell.fill if there else "", rows=1))
    named = row[0]
    if named and rest[0] and not rest[0].paras and height_of(named.paras, grid.inner(0)) < NAMED:
        rest[0] = named  # what the row is about is said again
    return tuple(first), tuple(rest)


def draw(slide: Any, grid: Grid, groups: Sequence[Group], x: float, y: float) -> float:
    """Draw the header and these groups as one native table; give how high it is."""
    everything = [grid.header, *groups]
    rows = [row for group in everything for row in group.rows]
    high = [one for group in everything for one in grid.heights(group)]
    frame = slide.shapes.add_table(
        len(rows), len(grid.widths), Pt(x), Pt(y), Pt(sum(grid.widths)), Pt(sum(high))
    )
    frame.name = grid.name[:200]
    about = f"Table: {grid.name}. {len(rows) - len(grid.header.rows)} rows."
    frame._element.nvGraphicFramePr.cNvPr.set("descr", about)
    table = frame.table
    table.first_col, table.horz_banding = True, False
    table._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN_STYLE
    for column, wide in zip(table.columns, grid.widths, strict=True):
        column.width = Pt(wide)
    for tall, points in zip(table.rows, high, strict=True):
        tall.height = Pt(points)
    for line, row in zip(table._tbl.tr_lst, rows, strict=True):
        for element, cell in zip(line.tc_lst, row, strict=True):
            _fill(element, cell)
    _merge(table, rows)
    return sum(high)


def _merge(table: Any, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        for n, cell in _own(row):
            if cell.rows > 1 or cell.across > 1:
                last = table.cell(place + cell.rows - 1, n + cell.across - 1)
                table.cell(place, n).merge(last)


def _fill(element: Any, cell: Cell | None) -> None:
    box = _Cell(element, None)  # type: ignore[arg-type]
    box.margin_left = box.margin_right = Pt(ACROSS)
    box.margin_top = box.margin_bottom = Pt(DOWN)
    paras = (cell.paras if cell else ()) or (Para("", 6),)
    frame = box.text_frame
    for place, para in enumerate(paras):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        put(paragraph, para)
        if cell and cell.centred:
            paragraph._p.get_or_add_pPr().set("algn", "ctr")
    _rule(element)
    if cell and cell.fill:
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(cell.fill)


def _rule(element: Any) -> None:
    """A hairline under the cell."""
    line = (
        f"<a:lnB {nsdecls('a')} w='6350'><a:solidFill><a:srgbClr val='{RULE}'/></a:solidFill>"
        "</a:lnB>"
    )
    element.get_or_add_tcPr().append(parse_xml(line))
