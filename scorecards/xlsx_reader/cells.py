"""The cells of a sheet, each with the text that it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from scorecards.xlsx_reader.format_codes import NotUnderstood, pieces_in
from scorecards.xlsx_reader.guard import NOT_OURS, Unfit
from scorecards.xlsx_reader.number_formats import number_shown, shows_less, text_shown
from scorecards.xlsx_reader.parts import Strings, Styles, unescaped, whole
from scorecards.xlsx_reader.xml_parts import Counted, PartReader

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 200, 20_000
TOO_WIDE = "This sheet has far more rows or columns than a scorecard."
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
IN_FULL = "[h]:mm:ss"
_QUOTED = 40  # characters of a format or a number that a sentence quotes


@dataclass
class SheetTexts:
    """What a sheet shows: texts by row and column, from 0, and a sentence where one is in doubt."""

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    doubts: dict[int, dict[int, str]] = field(default_factory=dict)


@dataclass
class _Cell:
    """A cell while it is read."""

    reference: str
    kind: str
    style: int
    value: str | None = None
    has_formula: bool = False


class Cells(PartReader):
    """Reads a sheet. Empty cells are passed over wherever they stand; the others have to be near.

    A formula is read as what it last showed.
    """

    def __init__(
        self, counted: Counted, strings: Strings, styles: Styles, *, since_1904: bool
    ) -> None:
        super().__init__(counted)
        self._strings, self._styles, self._since_1904 = strings, styles, since_1904
        self.grid = SheetTexts()
        self._count = 0
        self._row = self._column = -1
        self._cell: _Cell | None = None
        self._words: list[str] | None = None
        self._is_aloud = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = whole(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell = self._begun(attributes)
        elif name == "f" and self._cell:
            self._cell.has_formula = True
        elif name == "rPh":
            self._is_aloud = True
        elif name in ("v", "t") and not self._is_aloud:
            self._words = []

    def end(self, name: str) -> None:
        if name in ("v", "t") and self._words is not None and self._cell:
            self._cell.value = (self._cell.value or "") + "".join(self._words)
            self._words = None
        elif name == "rPh":
            self._is_aloud = False
        elif name == "c" and self._cell:
            self._put(self._cell)
            self._cell = None

    def text(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def _begun(self, attributes: dict[str, str]) -> _Cell:
        """Begin a cell, where its reference says or else right of the one before it."""
        reference = attributes.get("r", "")
        self._column += 1
        if reference:
            found = _REFERENCE.fullmatch(reference)
            if found is None:
                raise Unfit(NOT_OURS)
            self._column = _column(found[1])
        style = whole(attributes.get("s", "0"))
        return _Cell(reference, attributes.get("t", "n"), style)

    def _put(self, cell: _Cell) -> None:
        if cell.has_formula and not cell.value and cell.kind != "str":
            raise Unfit(
                f"Cell {cell.reference} holds a formula that was never worked out: "
                "open the workbook in Excel, save it and upload it again."
            )
        self._count += cell.value is not None
        if self._count > MOST_CELLS:
            raise Unfit(TOO_WIDE)
        text, doubt = self._shown(cell, cell.value or "")
        if not text:
            return
        if self._row >= MOST_ROWS or self._column >= MOST_COLUMNS:
            raise Unfit(TOO_WIDE)
        self._counted.add_characters(len(text))  # a text may be shared by any number of cells
        self.grid.texts.setdefault(self._row, {})[self._column] = text
        if doubt:
            self.grid.doubts.setdefault(self._row, {})[self._column] = doubt

    def _shown(self, cell: _Cell, value: str) -> tuple[str, str]:
        """Return what a cell shows, and what is in doubt about it."""
        if not value.strip():
            return "", ""
        code = self._styles.code(cell.style)
        if cell.kind == "s":
            place = whole(value.strip())
            if place >= len(self._strings.texts):
                raise Unfit(NOT_OURS)
            return text_shown(self._strings.texts[place], code), ""
        if cell.kind in ("inlineStr", "str"):
            return text_shown(unescaped(value), code), ""
        if cell.kind == "b":
            return ("FALSE" if value.strip() == "0" else "TRUE"), ""
        if cell.kind != "n":
            return value, ""
        return self._number_shown(cell, value.strip(), code)

    def _number_shown(self, cell: _Cell, value: str, code: str) -> tuple[str, str]:
        try:
            number = float(value)
        except ValueError as error:
            raise Unfit(NOT_OURS) from error
        try:
            self._counted.add_pieces(pieces_in(code))
            shown = number_shown(number, code, since_1904=self._since_1904)
        except NotUnderstood:
            return _stored(number, value), (
                f"Cell {cell.reference} has the format “{code[:_QUOTED]}”, which is not "
                f"understood here: this is the number it keeps."
            )
        if shows_less(number, code):
            self._counted.add_pieces(pieces_in(IN_FULL))
            full = number_shown(number, IN_FULL)
            return shown, f"Cell {cell.reference} keeps {full} and shows {shown}."
        return shown, ""


def _stored(number: float, value: str) -> str:
    """Return a number as it is kept, in at most 15 digits."""
    exact = Decimal(f"{number:.15g}")
    return f"{exact:f}" if exact.is_finite() and abs(exact) < 10**21 else value[:_QUOTED]


def _column(letters: str) -> int:
    """Return the place of a column by its letters: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
