"""The filters of the pages to read, one set for all of them, as an address writes them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

NARROWING = ("workstream", "source", "kind", "owner")


@dataclass(frozen=True)
class Filters:
    """What a page is narrowed to; an empty one narrows nothing.

    ``month`` is 2023-12, or a pack, 2023-12-v1; ``at`` a moment. ``workstream`` is a slug, ``kind``
    what a source calls an action, in small letters, ``owner`` the name of an executive or of an
    action's or a criterion's owner. ``sort`` is a column, with a minus turned.
    """

    month: str = ""
    at: str = ""
    workstream: str = ""
    source: str = ""
    kind: str = ""
    owner: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return the filters that an address asks for."""
        return cls(**{field.name: query.get(field.name, "").strip() for field in fields(cls)})

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of the filters that leave something out."""
        return tuple(name for name in NARROWING if getattr(self, name))

    def asked(self, **changes: str) -> list[tuple[str, str]]:
        """Return names and values for an address, with ``changes``; what is empty is left out."""
        changed = replace(self, **changes)
        named = ((field.name, getattr(changed, field.name)) for field in fields(changed))
        return [(name, value) for name, value in named if value]

    def query_string(self, **changes: str) -> str:
        """Return the end of an address: `?month=2023-12&kind=must`; a change to "" takes away."""
        return f"?{urlencode(self.asked(**changes), safe=':')}"

    def sorted_by(self, column: str) -> str:
        """Return the end of an address that sorts by a column, the other way at a second press."""
        return self.query_string(sort=f"-{column}" if self.sort == column else column)
