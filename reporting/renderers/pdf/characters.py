"""Text the pack's font can draw: nothing anybody pasted may stop or spoil the document.

One character the font lacks stops the whole document, so it is replaced by its name in brackets.
What is invisible (control and formatting characters) is dropped, and long words get places where
they may break, because a word that is too wide runs out of its cell without a warning.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONT_FOLDER = Path(__file__).resolve().parents[2] / "var" / "assets" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")

LONG_WORD = 28
PIECE = 14
BREAK = "\u200b"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_PLAIN = re.compile(r"[\n -~]*")
# Word keeps the bullets and arrows of its symbol fonts in the private area; figure dash to en dash.
_MEANT = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "►", "\uf0e0": "→", "\u2012": "–"}
_KEEP_TOGETHER = "\u00a0\u2007\u202f"
_SAME_IN_PLAIN_LETTERS = ("<compat>", "<wide>", "<narrow>", "<font>", "<noBreak>")


class FontsMissing(RuntimeError):
    """The pack's font is not where it should be; the message says what to do."""


def font_folder() -> Path:
    """Give the folder of the pack's font: ``PACK_FONTS``, or the one ``make setup`` fills."""
    return Path(os.environ.get("PACK_FONTS") or FONT_FOLDER)


@cache
def covered(folder: Path) -> frozenset[str]:
    """Give the characters that every face of the font in ``folder`` can draw.

    Raises ``FontsMissing`` when a face is not there.
    """
    faces = [folder / f"LiberationSans-{face}.ttf" for face in FACES]
    missing = [face.name for face in faces if not face.is_file()]
    if missing:
        raise FontsMissing(f"The pack’s font is missing ({', '.join(missing)}): run make setup.")
    codes = set.intersection(*(_codes(face) for face in faces))
    return frozenset(chr(code) for code in codes)


def _codes(face: Path) -> set[int]:
    with TTFont(face, lazy=True) as font:
        return set(font.getBestCmap())


def printable(value: Any, drawn: frozenset[str]) -> Any:
    """Give ``value`` (text, or lists and mappings of it) with every text fit to print."""
    if isinstance(value, str):
        return breakable(clean(value, drawn))
    if isinstance(value, Mapping):
        return {key: printable(one, drawn) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one, drawn) for one in value]
    return value


def clean(text: str, drawn: frozenset[str]) -> str:
    """Give ``text`` in characters of ``drawn`` alone, with \\n between lines."""
    if _PLAIN.fullmatch(text):
        return text
    lines = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    return "".join(_draw(character, drawn) for character in lines)


def replaced(text: str, drawn: frozenset[str]) -> list[str]:
    """Give the characters of ``text`` that will be printed as their names, each once."""
    lines = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    return [one for one in dict.fromkeys(lines) if _draw(one, drawn) == _name(one)]


def breakable(text: str) -> str:
    """Give ``text`` with invisible places to break in words too long for a narrow column."""
    return _LONG.sub(lambda word: _in_pieces(word.group()), text)


def _in_pieces(word: str) -> str:
    return BREAK.join(word[start : start + PIECE] for start in range(0, len(word), PIECE))


def _draw(character: str, drawn: frozenset[str]) -> str:
    """One character as it will be printed: itself, a likeness, its name, or nothing."""
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if character == "\t" or category == "Zs":
        return "\u00a0" if character in _KEEP_TOGETHER else " "
    if _is_invisible(character, category):
        return ""
    if character in _MEANT:
        return _MEANT[character]
    if character in drawn and category != "Co":
        return character
    return _likeness(character, drawn) or _name(character)


def _is_invisible(character: str, category: str) -> bool:
    return category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f"


def _likeness(character: str, drawn: frozenset[str]) -> str:
    """The same in plain letters (a ligature, a full-width letter), or nothing.

    Not for raised or circled figures: 10⁵ is not 105.
    """
    if not unicodedata.decomposition(character).startswith(_SAME_IN_PLAIN_LETTERS):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if set(plain) <= drawn else ""


def _name(character: str) -> str:
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"
