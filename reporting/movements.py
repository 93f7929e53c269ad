"""What moved since the last pack, as a dashboard tells it: which way, why, and where to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from improvement.periods import Quarter
from improvement.ratings import Rating, Way, way_of
from reporting.contents import Contents
from reporting.issue_facts import ChangeFact

_CODES = {rating.words: rating for rating in Rating}
_NAME_ENDS = re.compile(r": |, ")
# Bad news first.
_ORDER = [Way.WORSE, Way.DROPPED, Way.BETTER, Way.FIRST, Way.SAME]


@dataclass(frozen=True)
class Item:
    """What a change is about: its own words, and the address that tells more, if there is one."""

    about: str
    address: str


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
        return [_movement(one, items) for kind in kinds for one in told.of(kind)]

    ratings = sorted(of("rating"), key=lambda one: _ORDER.index(Way(one.way)))
    return Moved(
        earlier=told.earlier,
        ratings=tuple(ratings),
        metrics=tuple(of("crossed")),
        dates=tuple(of("date")),
        items=tuple(of("new", "closed")),
    )


def _items(contents: Contents, sees_open: bool) -> Iterator[tuple[tuple[str, str], Item]]:
    """Give every item under the names a change calls it by: its workstream and its own."""
    slug = contents.programme.slug
    for stream in contents.workstreams:
        of = stream.name
        report = reverse("report", args=[slug, contents.month.slug, stream.slug])
        yield (of, "Overall delivery"), Item("", report)
        yield (of, "Overall embedding"), Item("", report)
        for action in stream.actions:
            address = reverse("action_timeline", args=[slug, action.id])
            yield (of, f"{action.strength} {action.ref}"), Item(action.wording, address)
        for criterion in stream.criteria:
            address = reverse("criterion_timeline", args=[slug, criterion.id])
            yield (of, f"Criterion {criterion.number}"), Item(criterion.text, address)
        for metric in stream.metrics:
            address = reverse("metric", args=[slug, metric.id]) if sees_open else ""
            yield (of, f"Metric {metric.number}"), Item(metric.name, address)


def _movement(change: ChangeFact, items: dict[tuple[str, str], Item]) -> Movement:
    item = _item_of(change, items)
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
        why=change.why,
        rating_before=before if is_rating else None,
        rating_now=now if is_rating else None,
    )


def _item_of(change: ChangeFact, items: dict[tuple[str, str], Item]) -> Item:
    """Find what a change is about by the name its place begins with."""
    ends = [match.start() for match in _NAME_ENDS.finditer(change.place)]
    names = [change.place, *(change.place[:end] for end in reversed(ends))]
    found = (items.get((change.workstream, name)) for name in names)
    return next((item for item in found if item), Item("", ""))


def _way(change: ChangeFact) -> str:
    if change.kind == "rating":
        before, now = _CODES.get(change.before), _CODES.get(change.now)
        return way_of(before, now).value if now is not None else Way.SAME.value
    if change.kind == "crossed":
        return (Way.BETTER if change.now.startswith("Met") else Way.WORSE).value
    if change.kind == "date":
        first, then = _moment(change.before), _moment(change.now)
        if first and then and first != then:
            return "Later" if then > first else "Earlier"
    return ""


def _moment(words: str) -> date | None:
    """Read a day (2024-09-30) or a quarter (2023/24 Q3); None of anything else."""
    for read in (date.fromisoformat, lambda text: Quarter.parse(text).starts_on):
        try:
            return read(words)
        except ValueError:
            continue
    return None


def _in_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
