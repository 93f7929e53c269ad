"""Kept: what packs say, taken apart once in each process, for what is frozen never changes.

A pack is known again by its fingerprint. Texts that many packs say alike are kept once, and merged
into one with all their months before anything is looked for.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, ref

from improvement.models import Month, Programme
from improvement.periods import CalendarMonth
from reporting.models import Pack
from reporting.search.asked import Query
from reporting.search.issued import passages_in, whose_in
from reporting.search.marking import sentence_with
from reporting.search.passages import Passage, Saying, Whose

# Packs, and merged programmes, that a process keeps: a large programme of four years has 48 packs.
PACKS, MERGED = 240, 8
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Frozen(NamedTuple):
    """A pack by what never changes."""

    pk: int
    sha256: str


class Apart(NamedTuple):
    """A pack taken apart."""

    streams: tuple[Whose, ...]
    passages: tuple[Passage, ...]


class Alike(NamedTuple):
    """A passage that some months say alike, and all that is searched of it."""

    haystack: str
    passage: Passage
    months: tuple[CalendarMonth, ...]


Dated = tuple[tuple[CalendarMonth, Frozen], ...]
Merged = tuple["Alike", ...]


class Shelf(Generic[Key, Value]):
    """Holds so many things at most; what was least lately asked for makes room for the next."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._things: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Key, thing: Value) -> None:
        with self._lock:
            self._things[key] = thing
            if len(self._things) > self._most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._things.clear()


_apart: Shelf[Frozen, Apart] = Shelf(PACKS)
_merged: Shelf[Dated, Merged] = Shelf(MERGED)
# Each passage that is kept, by its equals, for as long as a pack has it.
_alike: WeakKeyDictionary[Passage, ref[Passage]] = WeakKeyDictionary()


def forget() -> None:
    """Begin again, as a process does that has just started."""
    _apart.clear()
    _merged.clear()


def latest_packs(months: Iterable[Month]) -> dict[int, Frozen]:
    """Give the latest pack of each month that has one, by the month. One query."""
    packs = Pack.objects.filter(month__in=[month.pk for month in months]).order_by("version")
    rows = packs.values_list("month", "pk", "sha256")
    return {month: Frozen(pk, sha256) for month, pk, sha256 in rows}


def taken_apart(packs: Iterable[Frozen]) -> dict[Frozen, Apart]:
    """Give what some packs say. One query where one of them is new to this process, or none."""
    known = {pack: _apart.get(pack) for pack in packs}
    found = {pack: apart for pack, apart in known.items() if apart}
    if missing := {pack.pk: pack for pack in known.keys() - found.keys()}:
        unread = Pack.objects.only("contents_json").filter(pk__in=missing).order_by("-pk")
        # A large programme’s packs are some megabytes each: one at a time.
        for pack in unread.iterator(chunk_size=1):
            frozen = missing[pack.pk]
            found[frozen] = _take_apart(pack)
            _apart.put(frozen, found[frozen])
    return found


def _take_apart(pack: Pack) -> Apart:
    contents = pack.contents
    texts = (passage for passage in passages_in(contents) if passage.words or passage.head)
    return Apart(whose_in(contents), tuple(map(_first_alike, texts)))


def _first_alike(passage: Passage) -> Passage:
    return _alike.setdefault(passage, ref(passage))() or passage


def issued_sayings(
    query: Query, months: Iterable[Month], packs: Mapping[int, Frozen], stream: str
) -> Iterator[tuple[Saying, str]]:
    """Give what the packs of some months say with what is asked for, and the sentence of each.

    Of one workstream where its slug is given. What several months say alike comes once. One query
    where a pack is new to this process.
    """
    dated: dict[Programme, list[tuple[CalendarMonth, Frozen]]] = defaultdict(list)
    for month in months:
        if month.pk in packs:
            dated[month.programme].append((month.period, packs[month.pk]))
    dated_of = {programme: tuple(packs) for programme, packs in dated.items()}
    for programme, merged in _all_merged(dated_of).items():
        for alike in merged:
            if stream in ("", alike.passage.whose.slug) and query.may_be_in(alike.haystack):
                shown = sentence_with(query, alike.passage)
                if shown is not None:
                    yield Saying(programme, alike.months, alike.passage), shown


def _all_merged(dated: Mapping[Programme, Dated]) -> dict[Programme, Merged]:
    known = {programme: _merged.get(packs) for programme, packs in dated.items()}
    found = {programme: merged for programme, merged in known.items() if merged is not None}
    missing = [one for one in dated if one not in found]
    apart = taken_apart(pack for one in missing for _, pack in dated[one])
    for one in missing:
        found[one] = _merge([(month, apart[pack]) for month, pack in dated[one]])
        _merged.put(dated[one], found[one])
    return found


def _merge(dated: Sequence[tuple[CalendarMonth, Apart]]) -> Merged:
    """Give each passage once, with its months in the order they come.

    One that is kept is one object, whichever packs say it: so it is known again at once.
    """
    passages: dict[int, Passage] = {}
    places: dict[int, list[int]] = defaultdict(list)
    for place, (_, apart) in enumerate(dated):
        for passage in apart.passages:
            passages[id(passage)] = passage
            places[id(passage)].append(place)
    told: dict[tuple[int, ...], tuple[CalendarMonth, ...]] = {}
    for found in set(map(tuple, places.values())):
        told[found] = tuple(dated[place][0] for place in found)
    return tuple(
        Alike(passages[one].haystack, passages[one], told[tuple(found)])
        for one, found in places.items()
    )
