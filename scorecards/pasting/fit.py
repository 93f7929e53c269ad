"""Fitting a pasted block to a grid: which of its rows go where.

A workbook and a pack have rows of aims and rows of actuals, and a page asks for one of the two. So
a block is recognised by the labels copied along, or by its other rows, which are those of the page;
what is ambiguous is asked, and what does not fit is refused, with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from improvement.values.refusals import Refused
from scorecards.pasting.forms import GridRow, PageGrid

Block = Sequence[Sequence[str]]
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_FIGURE = re.compile(r"([0-9]{1,15})(\.[0-9]{1,15})?(%?)")
_HEADING = re.compile(r"(?:(20[0-9]{2}/[0-9]{2}) ?)?(Q[1-4])?")


class BlockRows(StrEnum):
    """What the rows of a block are: what the page asks for alone, or the other rows too."""

    ASKED = "asked"
    ALL = "all"


class NotPasted(Refused):
    """A block does not fit where it was pasted. The sentence says what was expected.

    ``readings`` are the ways it could be read, for somebody to say which.
    """

    title = "Nothing was pasted"

    def __init__(self, sentence: str, *readings: BlockRows) -> None:
        super().__init__(sentence)
        self.readings = readings


@dataclass
class Fitted:
    """The rows of a block, each with the grid's row it belongs to, from the column ``left``.

    ``notes`` say what was passed over; ``readings`` are other ways the block could be read.
    """

    pairs: list[tuple[GridRow, Sequence[str]]]
    left: int
    notes: list[str] = field(default_factory=list)
    readings: tuple[BlockRows, ...] = ()


def fit(block: Block, grid: PageGrid, *, at: str, rows: BlockRows | None) -> Fitted:
    """Find the grid's row of each row of a block pasted into the input ``at``.

    Raises ``NotPasted`` where a row has none, or where it could be read in two ways.
    """
    start = grid.find(at)
    if start is None:
        raise NotPasted("Choose the cell that the block begins in: it is not open any more.")
    labels = None if rows is BlockRows.ASKED else _label_column(block, grid)
    if labels is None:
        block, left = _aligned(block, grid, start[1])
        return _by_place(block, grid, start[0], left, rows)
    return _by_label(block, labels, grid, start)


def _label_column(block: Block, grid: PageGrid) -> int | None:
    """Return the column of a block that names its rows, if it has one."""
    names = {_plain(row.name) for row in grid.rows}
    for column in range(min(6, len(block[0]))):
        found = {_plain(row[column]) for row in block} - {"", "row"}
        if found and found <= names:
            return column
    return None


def _aligned(block: Block, grid: PageGrid, left: int) -> tuple[Block, int]:
    """Return a block without its headings, and the column that it begins in.

    A block as wide as the grid has a cell for each column, wherever it was pasted.
    """
    columns = [place.column for place in grid.rows[0].places]
    width = len(block[0])
    left = 0 if width == len(columns) else left
    there = columns[left:]
    if width > len(there):
        has = f"{width} {grid.own}" if grid.turns else _many(width, "column")
        raise NotPasted(
            f"The block has {has}, and from {there[0]} on there "
            f"{'is' if len(there) == 1 else 'are'} {len(there)}. "
            f"Copy the {grid.own if grid.turns else 'columns'} that belong here."
        )
    while block and _is_heading(block[0]):
        for text, column in zip(block[0], there, strict=False):
            if not _heads(text, column):
                raise NotPasted(f"The block is headed {text}, and was pasted under {column}.")
        block = block[1:]
    if not block:
        raise NotPasted("The block has headings alone.")
    return block, left


def _is_heading(row: Sequence[str]) -> bool:
    return any(row) and all(_HEADING.fullmatch(text) for text in row)


def _heads(text: str, column: str) -> bool:
    found = _HEADING.fullmatch(text)
    return found is not None and all(part in column for part in found.groups() if part)


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


# By label: each row says which it is


def _by_label(block: Block, labels: int, grid: PageGrid, start: tuple[int, int]) -> Fitted:
    width = len(grid.rows[0].places)
    values = [row[labels + 1 :] for row in block]
    rest = [row[width:] for row in values]
    cut, left = _aligned([row[:width] for row in values], grid, start[1])
    skipped = len(block) - len(cut)  # headings
    rows = [
        (place, row) for place, row in enumerate(block[skipped:], start=skipped + 1) if any(row)
    ]
    is_numbered = labels > 0 and any(row[0] for _, row in rows)
    named = _by_number(rows, labels, grid) if is_numbered else _in_order(rows, labels, grid, start)
    pairs = [(row, values[place - 1][:width]) for place, row in named]
    fitted = Fitted(pairs, left)
    if not is_numbered:
        _refuse_other_place(fitted, named, grid)
    if not any(row.is_asked for row, _ in pairs):
        raise NotPasted(f"The block has {grid.other} alone, and {grid.own} are asked for here.")
    if not all(row.is_asked for row, _ in pairs):
        fitted.notes.append(f"Rows of {grid.other} were left out.")
    if any(any(row) for row in rest):
        fitted.notes.append(f"What stands to the right of the {grid.own} was left out.")
    return fitted


Numbered = list[tuple[int, GridRow]]


def _by_number(rows: list[tuple[int, Sequence[str]]], labels: int, grid: PageGrid) -> Numbered:
    """Find each row by its metric's number or name, which a merged cell says once, and label."""
    known = {(row.number, _plain(row.name)): row for row in grid.rows}
    numbers = {_plain(row.metric): row.number for row in grid.rows}
    numbers |= {_plain(row.number): row.number for row in grid.rows}
    number = ""
    named: Numbered = []
    for place, cells in rows:
        number = numbers.get(_plain(cells[0]), "") if cells[0] else number
        row = known.pop((number, _plain(cells[labels])), None)
        if row is None:
            raise NotPasted(
                f"Row {place} of the block is {cells[0] or number or 'of no metric'}, "
                f"{cells[labels] or 'without a label'}: there is no such row here, or it came "
                "twice."
            )
        if labels > 1 and not _plain(row.metric).startswith(_plain(cells[1])):
            raise NotPasted(
                f"Row {place} of the block is “{cells[1]}”, and metric {row.number} is "
                f"“{row.metric}”."
            )
        named.append((place, row))
    return named


