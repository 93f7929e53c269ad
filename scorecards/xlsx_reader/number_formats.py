"""What a cell shows: a stored number in the text its number format makes of it, as Excel does.

A workbook keeps 66.0% as 0.66 and 0:38:09 as part of a day, with a format code beside it. The codes
are those of ECMA-376, part 1, 18.8.30 and 18.8.31. Rounding is Excel's: to 15 digits first, then
half away from zero. What is not understood raises ``NotUnderstood`` and is never guessed:
fractions, powers of ten, negative numbers under a condition, names of months in other languages.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from scorecards.xlsx_reader.date_formats import moment_shown
from scorecards.xlsx_reader.format_codes import (
    FormatPart,
    FormatSection,
    NotUnderstood,
    sections_of,
)

MOST_DECIMALS = 30  # as many as Excel takes
_LARGEST = Decimal(10) ** 21
_GENERAL_WIDTH = 11  # characters of a number in the format General
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


def number_shown(number: float, code: str, *, since_1904: bool = False) -> str:
    """Return what a cell with ``number`` and the format ``code`` shows, without spaces at its ends.

    A column is taken to be wide enough. Raises ``NotUnderstood``.
    """
    value = Decimal(f"{number:.15g}")
    if not value.is_finite() or abs(value) > _LARGEST:
        raise NotUnderstood("a number without end")
    section, has_sign = _chosen(list(sections_of(code)), value)
    if section.asks(FormatPart.TIME):
        return moment_shown(section.pieces, value, since_1904=since_1904).strip()
    sign = "-" if value < 0 and has_sign else ""
    return (sign + _amount_shown(section, abs(value))).strip()


def text_shown(text: str, code: str) -> str:
    """Return what a cell with ``text`` shows: itself, and what its format adds."""
    if "@" not in code or code == "@":
        return text
    try:
        section = sections_of(code)[-1]
    except NotUnderstood:
        return text
    if not section.asks(FormatPart.TEXT):
        return text
    return "".join(text if part is FormatPart.TEXT else words for part, words in section.pieces)


def shows_less(number: float, code: str) -> bool:
    """Return whether a time of day leaves out whole days: 25:30:00 shown as 1:30:00."""
    return number >= 1 and _leaves_out_days(code)


@lru_cache(maxsize=256)
def _leaves_out_days(code: str) -> bool:
    letters = {
        text[0].lower() for part, text in sections_of(code)[0].pieces if part is FormatPart.TIME
    }
    return bool(letters) and not letters & set("[yd")


def _chosen(sections: list[FormatSection], value: Decimal) -> tuple[FormatSection, bool]:
    """Choose the section for ``value``; say whether a negative number has its sign there."""
    if len(sections) == 4 or (len(sections) > 1 and sections[-1].asks(FormatPart.TEXT)):
        sections.pop()
    if any(section.condition for section in sections):
        meant = [section for section in sections if section.holds_for(value)]
        if value < 0 or not meant:
            raise NotUnderstood("a condition")
        return meant[0], True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if value == 0 and len(sections) > 2 else 0], True


def _amount_shown(section: FormatSection, value: Decimal) -> str:
    """Return an amount as a section without time shows it."""
    pieces = section.pieces
    parts = [part for part, _ in pieces]
    texts = [text for _, text in pieces]
    if FormatPart.DIGIT not in parts:
        general = _general(value)
        return "".join(general if part in _AS_GENERAL else text for part, text in pieces)
    point = parts.index(FormatPart.POINT) if FormatPart.POINT in parts else len(parts)
    digits = [place for place, part in enumerate(parts) if part is FormatPart.DIGIT]
    commas = [place for place, part in enumerate(parts) if part is FormatPart.COMMA]
    before, after = [p for p in digits if p < point], [p for p in digits if p > point]
    between = [place for place in commas if before and before[0] < place < before[-1]]
    shift = 2 * parts.count(FormatPart.PERCENT) - 3 * (len(commas) - len(between))
    if len(after) > MOST_DECIMALS or parts.count(FormatPart.POINT) > 1:
        raise NotUnderstood("decimals")
    whole, _, decimals = f"{_rounded(value, shift, len(after)):f}".partition(".")
    for place in commas:
        texts[place] = ""
    _put_whole(texts, before, whole.lstrip("0"), is_grouped=bool(between))
    _put_decimals(texts, after, decimals)
    if not before:
        texts.insert(point, whole.lstrip("0"))
    return "".join(texts)


_AS_GENERAL = (FormatPart.GENERAL, FormatPart.TEXT)


def _rounded(value: Decimal, shift: int, places: int) -> Decimal:
    """Return ``value`` times ten to the power of ``shift``, to so many decimal places."""
    step = Decimal(1).scaleb(-places)
    return value.scaleb(shift, _EXACT).quantize(step, context=_EXACT)


def _put_whole(texts: list[str], places: list[int], digits: str, *, is_grouped: bool) -> None:
    """Put digits into their places from the right; the first place takes all that are left."""
    position = 0
    for place in reversed(places):
        count = 1 if place != places[0] else max(1, len(digits))
        taken, digits = digits[-count:], digits[:-count] if digits else ""
        taken = taken or {"0": "0", "?": " ", "#": ""}[texts[place]]
        grouped = ""
        for digit in reversed(taken):
            comma = "," if is_grouped and position and position % 3 == 0 and digit != " " else ""
            grouped = digit + comma + grouped
            position += 1
        texts[place] = grouped


def _put_decimals(texts: list[str], places: list[int], digits: str) -> None:
    """Put decimals into their places; zeros at the end are left out where a place allows it."""
    kept = len(digits.rstrip("0"))
    for nth, place in enumerate(places):
        digit_place = texts[place]
        texts[place] = digits[nth]
        kept = max(kept, nth + 1) if digit_place == "0" else kept
    for nth, place in enumerate(places):
        if nth >= kept:
            texts[place] = ""


def _general(value: Decimal) -> str:
    """Return a number as the format General shows it: in eleven characters."""
    if value and not Decimal("1e-9") <= value < Decimal(10) ** _GENERAL_WIDTH:
        raise NotUnderstood("a number that General shows as a power of ten")
    whole = len(f"{int(value)}")
    rounded = _rounded(value, 0, max(0, _GENERAL_WIDTH - 1 - whole))
    shown = f"{rounded:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
