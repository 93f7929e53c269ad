"""Days and lists as a sentence says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

QUOTED = 300  # characters


def day_in_words(day: date) -> str:
    """Write a day as `30 November 2023`."""
    return f"{day.day} {day:%B %Y}"


def quoted(words: str) -> str:
    """Return words of a text in quotation marks: the end of a very long sentence is left out."""
    return f"“{words if len(words) <= QUOTED else words[:QUOTED].rstrip() + ' …'}”"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: `1, 2 and 3`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
