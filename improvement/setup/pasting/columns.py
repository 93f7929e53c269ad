"""Which column of a pasted block is what, by its headings, as spreadsheets have them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.values.clipboard import NoBlock, read_block

MOST_ROWS = 300
MOST_COLUMNS = 30
LONGEST_CELL = 20_000
_BETWEEN = re.compile(r"[\W_]+")  # letters and digits
_DAYS = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%d %b %y",
    "%d-%b-%Y",
    "%d-%b-%y",
)


@dataclass(frozen=True)
class PastedColumn:
    """A column that a list takes: its name, its label, and other headings it goes by."""

    name: str
    label: str
    headings: tuple[str, ...] = ()
    is_needed: bool = False

    @property
    def known(self) -> set[str]:
        return {plain(heading) for heading in (self.name, self.label, *self.headings)}


@dataclass(frozen=True)
class Headed:
    """A pasted block: its headings, the rows beneath them, and the column each heading is of.

    A column that is of nothing here has an empty name, and is left out.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]

    def texts(self, row: Sequence[str]) -> dict[str, str]:
        """Return the texts of a row by the names of their columns."""
        return {name: text for name, text in zip(self.names, row, strict=True) if name}


def read_headed(
    text: str, columns: Sequence[PastedColumn], chosen: Mapping[int, str] | None = None
) -> Headed:
    """Read a copied block whose first row has the headings of its columns.

    Without any heading known here the first row is one of things, and its columns are numbered.
    ``chosen`` says what columns are where somebody was asked. Raises ``NoBlock`` for a block that
    is blank, too large, or has headings alone.
    """
    block = read_block(text)
    if len(block[0]) > MOST_COLUMNS or len(block) > MOST_ROWS:
        limits = f"{MOST_ROWS} rows and {MOST_COLUMNS} columns"
        raise NoBlock(f"The block is too large: paste at most {limits} at once.")
    if any(len(cell) > LONGEST_CELL for row in block for cell in row):
        raise NoBlock(f"A cell is longer than {LONGEST_CELL:,} characters: shorten it.")
    headings = tuple(block[0])
    found = match_columns(headings, columns)
    if not any(found):
        headings = tuple(f"PastedColumn {place}" for place in range(1, len(block[0]) + 1))
        block = [list(headings), *block]
    rows = tuple(tuple(row) for row in block[1:] if any(row))
    if not rows:
        raise NoBlock("The block has headings alone: copy the rows beneath them, too.")
    return Headed(headings, rows, _chosen(found, columns, chosen or {}))


def match_columns(headings: Sequence[str], columns: Sequence[PastedColumn]) -> tuple[str, ...]:
    """Return the name of the column each heading is of, each at most once; empty for others."""
    free = list(columns)
    names: list[str] = []
    for heading in headings:
        column = next((one for one in free if plain(heading) in one.known), None)
        names.append(column.name if column else "")
        if column:
            free.remove(column)
    return tuple(names)


def _chosen(
    found: Sequence[str], columns: Sequence[PastedColumn], chosen: Mapping[int, str]
) -> tuple[str, ...]:
    """Put in what somebody chose; of two columns chosen for one thing the first has it."""
    offered = {column.name for column in columns}
    names: list[str] = []
    for place, name in enumerate(found):
        wanted = chosen.get(place, name)
        names.append(wanted if wanted in offered and wanted not in names else "")
    return tuple(names)


def read_day(text: str) -> date | None:
    """Return the day that a text is, as spreadsheets write days, or None where it is none."""
    text = " ".join(text.split())
    for form in _DAYS:
        try:
            return date(*time.strptime(text, form)[:3])
        except ValueError:
            continue
    return None


def plain(text: str) -> str:
    """Return a text for comparison: letters and digits alone, small."""
    return _BETWEEN.sub("", text).casefold()
