"""What moved since the last pack, as a dashboard tells it: which way, why, and where to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from improvement.ratings import Rating, Way, way_of
from reporting.change_kinds import NOTHING
from reporting.contents import Contents
from reporting.issue_facts import ChangeFact
from reporting.what_changed import DEADLINE
from reporting.written_dates import day_written

_CODES = {rating.words: rating for rating in Rating}
_ACTION = "action_timeline"
NO_REASON = "No reason given"
_NAME_ENDS = re.compile(r": |, ")
# Bad news first.
_ORDER = [Way.WORSE, Way.DROPPED, Way.BETTER, Way.FIRST, Way.SAME]


class Item(NamedTuple):
    """What a change is about: its own words, and the page that tells more, if there is one."""

    about: str = ""
    page: str = ""
    at: tuple[str | int, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.page, args=self.at) if self.page else ""


@dataclass(frozen=True)
class Movement:
    """One thing that moved. ``rating_before`` and ``rating_now`` are given of ratings alone."""

    workstream: str
    place: str
    about: str
    address: str
    before: str
    now: str
    way: str
    why: str
    rating_before: Rating | None = None
    rating_now: Rating | None = None


@dataclass(frozen=True)
class Moved:
    """Everything that moved since ``earlier``, a month in words; empty where there was none."""

    earlier: str
    ratings: tuple[Movement, ...]
    metrics: tuple[Movement, ...]
    dates: tuple[Movement, ...]
    items: tuple[Movement, ...]

    @property
    def count(self) -> int:
        return len(self.ratings) + len(self.metrics) + len(self.dates) + len(self.items)


def moved(contents: Contents, *, sees_open: bool) -> Moved:
    """Tell what moved. ``sees_open`` says whether the pages of metrics may be opened."""
    items = dict(_items(contents, sees_open))
    told = contents.changes

    def of(*kinds: str) -> list[Movement]:
        changes = (one for kind in kinds for one in told.of(kind))
        return [_movement(one, _item_of(one, items)) for one in changes]

    ratings = sorted(of("rating"), key=lambda one: _ORDER.index(Way(one.way)))
    return Moved(
        earlier=told.earlier,
        ratings=tuple(ratings),
        metrics=tuple(of("crossed")),
        dates=tuple(of("date")),
        items=tuple(of("new", "reopened", "closed")),
    )


def _items(contents: Contents, sees_open: bool) -> Iterator[tuple[tuple[str, str], Item]]:
    """Give every item under the names a change calls it by: its workstream and its own."""
    slug = contents.programme.slug
    whole = Item("", "programme_timeline", (slug,))
    yield ("", "Overall delivery"), whole
    yield ("", "Overall embedding"), whole
    for stream in contents.workstreams:
        of = stream.name
        report = Item("", "report", (slug, contents.month.slug, stream.slug))
        overall = Item("", "workstream_timeline", (slug, stream.slug))
        yield (of, "Overall delivery"), overall
        yield (of, "Overall embedding"), overall
        yield (of, DEADLINE), report
        for action in stream.actions:
            item = Item(action.wording, _ACTION, (slug, action.id))
            yield (of, f"{action.strength} {action.ref}"), item
        for criterion in stream.criteria:
            item = Item(criterion.text, "criterion_timeline", (slug, criterion.id))
            yield (of, f"Criterion {criterion.number}"), item
        for metric in stream.metrics:
            item = Item(metric.name, "metric" if sees_open else "", (slug, metric.id))
            yield (of, f"Metric {metric.number}"), item


@lru_cache(maxsize=1024)
def _movement(change: ChangeFact, item: Item) -> Movement:
    """Tell a change. Until the next month every dashboard tells the same ones."""
    before, now = (_CODES.get(words) for words in (change.before, change.now))
    is_rating = change.kind == "rating" and before is not None and now is not None
    return Movement(
        workstream=change.workstream or "Whole programme",
        place=change.place,
        about=item.about if item.about != change.why else "",
        address=item.address,
        before=_in_words(change.before),
        now=_in_words(change.now),
        way=_way(change),
        why=change.why or (NO_REASON if _is_asked_for_a_reason(change, item) else ""),
        rating_before=before if is_rating else None,
        rating_now=now if is_rating else None,
    )


def _is_asked_for_a_reason(change: ChangeFact, item: Item) -> bool:
    """An action has an explanation and a metric a remark; nothing else has a place for one."""
    return change.kind == "crossed" or (change.kind == "rating" and item.page == _ACTION)


def _item_of(change: ChangeFact, items: dict[tuple[str, str], Item]) -> Item:
    """Find what a change is about by the name its place begins with."""
    ends = [match.start() for match in _NAME_ENDS.finditer(change.place)]
    names = [change.place, *(change.place[:end] for end in reversed(ends))]
    found = (items.get((change.workstream, name)) for name in names)
    return next((item for item in found if item), Item())


def _way(change: ChangeFact) -> str:
    if change.kind == "rating":
        before, now = _CODES.get(change.before), _CODES.get(change.now)
        return way_of(before, now).value if now is not None else Way.SAME.value
    if change.kind == "crossed":
        return (Way.BETTER if change.now.startswith("Met") else Way.WORSE).value
    if change.kind == "date":
        return _sooner_or_later(change.before, change.now)
    return ""


def _sooner_or_later(before: str, now: str) -> str:
    """Say which way a date went; nothing where there was none, or is none any more."""
    if NOTHING in (before, now):
        return ""
    was, becomes = day_written(before), day_written(now)
    if was is None or becomes is None:
        return "Cannot be compared"
    if was == becomes:
        return "Same day"
    return "Later" if becomes > was else "Earlier"


def _in_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
