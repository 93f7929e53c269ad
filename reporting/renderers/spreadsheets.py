"""Rows as CSV in which a spreadsheet runs no text as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from reporting.renderers.tables.table import Share

# The full-width signs come from some languages' keyboards, and Excel reads them as the plain ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:,[0-9]{3})*)(?:\.[0-9]+)?")


def write_csv(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV (RFC 4180). A duration is in seconds, a time in ISO 8601."""
    text = StringIO(newline="")
    csv.writer(text).writerows([_csv_value(value) for value in row] for row in rows)
    return text.getvalue()


def _csv_value(value: Any) -> Any:
    match value:
        case str():
            return defused(value)
        case bool():
            return "true" if value else "false"
        case Share():
            return value.of_one
        case timedelta():
            return int(value.total_seconds())
        case datetime():
            return value.isoformat()
    return value


def defused(text: str) -> str:
    """Return text with an apostrophe before it if a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_RUNS) and not _NUMBER.fullmatch(text) else text
