"""Ratings on slides, which always have words and a shape beside their colour."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst

from reporting.contents.rating_facts import JudgedFact, RatingFact
from reporting.renderers.pptx.grid import SlideCell
from reporting.renderers.pptx.text import Para, Paras, note

MARKS = {"met": ("✓", "Met", "00636B"), "not_met": ("✗", "Not met", "7C2855")}


def rating_cell(fact: RatingFact, moves: tuple[str, ...] = (), size: float = 10) -> SlideCell:
    """Return a rating as a cell, with its moves below it."""
    moved = tuple(para for move in moves for para in note(f"Moved. {move}", size - 1.5))
    paras = (_rating(fact, size), *_standing(fact, size), *moved)
    return SlideCell(paras, _look(fact)[2], hatched=bool(fact.standing))


def judged_cell(fact: JudgedFact, size: float = 10) -> SlideCell:
    """Return a judged rating as a cell, with a summary of the ratings of its items."""
    paras: Paras = (_rating(fact.judged, size, bold=True), *_standing(fact.judged, size))
    if fact.before and fact.before.code != fact.judged.code:
        paras += note(f"Was {fact.before.words}", size - 1.5)
    for line in _summary(fact):
        paras += note(line, size - 1.5)
    return SlideCell(paras, _look(fact.judged)[2], hatched=bool(fact.judged.standing))


def _standing(fact: RatingFact, size: float) -> Paras:
    """Return a note that a rating is not this month's; its cell is hatched as well."""
    return note(capfirst(fact.standing), size - 1.5) if fact.standing else ()


def _summary(fact: JudgedFact) -> Iterator[str]:
    if not fact.counts:
        yield "No actions to rate"
    if fact.confirmed_words:
        yield fact.confirmed_words
    if fact.worst_of:
        worst = f"{_look(fact.worst)[0]} {fact.worst.short}"
        yield f"Worst of {fact.worst_of}: {worst} {fact.worst_words}"
    if fact.carried_words:
        yield fact.carried_words


def verdict(code: str, size: float) -> Paras:
    """Return a verdict in words, or nothing where there is none."""
    if code not in MARKS:
        return ()
    shape, words, colour = MARKS[code]
    return (Para(words, size, bold=True, colour=colour, mark=shape, mark_colour=colour),)


def _rating(fact: RatingFact, size: float, bold: bool = False) -> Para:
    shape, colour, _ = _look(fact)
    return Para(fact.words, size, bold=bold, mark=shape, mark_colour=colour)


def _look(fact: RatingFact) -> tuple[str, str, str]:
    """Return a rating's shape, the shape's colour and its cell's, as on the screens.

    What came over and is not confirmed has an empty shape, and a hatch that can be seen.
    """
    shape, tones = fact.judgement.shape, fact.judgement.colour.tones
    if fact.standing:
        return shape.outline, _rgb(tones.edge), _rgb(tones.hatched)
    return shape, _rgb(tones.edge), _rgb(tones.pale)


def _rgb(colour: str) -> str:
    """Return #rrggbb as slides write it: RRGGBB."""
    return colour.removeprefix("#").upper()
