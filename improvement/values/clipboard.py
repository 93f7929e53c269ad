"""Reading a block of cells that a spreadsheet put on the clipboard as text."""

from __future__ import annotations

import re

from improvement.values.refusals import Refused

MOST_CHARACTERS = 200_000
MOST_CELLS = 10_000
_END = re.compile(r"[\t\n]")


class NoBlock(Refused):
    """What was pasted cannot be taken as a block of cells. The sentence says why."""

    title = "Nothing was pasted"


def read_block(text: str) -> list[list[str]]:
    """Return the rows of cells of a copied block, all equally long.

    Cells are separated by tabs, rows by line ends. A cell with either of them or a quotation mark
    is in quotation marks, each one inside doubled. Blank rows at the end and blank columns at the
    right are cut off; all other blanks keep their places. Raises ``NoBlock``.
    """
    if len(text) > MOST_CHARACTERS:
        raise NoBlock(f"The block is too long: paste at most {MOST_CHARACTERS:,} characters.")
    rows = _rows(text.replace("\r\n", "\n").replace("\r", "\n"))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise NoBlock("The block is blank: copy the cells again and paste them.")
    width = max(_filled(row) for row in rows)
    if width * len(rows) > MOST_CELLS:
        raise NoBlock(f"The block is too large: paste at most {MOST_CELLS:,} cells.")
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        cell, place = _cell(text, place)
        rows[-1].append(cell.strip())
        if place < len(text) and text[place] == "\n":
            rows.append([])
        place += 1
    return rows


def _cell(text: str, start: int) -> tuple[str, int]:
    """Return the cell that begins at ``start``, and where it ends."""
    end = _end_of_quoted(text, start) if text.startswith('"', start) else 0
    if end:
        return text[start + 1 : end - 1].replace('""', '"'), end
    found = _END.search(text, start)
    end = found.start() if found else len(text)
    return text[start:end], end


def _end_of_quoted(text: str, start: int) -> int:
    """Return where a cell in quotation marks ends, or 0 where the mark is part of its text."""
    place = text.find('"', start + 1)
    while place >= 0 and text.startswith('""', place):
        place = text.find('"', place + 2)
    end = place + 1
    return end if place >= 0 and (end == len(text) or text[end] in "\t\n") else 0


def _filled(row: list[str]) -> int:
    """Return how many cells a row has, without the blank ones at its end."""
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)
