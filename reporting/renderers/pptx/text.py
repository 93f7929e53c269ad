"""Text on a slide: boxes do not flow, so every line is measured before it is placed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from reporting.renderers.pptx.theme import INK, QUIET
from reporting.renderers.printable import covered, font_folder

LEADING = 1.2  # the distance of lines, given to PowerPoint in points: the same in every program
INDENT = 11.0
SAFE = 0.95  # programs differ a little in how they set a line
KEPT_WHOLE = 6  # a paragraph of so few lines goes on to the next slide as one
IN_NOTES = " … (in full in the notes)"
_WORDS = re.compile(r"\S+\s*|\s+")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Para:
    """A paragraph of one look. ``mark`` is a shape in a colour of its own before the words."""

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


def said(text: str, size: float = 12, **look: object) -> Paras:
    """Give ``text`` as paragraphs, one a line."""
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    return tuple(replace(Para(line, size), **look) for line in lines)  # type: ignore[arg-type]


def note(text: str, size: float = 9) -> Paras:
    """Give something said beside: smaller and quiet."""
    return said(text, size, colour=QUIET)


def nothing(text: str, size: float = 12) -> Paras:
    """Give a sentence that says that there is nothing."""
    return said(text, size, colour=QUIET, italic=True)


@cache
def _widths(folder: Path, bold: bool) -> dict[str, float]:
    covered(folder)  # says so when the font is missing
    with TTFont(folder / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", lazy=True) as font:
        metrics, em = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / em for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def _ems(text: str, bold: bool) -> float:
    known = _widths(font_folder(), bold)
    return sum(known[one] if one in known else _unknown(one) for one in text)


@cache
def _unknown(character: str) -> float:
    return 0.0 if unicodedata.category(character) in ("Mn", "Cf") else 1.1


def width_of(text: str, size: float, bold: bool = False) -> float:
    """How many points the text is wide on one line."""
    return size * _ems(text, bold)


@lru_cache(maxsize=5_000)
def wrapped(para: Para, width: float) -> tuple[str, ...]:
    """Give the lines that the paragraph takes in ``width`` points; joined, they are its words."""
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
    """A word too long for a line breaks anywhere."""
    piece, used = "", 0.0
    for letter in word:
        wide = 0 if letter.isspace() else width_of(letter, para.size, para.bold)
        if piece and used + wide > room:
            yield piece
            piece, used = "", 0.0
        piece, used = piece + letter, used + wide
    yield piece


def height_of(paras: Sequence[Para], width: float) -> float:
    """How many points the paragraphs are high in ``width``."""
    return sum(one.before + one.line * len(wrapped(one, width)) for one in paras)


def poured(paras: Paras, width: float, height: float) -> tuple[Paras, Paras]:
    """Give what fits in ``height`` points and what is left; a heading stays with what it heads."""
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
    """Part a paragraph so that what goes on to the next slide is ``over`` points high or more."""
    go_on = int(-(-over // para.line))
    stay = len(lines) - go_on
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
    """Give the paragraph in at most ``lines``; one that is longer says that the notes have it."""
    found = wrapped(para, width)
    if len(found) <= lines:
        return para
    text = para.text
    while len(wrapped(replace(para, text=text + IN_NOTES), width)) > lines and text:
        text = text[: min(len(text) - 1, sum(map(len, found[:lines])), len(text) * 9 // 10)]
    return replace(para, text=text.rstrip() + IN_NOTES)


def one_line(text: str, width: float, size: float, bold: bool = False) -> str:
    """Give ``text`` on one line, cut with an ellipsis where it is too long."""
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
