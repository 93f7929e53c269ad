"""Ratings on slides: words and a shape always, colour beside them."""

from __future__ import annotations

from reporting.contents import JudgedFact, RatingFact
from reporting.renderers.pptx.grid import Cell
from reporting.renderers.pptx.text import Para, Paras, note
from reporting.renderers.pptx.theme import INK, WHITE

# Of each code: its shape, the shape's colour, the cell's colour. The same as on the screens.
_LOOKS = {
    "complete": ("●", "005EB8", "D9E8F6"),
    "on_track": ("▲", "007F3B", "D9EEE1"),
    "off_track": ("▼", "B87800", "FFF0CC"),
    "overdue": ("■", "D5281B", "FBE1DE"),
}
_UNRATED = ("○", INK, WHITE)
MARKS = {"met": ("✓", "Met", "00636B"), "not_met": ("✗", "Not met", "7C2855")}


def rating_cell(fact: RatingFact, moves: tuple[str, ...] = (), size: float = 10) -> Cell:
    """Give a rating as a cell, and how it moved below it."""
    moved = tuple(para for move in moves for para in note(f"Moved. {move}", size - 1.5))
    return Cell((_rating(fact, size), *moved), _look(fact)[2])


def judged_cell(fact: JudgedFact, size: float = 10) -> Cell:
    """Give a judged rating as a cell, with what the items below it say."""
    paras: Paras = (_rating(fact.judged, size, bold=True),)
    if fact.before and fact.before.code != fact.judged.code:
        paras += note(f"Was {fact.before.words}", size - 1.5)
    if fact.counts:
        counts = ", ".join(f"{one.count} {_short(one.rating.words)}" for one in fact.counts)
        worst = f"{_look(fact.worst)[0]} {_short(fact.worst.words)}"
        paras += note(f"Worst of its actions: {worst} ({counts})", size - 1.5)
    else:
        paras += note("No actions to rate", size - 1.5)
    return Cell(paras, _look(fact.judged)[2])


def verdict(code: str, size: float) -> Paras:
    """Give the words of a verdict; no verdict leaves no mark."""
    if code not in MARKS:
        return ()
    shape, words, colour = MARKS[code]
    return (Para(words, size, bold=True, colour=colour, mark=shape, mark_colour=colour),)


def _rating(fact: RatingFact, size: float, bold: bool = False) -> Para:
    shape, colour, _ = _look(fact)
    return Para(fact.words, size, bold=bold, mark=shape, mark_colour=colour)


def _look(fact: RatingFact) -> tuple[str, str, str]:
    return _LOOKS.get(fact.code or "", _UNRATED)


def _short(words: str) -> str:
    return words.split(" (")[0]
