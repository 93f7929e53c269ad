"""Pasting: where each cell of a block would land in a grid, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scorecards.pasting.fit import Block, BlockRows, Fitted, fit
from scorecards.pasting.forms import CheckedText, GridPlace, GridRow, PageGrid


class PasteOutcome(StrEnum):
    """What becomes of a pasted cell, in the words of the page."""

    NEW = "New"
    SAME = "Same"
    CHANGES = "Changed"
    UNREAD = "Cannot be read"
    CLOSED = "Closed: nothing is written there"

    @property
    def is_taken(self) -> bool:
        """Whether it is taken unless somebody says otherwise."""
        return self in (PasteOutcome.NEW, PasteOutcome.CHANGES)

    @property
    def may_be_taken(self) -> bool:
        return self.is_taken or self is PasteOutcome.UNREAD


@dataclass(frozen=True)
class Pasted:
    """A cell of the block where it would land, with the text there now and the pasted one.

    ``question`` asks about a text that can be read and is not likely; it stops nothing.
    """

    row: GridRow
    place: GridPlace
    checked: CheckedText
    outcome: PasteOutcome
    question: str = ""


@dataclass
class Laid:
    """A block laid out: its cells, blank ones left out; and how its rows were read."""

    fitted: Fitted
    cells: list[Pasted] = field(default_factory=list)

    @property
    def takes_any(self) -> bool:
        return any(cell.outcome.may_be_taken for cell in self.cells)

    def count(self, outcome: PasteOutcome) -> int:
        return sum(cell.outcome is outcome for cell in self.cells)

    @property
    def counts(self) -> str:
        """How many cells come to what, in words."""
        words = {
            PasteOutcome.NEW: "new",
            PasteOutcome.CHANGES: "changed",
            PasteOutcome.SAME: "the same",
            PasteOutcome.UNREAD: "that cannot be read",
            PasteOutcome.CLOSED: "closed",
        }
        return ", ".join(
            f"{n} {name}" for outcome, name in words.items() if (n := self.count(outcome))
        )

    def ask(self, question: Callable[[str, Mapping[str, str]], str]) -> None:
        """Add questions about what is taken and may be a slip, beside all else that is taken."""
        taken = {
            cell.place.input: cell.checked.text for cell in self.cells if cell.outcome.is_taken
        }
        self.cells = [
            replace(cell, question=question(cell.place.input, taken))
            if cell.outcome.is_taken
            else cell
            for cell in self.cells
        ]


def lay_out(
    block: Block,
    grid: PageGrid,
    *,
    at: str,
    check: Callable[[GridPlace, str], CheckedText],
    rows: BlockRows | None = None,
) -> Laid:
    """Lay a block out from the input ``at``, or by its labels, and say what becomes of each cell.

    A blank cell changes nothing, and what is pasted over a closed one is passed over. ``rows`` says
    what the block's rows are where somebody was asked. Raises ``NotPasted`` where it does not fit.
    """
    fitted = _fitted(block, grid, at, rows)
    laid = Laid(fitted)
    for row, texts in fitted.pairs:
        if row.is_asked:
            pairs = zip(row.places[fitted.left :], texts, strict=False)
            laid.cells += [
                _pasted(row, place, text, check)
                for place, text in pairs
                if text and (place.input or text != place.text)
            ]
    return laid


def _fitted(block: Block, grid: PageGrid, at: str, rows: BlockRows | None) -> Fitted:
    """Fit a block; where the page is shown down, a column of it is a row of the grid."""
    is_column = grid.turns and len(block[0]) == 1
    return fit([[row[0] for row in block]] if is_column else block, grid, at=at, rows=rows)


def _pasted(
    row: GridRow, place: GridPlace, text: str, check: Callable[[GridPlace, str], CheckedText]
) -> Pasted:
    if not place.input:
        return Pasted(row, place, CheckedText(text), PasteOutcome.CLOSED)
    checked = check(place, text)
    if checked.text == place.text:
        return Pasted(row, place, CheckedText(text), PasteOutcome.SAME)
    if checked.fault:
        return Pasted(row, place, checked, PasteOutcome.UNREAD)
    return Pasted(row, place, checked, PasteOutcome.CHANGES if place.text else PasteOutcome.NEW)
