"""Dates as people write them: which day is meant by a day, a month or a quarter in a text."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from contextlib import suppress
from datetime import date

from improvement.values.periods import Quarter

_YEAR = "(?:19|20|21)?[0-9]{2}"
_FIGURES = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/({_YEAR})")
_NAMED = re.compile(rf"(?:([0-9]{{1,2}}) )?([A-Za-z]{{3,9}}) ({_YEAR})")
_QUARTER = re.compile(rf"(?:([Qq][1-4]) )?({_YEAR})/([0-9]{{2}})(?: ([Qq][1-4]))?")


def day_written(words: str) -> date | None:
    """Return the last day of what ``words`` name, or None where they name none.

    Read are 2024-03-31, 31/03/24, 31/03/2024, 31 March 2024, March 2025, Mar 24, Q4 2023/24,
    Q4 23/24 and 2023/24 Q4. A year of two digits is of this century.
    """
    plain = " ".join(words.split())
    for read in (date.fromisoformat, _in_figures, _by_name, _by_quarter):
        with suppress(ValueError):
            return read(plain)
    return None


def _in_figures(words: str) -> date:
    day, month, year = _parts(_FIGURES, words)
    return date(_year(year), int(month), int(day))


def _by_name(words: str) -> date:
    day, name, year = _parts(_NAMED, words)
    month = _month(name)
    last = monthrange(_year(year), month)[1]
    return date(_year(year), month, int(day) if day else last)


def _by_quarter(words: str) -> date:
    before, year, next_year, after = _parts(_QUARTER, words)
    number = f"{before or ''}{after or ''}".upper()  # one that is named twice is no quarter
    return Quarter.parse(f"{_year(year)}/{next_year} {number}").ends_on


def _parts(form: re.Pattern[str], words: str) -> tuple[str, ...]:
    match = form.fullmatch(words)
    if match is None:
        raise ValueError(f"“{words}” is not written so.")
    return match.groups()


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month(written: str) -> int:
    """Read March, Mar or Sept. Raises ``ValueError`` for what begins no month's name."""
    for number, name in enumerate(month_name):
        if name.lower().startswith(written.lower()):
            return number
    raise ValueError(f"“{written}” is no month.")
