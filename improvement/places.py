"""Places: the page, command or import that a change came from, kept beside the change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from simple_history.models import HistoricalRecords

LONGEST = 200
_PLACE: ContextVar[str] = ContextVar("place", default="")


@contextmanager
def from_place(place: str) -> Iterator[None]:
    """Say where the changes made inside come from: `command load_programme, december.json`."""
    before = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(before)


def place_now() -> str:
    """Give where a change made now comes from: what was said, or else the page that is asked for.

    Nothing where neither is known, as in a shell.
    """
    request = getattr(HistoricalRecords.context, "request", None)
    place = _PLACE.get() or (request.path if request is not None else "")
    return place[:LONGEST]
