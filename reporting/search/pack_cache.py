"""The passages of issued packs, read once in each process, because a pack never changes.

A pack is identified by its fingerprint. A programme's packs are merged into one list, in which a
text that many months have in common appears once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

from improvement.models import Month
from improvement.values.periods import CalendarMonth
from reporting.models import Pack
from reporting.search.passages import SearchPassage, passages_in


class PackKey(NamedTuple):
    """A pack by what never changes."""

    pk: int
    sha256: str


MonthPacks = tuple[tuple[CalendarMonth, PackKey], ...]
# Equal passages of the cached packs are one object: most packs repeat the one before.
_shared: WeakKeyDictionary[SearchPassage, ref[SearchPassage]] = WeakKeyDictionary()


def latest_packs(months: Iterable[Month]) -> dict[int, PackKey]:
    """Return the latest pack of each month that has one, by the month's id. One query."""
    packs = Pack.objects.filter(month__in=[month.pk for month in months]).order_by("version")
    rows = packs.values_list("month", "pk", "sha256")
    return {month: PackKey(pk, sha256) for month, pk, sha256 in rows}


@lru_cache(maxsize=240)
def passages_of_pack(pack: PackKey) -> tuple[SearchPassage, ...]:
    """Return the passages of a pack. One query where it is new to this process, else none."""
    contents = Pack.objects.only("contents_json").get(**pack._asdict()).contents
    passages = passages_in(contents, issued=True)
    return tuple(_shared.setdefault(passage, ref(passage))() or passage for passage in passages)


@lru_cache(maxsize=8)
def merged_passages(
    packs: MonthPacks,
) -> tuple[tuple[SearchPassage, tuple[CalendarMonth, ...]], ...]:
    """Return each passage of some packs once, with the months that have it in their given order."""
    months: dict[SearchPassage, list[CalendarMonth]] = defaultdict(list)
    for month, pack in packs:
        for passage in passages_of_pack(pack):
            months[passage].append(month)
    return tuple((passage, tuple(found)) for passage, found in months.items())
