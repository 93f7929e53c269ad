"""The shelf: the issued packs of a programme, and who took which of them away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import LogEntry, LogKind, Programme
from reporting.models import Pack
from reporting.renderers import RENDERERS, Renderer

SHOWN = 50


def packs_of(programmes: Iterable[Programme]) -> dict[int, list[Pack]]:
    """Give the latest pack of each issued month by programme, the newest month first. One query."""
    found = (
        Pack.objects.filter(month__programme__in=list(programmes))
        .select_related("month")
        .defer("contents_json")
        .order_by("-month__starts_on", "-version")
    )
    shelves: dict[int, dict[int, Pack]] = defaultdict(dict)
    for pack in found:
        shelves[pack.month.programme_id].setdefault(pack.month_id, pack)
    return {programme: list(packs.values()) for programme, packs in shelves.items()}


def documents() -> list[Renderer]:
    """Give the formats to take away, in the order of the registry; the web page is read."""
    return [one for one in RENDERERS.values() if one.format != "html"]


@dataclass(frozen=True)
class Downloads:
    """Who took a pack away, the latest first, and how many more than are shown."""

    latest: tuple[LogEntry, ...]
    more: int


def downloads_of(pack: Pack) -> Downloads:
    """Give the latest downloads of ``pack``. Two queries."""
    found = LogEntry.objects.filter(
        kind=LogKind.DOWNLOAD, programme=pack.month.programme, about=str(pack)
    ).select_related("person")
    latest = tuple(found[:SHOWN])
    return Downloads(latest, max(0, found.count() - SHOWN))
