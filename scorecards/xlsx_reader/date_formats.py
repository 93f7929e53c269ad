"""A moment or a length of time as a cell shows it: a workbook keeps both as a number of days."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from scorecards.xlsx_reader.format_codes import FormatPart, NotUnderstood

DAY = 86_400  # seconds
_LAST = 2_958_465  # 31 December 9999, after which Excel shows no date
_LEAP_DAY_OF_1900 = 60  # Excel has one, and the calendar has not
_MOST_DECIMALS = 6
_MICROSECOND = Decimal("1e-6")

Pieces = Sequence[tuple[FormatPart, str]]


def moment_shown(pieces: Pieces, value: Decimal, *, since_1904: bool = False) -> str:
    """Return ``value`` days as ``pieces`` of a format show them. Raises ``NotUnderstood``.

    Seconds are rounded as far as they are shown; hours and minutes are never rounded up.
    """
    parts = [text.lower() for part, text in pieces if part is FormatPart.TIME]
    decimals = max((len(text.partition(".")[2]) for text in parts), default=0)
    if not 0 <= value <= _LAST or decimals > _MOST_DECIMALS:
        raise NotUnderstood("no time is shown for this number")
    # 8.5 seconds are kept as a part of a day that makes 8.49999999999999 of them.
    exact = (value * DAY).quantize(_MICROSECOND, ROUND_HALF_UP)
    seconds = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    clock = _Clock(seconds, any(text[0] == "a" for text in parts), since_1904)
    minutes = _minutes(tuple(parts))
    shown, at = [], 0
    for part, text in pieces:
        if part is FormatPart.TIME:
            text = clock.shown(parts[at], is_minutes=at in minutes)
            at += 1
        shown.append(text)
    return "".join(shown)


@lru_cache(maxsize=256)
def _minutes(parts: tuple[str, ...]) -> frozenset[int]:
    """Return which of ``parts`` are minutes: m after hours or before seconds. Others are months."""
    found = set()
    for place, text in enumerate(parts):
        before = parts[place - 1] if place else ""
        after = parts[place + 1] if place + 1 < len(parts) else ""
        if text in ("m", "mm") and (before.strip("[")[:1] == "h" or after.strip("[")[:1] == "s"):
            found.add(place)
    return frozenset(found)


class _Clock:
    """A number of seconds since the first day of a workbook, part by part."""

    def __init__(self, seconds: Decimal, has_noon: bool, since_1904: bool) -> None:
        self.seconds, self.has_noon, self.since_1904 = seconds, has_noon, since_1904
        self.whole = int(seconds)
        self.hour, rest = divmod(self.whole % DAY, 3600)
        self.minute, self.second = divmod(rest, 60)

    def shown(self, code: str, *, is_minutes: bool) -> str:
        """Return what one piece shows: ``hh``, ``ss.00``, ``[h1]``, ``mmmm``."""
        kind = code[0]
        if kind == "[":
            spent = self.whole // {"h": 3600, "m": 60, "s": 1}[code[1]]
            return f"{spent:0{code[2]}}"
        if kind == "a":
            half = "pm" if self.hour >= 12 else "am"
            return half.upper() if code == "am/pm" else half[0].upper()
        if kind == "h":
            return (
                f"{(self.hour - 1) % 12 + 1 if self.has_noon else self.hour:0{min(len(code), 2)}}"
            )
        if kind == "s":
            fraction = f"{self.seconds % 1:f}".partition(".")[2]
            width = min(len(code.partition(".")[0]), 2)
            return f"{self.second:0{width}}" + (f".{fraction}" if fraction else "")
        if is_minutes:
            return f"{self.minute:0{len(code)}}"
        return _of_day(self._day(), code)

    def _day(self) -> date:
        days = self.whole // DAY
        if self.since_1904:
            return date(1904, 1, 1) + timedelta(days)
        if days in (0, _LEAP_DAY_OF_1900):
            raise NotUnderstood("a day that the calendar has not")
        return date(1899, 12, 31 if days < _LEAP_DAY_OF_1900 else 30) + timedelta(days)


def _of_day(day: date, code: str) -> str:
    """Return a day, month or year: as figures of one or two places, short, or in full."""
    kind, width = code[0], len(code)
    if kind == "y":
        return f"{day.year:04}" if width > 2 else f"{day.year % 100:02}"
    number, name = (
        (day.day, day_name[day.weekday()]) if kind == "d" else (day.month, month_name[day.month])
    )
    if width <= 2:
        return f"{number:0{width}}"
    if kind == "m" and width == 5:
        return name[0]
    return name[:3] if width == 3 else name