def _in_order(
    rows: list[tuple[int, Sequence[str]]], labels: int, grid: PageGrid, start: tuple[int, int]
) -> Numbered:
    """Go down from where it was pasted: labels without numbers say no metric."""
    first = _plain(rows[0][1][labels])
    below = grid.rows[start[0]]
    top = next(
        (
            down
            for down in range(start[0], -1, -1)
            if _plain(grid.rows[down].name) == first and grid.rows[down].number == below.number
        ),
        start[0],
    )
    named: Numbered = []
    for (place, cells), row in zip(rows, grid.rows[top:], strict=False):
        if _plain(cells[labels]) != _plain(row.name):
            raise NotPasted(
                f"Row {place} of the block is “{cells[labels] or 'without a label'}”, and the row "
                f"there is {row}. Copy the numbers of the metrics along, or {grid.own} alone."
            )
        named.append((place, row))
    if len(named) < len(rows):
        raise NotPasted(f"The block has {len(rows)} rows, and from {below} on there are fewer.")
    return named


def _refuse_other_place(fitted: Fitted, named: Numbered, grid: PageGrid) -> None:
    """Without numbers the other rows alone can tell that a block belongs to another metric."""
    for (row, texts), (place, _) in zip(fitted.pairs, named, strict=True):
        for text, there in zip(texts, row.places[fitted.left :], strict=False):
            if not row.is_asked and text and not _says_the_same(text, there.text):
                raise NotPasted(
                    f"Row {place} of the block says {text}, and {row} is "
                    f"{there.text or 'blank'} in {there.column}: it is of another metric or "
                    f"quarter. Copy the numbers of the metrics along, or {grid.own} alone."
                )


