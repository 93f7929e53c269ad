"""A flat table of typed values, and the meaning of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Share:
    """A percentage as a part of one, which spreadsheets calculate with and show as a percentage."""

    of_one: Decimal


Value = str | Decimal | Share | timedelta | date | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A table: its name, its columns with what they mean, and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)
