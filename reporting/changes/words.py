"""Word by word, what a change of a text took away and what it put in.

Comparing takes time in proportion to the product of the pieces, so their number is bounded: a long
text is compared sentence by sentence, and a very long one is shown as replaced whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PIECES = 2_000  # of one text: to compare so many takes less than a tenth of a second
_WORD = re.compile(r"\S+|\n|[^\S\n]+")
_SENTENCE = re.compile(r"[^.\n]+[.\n]?|[.\n]")


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
    """Return both texts as pieces: kept and gone make ``old``, kept and new make ``new``."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    first, last = _same_at_ends(before, after)
    kept = before[:first], before[len(before) - last :]
    pieces: list[Piece] = []
    _add(pieces, Fate.KEPT, kept[0])
    _compare(pieces, before[first : len(before) - last], after[first : len(after) - last])
    _add(pieces, Fate.KEPT, kept[1])
    return tuple(_merged_over_spaces(pieces))


def _same_at_ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many words at the beginning are the same, and how many at the end of the rest."""
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    return first, last


def _compare(pieces: list[Piece], before: list[str], after: list[str]) -> None:
    if max(len(before), len(after)) > MOST_PIECES:
        before, after = (_SENTENCE.findall("".join(words)) for words in (before, after))
    if max(len(before), len(after)) > MOST_PIECES:
        before, after = ["".join(before)], ["".join(after)]
    for what, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if what == "equal":
            _add(pieces, Fate.KEPT, before[first:last])
        else:
            _add(pieces, Fate.GONE, before[first:last])
            _add(pieces, Fate.NEW, after[start:end])


def _add(pieces: list[Piece], fate: Fate, words: list[str]) -> None:
    if not words:
        return
    if pieces and pieces[-1].fate is fate:
        words = [pieces.pop().text, *words]
    pieces.append(Piece(fate, "".join(words)))


def _merged_over_spaces(pieces: list[Piece]) -> list[Piece]:
    """Take a space between two changed words into both changes, so that they read as one."""
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
            run = (Piece(Fate.GONE, gone), Piece(Fate.NEW, new), piece)
            joined += [part for part in run if part.text]
            gone = new = ""
    return joined
