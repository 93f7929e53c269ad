"""Bullets: one a line, one level of nesting, without the marks that Word puts in front of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What Word, Outlook and web pages write in front of a bullet, with the white space around it.
# A letter o counts only before a tab or a wide gap: “o” with one space may begin a sentence.
_MARK = re.compile(
    r"(?:[•◦‣▪■□●○►➢➤✓·*\uf0b7\uf0a7\uf0d8\uf0fc–—-]\s+|[•●▪\uf0b7]\s*|o(?:\t\s*|\s{2,}))"
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_LINE_END = re.compile("\r\n|[\r\v\f\u2028\u2029\u0085]")
_ANY_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
NESTED = "  "


@dataclass(frozen=True)
class Bullet:
    """One line. ``level`` is 1 for a line nested under the one before it."""

    text: str
    level: int


def bullets_of(text: str) -> list[Bullet]:
    """Read one bullet a line; a line that starts with white space is nested one level."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [Bullet(line.strip(), int(line[0].isspace())) for line in lines]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something, as they stand."""
    return [line for line in text.splitlines() if line.strip()]


def tidy(text: str) -> str:
    """Return pasted ``text`` as bullets without their marks and invisible characters.

    Every word stays. Deeper nesting becomes one level. Tidying twice changes nothing more.
    """
    lines = _LINE_END.sub("\n", _INVISIBLE.sub("", text)).split("\n")
    return "\n".join(_tidy_line(line) for line in lines).strip("\n")


def _tidy_line(line: str) -> str:
    spaced = _ANY_SPACE.sub(" ", line).rstrip()
    words = spaced.lstrip()
    nested, place = len(words) < len(spaced), 0
    while mark := _MARK.match(words, place):
        nested = nested or mark.group()[0] in "o◦○"
        place = mark.end()
    words = words[place:]
    return f"{NESTED}{words}" if nested and words else words


def add_bullet(text: str, bullet: str) -> str:
    """Return ``text`` with ``bullet`` as its last line, unless it has that bullet already."""
    if bullet.strip() in {line.text for line in bullets_of(text)}:
        return text
    return f"{text.rstrip()}\n{bullet}".lstrip("\n")
