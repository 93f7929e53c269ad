"""Made-up changes, for the gallery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator

from reporting.changes.words import word_difference
from reporting.history.describe import FieldLine, HistoryEntry
from reporting.history.restore_links import RestoreLink


def example_history() -> dict[str, Any]:
    """Return a text that was changed, a rating that was, and the middle one of three pages."""
    at = datetime(2024, 1, 5, 10, 30, tzinfo=UTC)
    old, new = "The survey goes out", "The survey went out"
    text = HistoryEntry(
        at=at,
        who="The lead’s name",
        kind="Section of a highlight report",
        thing="Progress against key outcomes",
        where="An example workstream, January 2024",
        lines=(FieldLine("Text", old, new, word_difference(old, new)),),
        why="",
        place="/example/2024-01/example/highlight-report/",
        changes_url="#story",
        as_at_url="#as-at",
        restore_links=(RestoreLink("Bring this text back", "#restore"),),
    )
    rating = HistoryEntry(
        at=at,
        who="The lead’s name",
        kind="Ratings of an action",
        thing="Ratings of Must EX-01",
        where="An example workstream, January 2024",
        lines=(FieldLine("Embedding", "On Track", "Overdue (>1 month)"),),
        why="Loaded from example.json",
        place="import of example.json",
    )
    return {"changes": [text, rating], "page_of_changes": Paginator([1, 2, 3], 1).page(2)}
