"""The pack as JSON: Contents itself."""

from __future__ import annotations

from reporting.contents.facts import Contents, to_json


def render(contents: Contents) -> bytes:
    """Return the JSON of ``contents`` as UTF-8."""
    # A pasted half of a surrogate pair has no UTF-8, but an escape in JSON.
    return to_json(contents).encode("utf-8", errors="backslashreplace")
