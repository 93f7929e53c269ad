"""A flat table: typed values under columns that say what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Share:
    """A percentage as a part of one, so that a spreadsheet counts with it and shows the sign."""

    of_one: Decimal


Value = str | Decimal | Share | timedelta | int | None
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
