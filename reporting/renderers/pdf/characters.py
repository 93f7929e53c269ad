"""Text in characters that the pack's font has, so that pasted text does not stop the document.

A character that the font lacks would stop the whole document, so it is replaced by its name in
brackets. Invisible characters (control and formatting) are dropped, and long words get places where
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

FONT_FOLDER = Path(__file__).resolve().parents[3] / "var" / "assets" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")

LONG_WORD = 28
PIECE = 14
BREAK = "\u200b"

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
_PIECE = re.compile(rf"\S{{{PIECE}}}(?=\S)")
_PLAIN = re.compile(r"[\n -~]*")
# Word's bullets and arrows from symbol fonts are private characters; a figure dash is an en dash.
_MEANT = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "►", "\uf0e0": "→", "\u2012": "–"}
_KEEP_TOGETHER = "\u00a0\u2007\u202f"
_SAME_IN_PLAIN_LETTERS = ("<compat>", "<wide>", "<narrow>", "<font>", "<noBreak>")


class FontsMissing(RuntimeError):
    """The pack's font is not in its folder; the message explains what to do."""


def font_folder() -> Path:
    """Return the folder of the pack's font: ``PACK_FONTS``, or the one ``make setup`` fills."""
    return Path(os.environ.get("PACK_FONTS") or FONT_FOLDER)


@cache
def covered(folder: Path) -> frozenset[str]:
    """Return the characters that every face of the font in ``folder`` can draw.

    Raises ``FontsMissing`` when a face is not there.
    """
    faces = [folder / f"LiberationSans-{face}.ttf" for face in FACES]
    missing = [face.name for face in faces if not face.is_file()]
    if missing:
        raise FontsMissing(f"The pack’s font is missing ({', '.join(missing)}): run make setup.")
    codes: list[set[int]] = []
    for face in faces:
        with TTFont(face, lazy=True) as font:
            codes.append(set(font.getBestCmap()))
    return frozenset(map(chr, set.intersection(*codes)))


def printable(value: Any, drawn: frozenset[str]) -> Any:
    """Return ``value`` (text, or lists and mappings of it) with every text fit to print."""
    if isinstance(value, str):
        return breakable(clean(value, drawn))
    if isinstance(value, Mapping):
        return {key: printable(part, drawn) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part, drawn) for part in value]
    return value


def clean(text: str, drawn: frozenset[str]) -> str:
    """Return ``text`` in characters of ``drawn`` alone, with \\n between lines."""
    if _PLAIN.fullmatch(text):
        return text
    lines = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    return "".join(_draw(character, drawn) for character in lines)


def replaced(text: str, drawn: frozenset[str]) -> list[str]:
    """Return the characters of ``text`` that will be printed as their names, each once."""
    lines = unicodedata.normalize("NFC", LINE_ENDS.sub("\n", text))
    return [sign for sign in dict.fromkeys(lines) if _draw(sign, drawn) == _name(sign)]


def breakable(text: str) -> str:
    """Return ``text`` with invisible breaks in words too long for a narrow column."""
    return _LONG.sub(lambda word: _PIECE.sub(rf"\g<0>{BREAK}", word.group()), text)


def _draw(character: str, drawn: frozenset[str]) -> str:
    """Return a character as it is printed: itself, its plain form, its name, or nothing."""
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if character == "\t" or category == "Zs":
        return "\u00a0" if character in _KEEP_TOGETHER else " "
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0f":  # invisible
        return ""
    if character in _MEANT:
        return _MEANT[character]
    if character in drawn and category != "Co":
        return character
    return _plain_form(character, drawn) or _name(character)


def _plain_form(character: str, drawn: frozenset[str]) -> str:
    """Return the plain letters of a ligature or a full-width letter, or nothing.

    Raised and circled figures have none: 10⁵ is not 105.
    """
    if not unicodedata.decomposition(character).startswith(_SAME_IN_PLAIN_LETTERS):
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if set(plain) <= drawn else ""


def _name(character: str) -> str:
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"
