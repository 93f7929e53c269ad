"""A sheet as it is to be written: its texts and how they look, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class CellLayout(NamedTuple):
    """A cell with its text. ``colour`` fills it, as six hexadecimal digits."""

    row: int
    column: int
    text: str
    is_bold: bool = False
    colour: str = ""
    wraps: bool = True


@dataclass(kw_only=True)
class SheetLayout:
    """A sheet, its rows and columns counted from 1.

    ``merged`` are a row and the first and last of its columns that are one cell. A row’s height is
    in points, a column’s width in characters. ``hidden`` are the first and last hidden column,
    ``frozen`` the first row and column that scroll, ``repeated`` the rows on every printed page.
    """

    name: str
    cells: list[CellLayout] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    heights: list[tuple[int, int]] = field(default_factory=list)
    widths: list[tuple[int, int]] = field(default_factory=list)
    hidden: tuple[int, int]
    frozen: tuple[int, int]
    repeated: tuple[int, int]
