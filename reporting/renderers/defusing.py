"""Text for spreadsheets: what a spreadsheet would run is kept from running."""

from __future__ import annotations

import re

# The wide ones are what some languages’ keyboards type, and Excel takes them for the narrow ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:,[0-9]{3})*)(?:\.[0-9]+)?")


def defused(text: str) -> str:
    """Give ``text`` with an apostrophe before it if a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_RUNS) and not _NUMBER.fullmatch(text) else text
