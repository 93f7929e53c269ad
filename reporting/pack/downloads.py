"""Who downloaded which pack."""

from __future__ import annotations

from dataclasses import dataclass

from improvement.models import LogEntry, LogKind
from reporting.models import Pack

SHOWN = 50


@dataclass(frozen=True)
class Downloads:
    """Who downloaded a pack, the latest first, and how many more than are shown."""

    latest: tuple[LogEntry, ...]
    more: int


def downloads_of(pack: Pack) -> Downloads:
    """Return the latest downloads of ``pack``. Two queries."""
    entries = LogEntry.objects.filter(
        kind=LogKind.DOWNLOAD, programme=pack.month.programme, about=str(pack)
    ).select_related("person")
    latest = tuple(entries[:SHOWN])
    return Downloads(latest, max(0, entries.count() - SHOWN))
