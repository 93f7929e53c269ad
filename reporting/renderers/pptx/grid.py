"""Native tables: rows are measured before they are drawn, and groups of rows stay together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.table import _Cell
from pptx.util import Pt

from reporting.renderers.pptx.deck import write_paragraph
from reporting.renderers.pptx.text import Para, Paras, height_of, split_to_fit
from reporting.renderers.pptx.theme import BLUE, RULE, WHITE

ACROSS, DOWN = 4.0, 3.0  # a cell's margins
NAMED = 60.0
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's “No Style, No Grid”


@dataclass(frozen=True)
class SlideCell:
    """A cell over ``rows`` rows and ``across`` columns: its text and its colour, maybe hatched."""

    paras: Paras = ()
    fill: str = ""
    rows: int = 1
    across: int = 1
    centred: bool = False
    hatched: bool = False


SlideRow = tuple[SlideCell | None, ...]  # None: an earlier cell reaches over this place


@dataclass(frozen=True)
class SlideRows:
    """Rows that stay on one slide, and the text about them in that slide's notes."""

    rows: tuple[SlideRow, ...]
    notes: str = ""


@dataclass(frozen=True)
class SlideTable:
    """A table: its name, the widths of its columns in points, its header and its rows."""

    name: str
    widths: tuple[float, ...]
    header: SlideRows
    groups: tuple[SlideRows, ...]

    def height(self, group: SlideRows) -> float:
        """Return the height of a group of rows in points."""
        return sum(self.heights(group))

    def heights(self, group: SlideRows) -> list[float]:
        """Return the height of each row; a cell over several rows adds to the last one's."""
        high = [
            max((self._needs(cell, n) for n, cell in _cells(row) if cell.rows == 1), default=0.0)
            for row in group.rows
        ]
        for place, row in enumerate(group.rows):
            for n, cell in _cells(row):
                reach = slice(place, place + cell.rows)
                missing = self._needs(cell, n) - sum(high[reach])
                if missing > 0:
                    high[min(place + cell.rows, len(high)) - 1] += missing
        return high

    def inner(self, place: int, across: int = 1) -> float:
        """Return the width for the text of a cell, in points."""
        return sum(self.widths[place : place + across]) - 2 * ACROSS

    def _needs(self, cell: SlideCell, place: int) -> float:
        return height_of(cell.paras, self.inner(place, cell.across)) + 2 * DOWN


def _cells(row: SlideRow) -> Iterator[tuple[int, SlideCell]]:
    return ((place, cell) for place, cell in enumerate(row) if cell is not None)


def head_row(*words: str, size: float = 10) -> SlideRows:
    """Return a header of one row."""
    return SlideRows((tuple(head_cell(text, size) for text in words),))


def head_cell(words: str, size: float = 10, rows: int = 1, across: int = 1) -> SlideCell:
    """Return a cell of a header."""
    paras = (Para(words, size, bold=True, colour=WHITE),) if words else ()
    return SlideCell(paras, BLUE, rows, across, centred=across > 1)


def split_row(grid: SlideTable, row: SlideRow, room: float) -> tuple[SlideRow, SlideRow]:
    """Return the part of a row that fits in ``room`` points, and the rest."""
    first, rest = list[SlideCell | None](), list[SlideCell | None]()
    for place, cell in enumerate(row):
        if cell is None:
            first.append(None)
            rest.append(None)
            continue
        wide = grid.inner(place, cell.across)
        fitting, left = split_to_fit(cell.paras, wide, room - 2 * DOWN)
        first.append(replace(cell, paras=fitting, rows=1))
        # Colour is never shown without its words.
        rest.append(replace(cell, paras=left, fill=cell.fill if left else "", rows=1))
    name = row[0]
    if name and rest[0] and not rest[0].paras and height_of(name.paras, grid.inner(0)) < NAMED:
        rest[0] = name  # repeated, so that the rest of the row has its name too
    return tuple(first), tuple(rest)


def draw_table(
    slide: Any, grid: SlideTable, groups: Sequence[SlideRows], x: float, y: float
) -> float:
    """Draw the header and these groups as one native table; return its height in points."""
    everything = [grid.header, *groups]
    rows = [row for group in everything for row in group.rows]
    high = [height for group in everything for height in grid.heights(group)]
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
            _draw_cell(element, cell)
    for place, row in enumerate(rows):
        for n, spanning in _cells(row):
            if spanning.rows > 1 or spanning.across > 1:
                last = table.cell(place + spanning.rows - 1, n + spanning.across - 1)
                table.cell(place, n).merge(last)
    return sum(high)


def _draw_cell(element: Any, cell: SlideCell | None) -> None:
    box = _Cell(element, None)  # type: ignore[arg-type]
    box.margin_left = box.margin_right = Pt(ACROSS)
    box.margin_top = box.margin_bottom = Pt(DOWN)
    paras = (cell.paras if cell else ()) or (Para("", 6),)
    frame = box.text_frame
    for place, para in enumerate(paras):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write_paragraph(paragraph, para)
        if cell and cell.centred:
            paragraph._p.get_or_add_pPr().set("algn", "ctr")
    hairline = (
        f"<a:lnB {nsdecls('a')} w='6350'><a:solidFill><a:srgbClr val='{RULE}'/></a:solidFill>"
        "</a:lnB>"
    )
    element.get_or_add_tcPr().append(parse_xml(hairline))
    if cell and cell.fill and cell.hatched:
        box.fill.patterned()
        box.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        box.fill.fore_color.rgb = RGBColor.from_string(cell.fill)
        box.fill.back_color.rgb = RGBColor.from_string(WHITE)
    elif cell and cell.fill:
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(cell.fill)
