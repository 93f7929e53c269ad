"""The pack as data: Contents itself."""

from __future__ import annotations

from reporting.contents import Contents, to_json


def render(contents: Contents) -> bytes:
    """Give the JSON of ``contents`` as UTF-8."""
    # Half of a character pair, pasted, has no UTF-8; its backslash form is JSON's own.
    return to_json(contents).encode("utf-8", errors="backslashreplace")