# By place: rows without labels


def _by_place(block: Block, grid: PageGrid, top: int, left: int, rows: BlockRows | None) -> Fitted:
    own_rows = [row for row in grid.rows[top:] if row.is_asked]
    plain = (
        Fitted(list(zip(own_rows, block, strict=False)), left)
        if len(block) <= len(own_rows)
        else None
    )
    if rows is BlockRows.ASKED and plain:
        return plain
    for mixed in _mixed(block, grid, top, left):
        same, other = _matches(mixed)
        is_sure = plain is None or (same > 1 and not _could_be_either(mixed))
        if same == other and (is_sure or rows is BlockRows.ALL):
            mixed.notes.append(f"Rows of {grid.other} say what stands here and were left out.")
            mixed.readings = (BlockRows.ASKED,) if plain else ()
            return mixed
        if same == other and plain:
            raise NotPasted(
                f"{_first_match(mixed)} Are the rows of the block {grid.own} alone, or "
                f"{grid.other} too?",
                BlockRows.ASKED,
                BlockRows.ALL,
            )
        if same > 1 and same * 2 >= other:
            raise NotPasted(
                f"{_first_match(mixed)} Other rows are not the {grid.other} that stand here: copy "
                f"{grid.own} alone, or the labels along.",
                *([BlockRows.ASKED] if plain else []),
            )
    if plain is None:
        raise NotPasted(
            f"The block has {_many(len(block), 'row')}, and from {grid.rows[top]} on there "
            f"{'is' if len(own_rows) == 1 else 'are'} {len(own_rows)}. "
            "Copy the rows that belong here."
        )
    return plain


def _mixed(block: Block, grid: PageGrid, top: int, left: int) -> Iterator[Fitted]:
    """Yield the ways to read a block as rows of both kinds, as they are printed."""
    has_aims_above = top > 0 and not grid.rows[top - 1].is_asked
    for first in (top - 1, top) if has_aims_above else (top,):
        rows = grid.rows[first : first + len(block)]
        is_mixed = len({row.is_asked for row in rows}) == 2
        if is_mixed and len(rows) == len(block):
            yield Fitted(list(zip(rows, block, strict=True)), left)


def _matches(mixed: Fitted) -> tuple[int, int]:
    """Count the cells of other rows that are the same on the page, and all of them."""
    pairs = [
        (text, place.text)
        for row, texts in mixed.pairs
        if not row.is_asked
        for text, place in zip(texts, row.places[mixed.left :], strict=False)
        if text or place.text
    ]
    return sum(_says_the_same(*pair) for pair in pairs), len(pairs) or -1


def _first_match(mixed: Fitted) -> str:
    """Return a sentence about one row that has the figure of another kind of row here."""
    for number, (row, texts) in enumerate(mixed.pairs, start=1):
        for text, place in zip(texts, row.places[mixed.left :], strict=False):
            if text and not row.is_asked and _says_the_same(text, place.text):
                return f"Row {number} of the block says {text}, and so does {row}, {place.column}."
    return ""


def _could_be_either(mixed: Fitted) -> bool:
    """Return whether both kinds of rows are the same, as where every aim and actual is 100%."""
    own = {text for row, texts in mixed.pairs if row.is_asked for text in texts if text}
    other = {text for row, texts in mixed.pairs if not row.is_asked for text in texts if text}
    return own <= other


def _says_the_same(text: str, stands: str) -> bool:
    return _plain(text) == _plain(stands)


def _plain(text: str) -> str:
    """Return a text for comparison, without regard to its spaces, case and dashes."""
    words = "".join(text.translate(_DASHES).replace(",", "").split()).casefold()
    figure = _FIGURE.fullmatch(words)
    if figure is None:
        return words
    whole, part, sign = figure.groups()
    return f"{int(whole)}{(part or '').rstrip('0').rstrip('.')}{sign}"
