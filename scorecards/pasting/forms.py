"""A form of figures in rows and columns, into which a block of a spreadsheet can be pasted.

A figure that may be a slip is asked about: beside its box, before a paste is taken, when saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from improvement.editing.forms.base import EditingForm


@dataclass(frozen=True)
class GridPlace:
    """A cell: its input, empty where it is closed; its column in words; its text."""

    input: str
    column: str
    text: str


@dataclass(frozen=True)
class GridRow:
    """A row as it is printed: its metric by number and name, its own name, its cells.

    Rows that the page does not ask for help to recognise a pasted block.
    """

    number: str
    metric: str
    name: str
    places: Sequence[GridPlace]
    is_asked: bool = True

    def __str__(self) -> str:
        return f"metric {self.number}, {self.name}"


@dataclass(frozen=True)
class PageGrid:
    """A page's rows, and what they are called: its ``own``, and the ``other`` ones.

    One that ``turns`` is shown down the page, so that a column may be copied for its row.
    """

    rows: Sequence[GridRow]
    own: str = "figures"
    other: str = "aims"
    turns: bool = False

    def places(self) -> Iterator[tuple[GridRow, GridPlace]]:
        """Yield the open cells, each with its row."""
        for row in self.rows:
            yield from ((row, place) for place in row.places if place.input)

    def find(self, name: str) -> tuple[int, int] | None:
        """Return the row and the column of an input, from 0."""
        for down, row in enumerate(self.rows):
            for right, place in enumerate(row.places):
                if name and place.input == name:
                    return down, right
        return None


@dataclass(frozen=True)
class CheckedText:
    """A pasted text as its box takes it, and what is wrong with it, in a sentence."""

    text: str
    fault: str = ""


MOST_ASKED = 3  # questions shown when the page is saved; all are on the page


class GridForm(EditingForm):
    """Says where its inputs are in rows and columns, and what can stand in them."""

    takes_blocks = True

    @property
    def grid(self) -> PageGrid:
        """The cells as they are printed, with the texts of their boxes, before the page is sent."""
        raise NotImplementedError

    def expected(self, name: str, text: str) -> str:
        """Return what an input should have been where it cannot be read; empty where it can."""
        raise NotImplementedError

    def check_pasted(self, place: GridPlace, text: str) -> CheckedText:
        """Return a pasted text as its box takes it, and what is wrong with it."""
        text = " ".join(text.split("\n"))
        try:
            value = self.fields[place.input].clean(text)
        except ValidationError as error:
            return CheckedText(text, " ".join(error.messages))
        text = value.isoformat() if isinstance(value, date) else text
        return CheckedText(text, self.expected(place.input, text))

    def question(self, name: str, taken: Mapping[str, str]) -> str:
        """Return a question about an input that may be a slip, were ``taken`` in the boxes."""
        raise NotImplementedError

    @cached_property
    def questions(self) -> dict[str, str]:
        """What is asked about the texts as they stand in the boxes, by input."""
        inputs = [place.input for _, place in self.grid.places()]
        return {name: words for name in inputs if (words := self.question(name, {}))}

    def text_of(self, name: str, taken: Mapping[str, str]) -> str:
        """What an input holds, were ``taken`` in the boxes."""
        return taken[name] if name in taken else str(self[name].value() or "")

    def show_questions(self) -> None:
        """Let each box that is asked about be described by its question, for screen readers."""
        for name in self.questions:
            self.fields[name].widget.attrs["aria-describedby"] = f"{self[name].auto_id}_question"

    @property
    def success_message(self) -> str:
        """The usual message, and the figures that are worth a look."""
        figures = [f"{self.fields[name].label}: {words}" for name, words in self.questions.items()]
        look = f" Worth a look: {' '.join(figures[:MOST_ASKED])}" if figures else ""
        more = f" And {len(figures) - MOST_ASKED} more." if len(figures) > MOST_ASKED else ""
        return f"{super().success_message}{look}{more}"

    @property
    def open_places(self) -> Iterator[tuple[str, str]]:
        """Where a block can be pasted: each input by name, and its place in words."""
        for row, place in self.grid.places():
            yield place.input, f"{row}, {place.column}"
