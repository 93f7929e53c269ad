"""The last pack that was issued on somebody's programmes, and which ratings moved in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import Programme
from reporting.models import Pack, frozen_contents
from reporting.summary.movements import Moved, Movement, moved

MOST_NAMED = 3


@dataclass(frozen=True)
class LastPack:
    """A pack with what moved in it."""

    pack: Pack
    moved: Moved

    @property
    def programme(self) -> Programme:
        return self.pack.month.programme

    @property
    def named(self) -> tuple[Movement, ...]:
        """The first ratings that moved, worse before better."""
        return self.moved.ratings[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many ratings moved besides."""
        return len(self.moved.ratings) - len(self.named)


def find_last_pack(programmes: Iterable[Programme]) -> LastPack | None:
    """Return the pack issued last of the programmes. One query, two where it was never read."""
    issued = Pack.objects.filter(month__programme__in=list(programmes)).defer("contents_json")
    pack = issued.select_related("month__programme").order_by("-issued_at", "-pk").first()
    if pack is None:
        return None
    contents = frozen_contents(pack.month_id, pack.version, pack.sha256)
    return LastPack(pack, moved(contents, sees_open=False))
