"""Made-up changes, for the developers' page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator

from reporting.telling import Entry, Said
from reporting.ways_back import WayBack
from reporting.word_difference import word_difference


def example_history() -> dict[str, Any]:
    """Give a text that was changed, a rating that was, and the middle one of three pages."""
    at = datetime(2024, 1, 5, 10, 30, tzinfo=UTC)
    old, new = "The survey goes out", "The survey went out"
    text = Entry(
        at=at,
        who="The lead’s name",
        kind="Section of a highlight report",
        thing="Progress against key outcomes",
        where="An example workstream, January 2024",
        said=(Said("Text", old, new, word_difference(old, new)),),
        why="",
        place="/example/2024-01/example/highlight-report/",
        story="#story",
        as_at="#as-at",
        ways_back=(WayBack("Bring this text back", "#restore"),),
    )
    rating = Entry(
        at=at,
        who="The lead’s name",
        kind="Ratings of a CQC action",
        thing="Ratings of Must EX-01",
        where="An example workstream, January 2024",
        said=(Said("Embedding", "On Track", "Overdue (>1 month)"),),
        why="Loaded from example.json",
        place="import of example.json",
    )
    return {"changes": [text, rating], "page_of_changes": Paginator([1, 2, 3], 1).page(2)}
