"""A table as JSON and back, so that a process with limits can write it as a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from reporting.renderers.tables.table import Table

# What JSON does not know, by the name it is written under.
_READ: dict[str, Callable[[str], Any]] = {"Decimal": Decimal, "date": date.fromisoformat}


def table_to_json(table: Table) -> bytes:
    """Return a table as JSON. Its values are texts, whole numbers, decimals, days or nothing."""
    told = json.dumps(asdict(table), ensure_ascii=False, default=_named)
    return told.encode(errors="replace")


def table_from_json(text: bytes) -> Table:
    """Return the table that ``table_to_json`` wrote."""
    told = json.loads(text, object_hook=_value)
    columns = tuple(tuple(column) for column in told["columns"])
    return Table(told["name"], columns, tuple(tuple(row) for row in told["rows"]))


def _named(value: Any) -> dict[str, str]:
    name = type(value).__name__
    if name not in _READ:
        raise TypeError(f"{value!r} is no value of a table that is written in a process.")
    return {name: str(value)}


def _value(told: dict[str, Any]) -> Any:
    [(name, text), *more] = told.items()
    return told if more or name not in _READ else _READ[name](text)
