"""Periods: months and quarters of the NHS financial year, which runs from April to March."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

# Python's dates go far beyond these centuries; no programme reports outside them.
_YEAR = "(?:19|20|21)[0-9]{2}"
MONTH_PATTERN = rf"{_YEAR}-(?:0[1-9]|1[0-2])"
_MONTH = re.compile(MONTH_PATTERN)
_QUARTER = re.compile(rf"({_YEAR})/([0-9]{{2}}) Q([1-4])")


class CalendarMonth(NamedTuple):
    """A calendar month. ``slug`` is 2023-12, ``words`` is December 2023."""

    year: int
    number: int

    def __str__(self) -> str:
        return self.words

    @classmethod
    def parse(cls, text: str) -> CalendarMonth:
        """Read ``2023-12``. Raises ``ValueError`` with a sentence otherwise."""
        if not _MONTH.fullmatch(text):
            raise ValueError(f"“{text}” is not a month; write it as 2023-12.")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> CalendarMonth:
        return cls(day.year, day.month)

    @property
    def slug(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def words(self) -> str:
        return f"{self.starts_on:%B} {self.year}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def ends_on(self) -> date:
        return self.next().starts_on - timedelta(days=1)

    def next(self) -> CalendarMonth:
        return CalendarMonth(self.year + self.number // 12, self.number % 12 + 1)

    def before(self) -> CalendarMonth:
        return CalendarMonth.of(self.starts_on - timedelta(days=1))


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter. ``year`` is the year the financial year starts in: 2023/24 Q3 is (2023, 3)."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read ``2023/24 Q3``. Raises ``ValueError`` with a sentence otherwise."""
        match = _QUARTER.fullmatch(text)
        if not match or int(match[2]) != (int(match[1]) + 1) % 100:
            raise ValueError(f"“{text}” is not a quarter; write it as 2023/24 Q3.")
        return cls(int(match[1]), int(match[3]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that ``day`` is in: April starts Q1."""
        return cls(day.year - (day.month < 4), (day.month - 4) % 12 // 3 + 1)

    @property
    def slug(self) -> str:
        return f"{self.financial_year} Q{self.number}"

    @property
    def financial_year(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"

    @property
    def starts_on(self) -> date:
        return date(self.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def ends_on(self) -> date:
        return self.next().starts_on - timedelta(days=1)

    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Return every quarter from ``first`` to ``last``, both included."""
    quarters = []
    while first <= last:
        quarters.append(first)
        first = first.next()
    return quarters
