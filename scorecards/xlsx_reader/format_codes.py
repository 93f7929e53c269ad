"""A number format's code taken apart: its sections, and what each piece of them asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

LONGEST_CODE = 255  # characters, as many as Excel takes
MOST_SECTIONS = 4
# Formats that a file names by their number alone, as Excel shows them in the United Kingdom.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy hh:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}


class NotUnderstood(ValueError):
    """The format asks for something that is not known here."""


class FormatPart(StrEnum):
    """What a piece of a code asks for. The values are the groups of ``_PIECE``."""

    WORDS = "words"
    DIGIT = "digit"
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    GENERAL = "general"
    TEXT = "text"
    TIME = "time"
    SLASH = "slash"


_PIECE = re.compile(
    r"""
      "(?P<quoted>[^"]*)"
    | \\(?P<escaped>.)
    | _(?P<space>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>general)
    | (?P<time>am/pm | a/p | y+ | m+ | d+ | h+ | s+(?:\.0+)?)
    | (?P<digit>[0#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<text>@)
    | (?P<slash>/)
    | (?P<end>;)
    | (?P<words>[-$+():!^&'~{}<>=£€¥|\ \u00a0\u202f])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color *[0-9]{1,2}")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
# A time and a date as the computer is set to show them, whatever else the code says.
_BY_SYSTEM = {"[$-f400]": "hh:mm:ss", "[$-f800]": "dd mmmm yyyy"}
_ELAPSED = frozenset(("h", "hh", "m", "mm", "s", "ss"))
_LANGUAGE, _ENGLISH = 0x3FF, 0x09  # the bits of a locale that are its language


@dataclass
class FormatSection:
    """One of a code's parts between semicolons: its pieces, and which numbers it is for."""

    pieces: list[tuple[FormatPart, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    is_english: bool = True

    def asks(self, part: FormatPart) -> bool:
        return any(kind is part for kind, _ in self.pieces)

    def holds_for(self, value: Decimal) -> bool:
        """Return whether the section is for ``value``; one without a condition is for the rest."""
        if self.condition is None:
            return True
        sign, bound = self.condition
        below, same = value < bound, value == bound
        holds = {"<": below, "=": same, ">": not (below or same)}
        return any(holds[part] for part in sign)


@lru_cache(maxsize=256)
def sections_of(code: str) -> tuple[FormatSection, ...]:
    """Take a code apart. Raises ``NotUnderstood``."""
    if len(code) > LONGEST_CODE:
        raise NotUnderstood(code[:LONGEST_CODE])
    sections = [FormatSection()]
    for group, text in _groups(_BY_SYSTEM.get(code[:8].casefold(), code)):
        if group == "end":
            sections.append(FormatSection())
        elif group == "bracket":
            _put_bracket(sections[-1], text.casefold())
        elif group in ("quoted", "escaped"):
            sections[-1].pieces.append((FormatPart.WORDS, text))
        elif group == "space":
            sections[-1].pieces.append((FormatPart.WORDS, " "))
        elif group != "fill":
            sections[-1].pieces.append((FormatPart(group), text))
    if len(sections) > MOST_SECTIONS:
        raise NotUnderstood(code)
    for section in sections:
        _check(section)
    return tuple(sections)


def pieces_in(code: str) -> int:
    """Count what showing a number by this code takes. Raises ``NotUnderstood``."""
    return sum(len(section.pieces) for section in sections_of(code))


def _groups(code: str) -> Iterator[tuple[str, str]]:
    """Yield each piece of ``code``: its kind and its text."""
    place = 0
    while place < len(code):
        found = _PIECE.match(code, place)
        if found is None:
            raise NotUnderstood(code)
        group = str(found.lastgroup)
        yield group, found[group]
        place = found.end()


def _put_bracket(section: FormatSection, bracket: str) -> None:
    """Add what stands in brackets: time that adds up, a currency and language, or a condition."""
    if bracket in _ELAPSED:
        section.pieces.append((FormatPart.TIME, f"[{bracket[0]}{len(bracket)}]"))
    elif bracket.startswith("$"):
        symbol, _, locale = bracket.removeprefix("$").partition("-")
        section.pieces.append((FormatPart.WORDS, symbol))
        section.is_english &= _is_english(locale)
    elif found := _CONDITION.fullmatch(bracket):
        section.condition = (found[1], Decimal(found[2]))
    elif not _COLOUR.fullmatch(bracket):
        raise NotUnderstood(bracket)


def _is_english(locale: str) -> bool:
    try:
        return not locale or int(locale.split(",")[0], 16) & _LANGUAGE == _ENGLISH
    except ValueError:
        return locale.startswith("en")


def _check(section: FormatSection) -> None:
    """Raise ``NotUnderstood`` for fractions, and for days and months named in other languages."""
    asks_time = section.asks(FormatPart.TIME)
    named = any(
        part is FormatPart.TIME and text[:3] in ("mmm", "ddd") for part, text in section.pieces
    )
    if (named and not section.is_english) or (
        section.asks(FormatPart.DIGIT) and (asks_time or section.asks(FormatPart.SLASH))
    ):
        raise NotUnderstood("a fraction, or names in another language")
