"""Word by word, what a change of a text took away and what it put in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\S+|\n|[^\S\n]+")


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words in a row that share a fate."""

    fate: Fate
    text: str


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """Give both texts as pieces: kept and gone make ``old``, kept and new make ``new``."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for what, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            _add(pieces, Fate.KEPT, before[first:last])
        else:
            _add(pieces, Fate.GONE, before[first:last])
            _add(pieces, Fate.NEW, after[start:end])
    return tuple(_joined(pieces))


def _add(pieces: list[Piece], fate: Fate, words: list[str]) -> None:
    if words:
        pieces.append(Piece(fate, "".join(words)))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """A space kept between two changed words makes two changes of one: take it into both."""
    joined: list[Piece] = []
    gone = new = ""
    for piece in [*pieces, Piece(Fate.KEPT, "")]:
        if piece.fate is Fate.GONE:
            gone += piece.text
        elif piece.fate is Fate.NEW:
            new += piece.text
        elif piece.text.isspace() and (gone or new) and piece is not pieces[-1]:
            gone, new = gone + piece.text, new + piece.text
        else:
            joined += [one for one in (Piece(Fate.GONE, gone), Piece(Fate.NEW, new)) if one.text]
            gone = new = ""
            joined += [piece] if piece.text else []
    return joined
