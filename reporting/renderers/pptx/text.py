"""Text on a slide. Every line is measured before it is placed, because boxes do not grow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from reporting.renderers.pdf.characters import LINE_ENDS, covered, font_folder
from reporting.renderers.pptx.theme import INK, QUIET

LEADING = 1.2  # line spacing; it is written in points, so that every program has the same
INDENT = 11.0
SAFE = 0.95  # of the width, because programs differ a little in how wide they set a line
KEPT_WHOLE = 6  # lines; a paragraph of no more is not split between slides
IN_NOTES = " … (in full in the notes)"
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Para:
    """A paragraph in one style. ``mark`` is a shape in its own colour before the words."""

    text: str
    size: float = 12
    bold: bool = False
    italic: bool = False
    colour: str = INK
    bullet: bool = False
    level: int = 0
    before: float = 0
    mark: str = ""
    mark_colour: str = ""
    heads: bool = False

    @property
    def indent(self) -> float:
        return INDENT * (self.level + 1) if self.bullet or self.level else 0

    @property
    def line(self) -> float:
        return round(self.size * LEADING, 1)

    @property
    def words(self) -> str:
        return f"{self.mark} {self.text}" if self.mark else self.text


Paras = tuple[Para, ...]


def paragraphs(text: str, size: float = 12, **look: object) -> Paras:
    """Return ``text`` as paragraphs, one for each line."""
    lines = LINE_ENDS.sub("\n", text).split("\n")
    return tuple(replace(Para(line, size), **look) for line in lines)  # type: ignore[arg-type]


def note(text: str, size: float = 9) -> Paras:
    """Return a remark beside the main text: smaller and grey."""
    return paragraphs(text, size, colour=QUIET)


def nothing(text: str, size: float = 12) -> Paras:
    """Return a sentence in grey italics, which stands where there is nothing to show."""
    return paragraphs(text, size, colour=QUIET, italic=True)


@cache
def _widths(folder: Path, bold: bool) -> dict[str, float]:
    covered(folder)  # raises FontsMissing where the font is missing
    with TTFont(folder / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def _ems(text: str, bold: bool) -> float:
    known = _widths(font_folder(), bold)
    return sum(known[letter] if letter in known else _unknown(letter) for letter in text)


@cache
def _unknown(character: str) -> float:
    return 0.0 if unicodedata.category(character) in ("Mn", "Cf") else 1.1


def width_of(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text on one line, in points."""
    return size * _ems(text, bold)


@lru_cache(maxsize=5_000)
def wrapped(para: Para, width: float) -> tuple[str, ...]:
    """Return the lines of the paragraph in ``width`` points; joined, they are its words."""
    room = max(width * SAFE - para.indent, para.size * 1.2)
    lines, line, used = list[str](), "", 0.0
    for piece in _pieces(para, room):
        word = width_of(piece.rstrip(), para.size, para.bold)
        if line and used + word > room:
            lines.append(line)
            line, used = "", 0.0
        line += piece
        used += width_of(piece, para.size, para.bold)
    return (*lines, line)


def _pieces(para: Para, room: float) -> Iterator[str]:
    for word in _WORDS.findall(para.words):
        if width_of(word, para.size, para.bold) <= room:
            yield word
        else:
            yield from _letters(word, para, room)


def _letters(word: str, para: Para, room: float) -> Iterator[str]:
    """Yield a word that is too long for a line in pieces that fit."""
    piece, used = "", 0.0
    for letter in word:
        wide = 0 if letter.isspace() else width_of(letter, para.size, para.bold)
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + wide
    yield piece


def height_of(paras: Sequence[Para], width: float) -> float:
    """Return the height of paragraphs in ``width``, both in points."""
    return sum(para.before + para.line * len(wrapped(para, width)) for para in paras)


def split_to_fit(paras: Paras, width: float, height: float) -> tuple[Paras, Paras]:
    """Return what fits in ``height`` points, and the rest. A heading stays with its text."""
    used, placed = 0.0, 0
    for place, para in enumerate(paras):
        lines = wrapped(para, width)
        used += para.before + para.line * len(lines)
        if used > height:
            over = used - height
            first, rest = _split(para, lines, over)
            kept = [*paras[:place], *first]
            while kept and kept[-1].heads and not first:
                rest = (kept.pop(), *rest)
            return tuple(kept), (*rest, *paras[place + 1 :])
        placed = place + 1
    return paras[:placed], ()


def _split(para: Para, lines: tuple[str, ...], over: float) -> tuple[Paras, Paras]:
    """Split a paragraph so that at least ``over`` points of it continue on the next slide."""
    stay = len(lines) - int(-(-over // para.line))
    if len(lines) <= KEPT_WHOLE or stay < 2:
        return (), (para,)
    cut = sum(len(line) for line in lines[:stay])
    words = para.words[cut:]
    skip = len(para.words) - len(para.text)
    first = replace(para, text=para.text[: cut - skip].rstrip())
    rest = replace(para, text=words, mark="", bullet=False, before=0)
    if para.bullet:
        rest = replace(rest, level=max(1, para.level + 1))
    return (first,), (rest,)


def cut_to(para: Para, width: float, lines: int) -> Para:
    """Return the paragraph in at most ``lines``; a longer one is cut and refers to the notes."""
    whole = wrapped(para, width)
    if len(whole) <= lines:
        return para
    text = para.text
    while len(wrapped(replace(para, text=text + IN_NOTES), width)) > lines and text:
        text = text[: min(len(text) - 1, sum(map(len, whole[:lines])), len(text) * 9 // 10)]
    return replace(para, text=text.rstrip() + IN_NOTES)


def one_line(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it is too long."""
    line = " ".join(text.split())
    room = width * SAFE
    if width_of(line, size, bold) <= room:
        return line
    room -= size
    for place, letter in enumerate(line):
        room -= width_of(letter, size, bold)
        if room < 0:
            return line[:place].rstrip() + "…"
    return line
