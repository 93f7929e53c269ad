"""Reading the XML of a workbook that anybody may have made: counted while it is read, with limits.

No more than a token of it is held at a time, nothing is looked up elsewhere, and no entity is
resolved but those of XML itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import XML_ERROR_NO_MEMORY, codes

from scorecards.xlsx_reader.guard import NOT_OURS, TOO_MUCH, Unfit

MOST_TAGS = 200_000
MOST_CHARACTERS = 2_000_000
MOST_PIECES = 100_000  # of the formats that numbers are shown in
MOST_IN_A_TAG = 262_144  # bytes: expat reads a tag again with every chunk until it ends
MOST_DEPTH = 60
NO_MEMORY = codes[XML_ERROR_NO_MEMORY]


@dataclass
class Counted:
    """How much was read so far, over all parts of a workbook."""

    tags: int = 0
    characters: int = 0
    pieces: int = 0

    def add_characters(self, count: int) -> None:
        """Count ``count`` more characters. Raises ``Unfit`` where it is too much."""
        self.characters += count
        if self.characters > MOST_CHARACTERS:
            raise Unfit(TOO_MUCH)

    def add_pieces(self, count: int) -> None:
        """Count a number shown by a format of ``count`` pieces. Raises ``Unfit``, too."""
        self.pieces += count
        if self.pieces > MOST_PIECES:
            raise Unfit(TOO_MUCH)


class PartReader:
    """Reads one part. A subclass takes what it needs in ``start``, ``end`` and ``text``.

    Names come without their namespace, for two are in use for the same things.
    """

    def __init__(self, counted: Counted) -> None:
        self._counted, self._depth = counted, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, words: str) -> None:
        """Take text, or a piece of it."""

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read a part. Raises ``Unfit`` for what is no XML, or too much of it."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True  # or each line break and each &amp; is a call
        parser.buffer_size = MOST_IN_A_TAG
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        fed = 0
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > MOST_IN_A_TAG:
                    raise Unfit(TOO_MUCH)
            parser.Parse(b"", True)
        except (ExpatError, LookupError, UnicodeError) as error:
            if getattr(error, "code", 0) == NO_MEMORY:
                raise MemoryError from error
            raise Unfit(NOT_OURS) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._counted.tags += 1
        self._depth += 1
        if self._counted.tags > MOST_TAGS or self._depth > MOST_DEPTH:
            raise Unfit(TOO_MUCH)
        self.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(name.rpartition(" ")[2])

    def _text(self, words: str) -> None:
        self._counted.add_characters(len(words))
        self.text(words)


def _refuse(*_: object) -> None:
    """A document type declares entities, and no workbook has one."""
    raise Unfit(NOT_OURS)
