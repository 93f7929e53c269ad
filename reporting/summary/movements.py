"""What moved since the last pack, as a dashboard tells it: which way, why, and where to read on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from improvement.values.ratings import Rating, Way, way_of
from improvement.values.short_names import ACTION_CHARACTERS, short_name
from reporting.changes.kinds import NOTHING
from reporting.contents.facts import ActionFact, Contents, CriterionFact, WorkstreamFact
from reporting.contents.metric_facts import MetricFact
from reporting.contents.pack_facts import ChangeFact
from reporting.summary.dates_in_text import day_written

# What a change may be about; the contents themselves stand for the whole programme.
Item = Contents | WorkstreamFact | ActionFact | CriterionFact | MetricFact
_CODES = {rating.words: rating for rating in Rating}
_ACTION = "action_timeline"
STRENGTHS = ("Must ", "Should ")
NO_REASON = "No reason given"
_NAME_ENDS = re.compile(r": |, ")
# Bad news first.
_ORDER = [Way.WORSE, Way.DROPPED, Way.BETTER, Way.FIRST, Way.SAME]


class Subject(NamedTuple):
    """What a change is about: its name in short and whole, and the page that tells more, if any."""

    short: str = ""
    whole: str = ""
    page: str = ""
    at: tuple[str | int, ...] = ()

    @property
    def address(self) -> str:
        return reverse(self.page, args=self.at) if self.page else ""


@dataclass(frozen=True)
class Movement:
    """One thing that moved. ``rating_before`` and ``rating_now`` are given of ratings alone.

    ``item`` is what it is about, and ``about`` its short name, where that is not the reason again.
    """

    workstream: str
    place: str
    about: str
    item: Subject
    before: str
    now: str
    way: str
    why: str
    rating_before: Rating | None = None
    rating_now: Rating | None = None

    @property
    def name(self) -> str:
        """What it is about: “CSW-03”, “Criterion 4”, “Overall ratings”."""
        if self.place.startswith("Overall "):
            return "Overall ratings"
        name = self.place.partition(": ")[0]
        return name.split()[-1] if name.startswith(STRENGTHS) else name

    @property
    def whole(self) -> str:
        """All words of what it is about."""
        return self.item.whole

    @property
    def address(self) -> str:
        """The page that tells more of it; empty without one."""
        return self.item.address

    @property
    def dimension(self) -> str:
        """What of it moved: “Delivery”; “Rating” where it has one alone."""
        name, _, dimension = self.place.removeprefix("Overall ").partition(": ")
        return (dimension or name).capitalize() if self.place != self.name else "Rating"


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

    @property
    def by_item(self) -> tuple[MovedItem, ...]:
        """Everything that moved, an item with both of its ratings at once."""
        found: dict[tuple[str, str], list[Movement]] = {}
        for movement in (*self.ratings, *self.metrics, *self.dates, *self.items):
            found.setdefault((movement.workstream, movement.name), []).append(movement)
        return tuple(MovedItem(name, tuple(moves)) for (_, name), moves in found.items())

    @property
    def words(self) -> str:
        """How many went which way: “1 worse, 1 better since Nov”."""
        items = self.by_item
        worse, better = sum(item.is_worse for item in items), sum(item.is_better for item in items)
        other = len(items) - worse - better
        counts = ((worse, "worse"), (better, "better"), (other, "other"))
        counted = ", ".join(f"{count} {way}" for count, way in counts if count)
        return f"{counted or 'nothing'} since {self.earlier.split()[0][:3]}"


@dataclass(frozen=True)
class MovedItem:
    """One thing with all that moved of it, worse before better."""

    name: str
    movements: tuple[Movement, ...]

    @property
    def first(self) -> Movement:
        return self.movements[0]

    @property
    def is_worse(self) -> bool:
        return any(movement.way == Way.WORSE for movement in self.movements)

    @property
    def is_better(self) -> bool:
        return not self.is_worse and any(movement.way == Way.BETTER for movement in self.movements)


def moved(contents: Contents, *, sees_open: bool) -> Moved:
    """Return what moved. ``sees_open`` says whether the pages of metrics may be opened."""
    items = dict(_items(contents))

    def of(*kinds: str) -> list[Movement]:
        changes = (change for kind in kinds for change in contents.changes.of(kind))
        return [
            _movement(change, _subject(_item_of(change, items), contents, sees_open))
            for change in changes
        ]

    ratings = sorted(of("rating"), key=lambda movement: _ORDER.index(Way(movement.way)))
    return Moved(
        earlier=contents.changes.earlier,
        ratings=tuple(ratings),
        metrics=tuple(of("crossed")),
        dates=tuple(of("date")),
        items=tuple(of("new", "reopened", "closed")),
    )


def _items(contents: Contents) -> Iterator[tuple[tuple[str, str], Item]]:
    """Yield every item with the names a change calls it by: its workstream's and its own."""
    yield ("", "Overall delivery"), contents
    yield ("", "Overall embedding"), contents
    for stream in contents.workstreams:
        of = stream.name
        yield (of, "Overall delivery"), stream
        yield (of, "Overall embedding"), stream
        for action in stream.actions:
            yield (of, f"{action.strength} {action.ref}"), action
        for criterion in stream.criteria:
            yield (of, f"Criterion {criterion.number}"), criterion
        for metric in stream.metrics:
            yield (of, f"Metric {metric.number}"), metric


def _subject(item: Item | None, contents: Contents, sees_open: bool) -> Subject:
    """Return what an item is called on a page and where more is told of it."""
    slug = contents.programme.slug
    match item:
        case ActionFact():
            return Subject(item.short, item.wording, _ACTION, (slug, item.id))
        case CriterionFact():
            short = short_name("", item.text, ACTION_CHARACTERS)
            return Subject(short, item.text, "criterion_timeline", (slug, item.id))
        case MetricFact():
            page = "metric" if sees_open else ""
            return Subject(item.short, item.name, page, (slug, item.id))
        case WorkstreamFact():
            return Subject(page="workstream_timeline", at=(slug, item.slug))
        case Contents():
            return Subject(page="programme_timeline", at=(slug,))
    return Subject()


def _movement(change: ChangeFact, item: Subject) -> Movement:
    before, now = (_CODES.get(words) for words in (change.before, change.now))
    is_rating = change.kind == "rating" and before is not None and now is not None
    return Movement(
        workstream=change.workstream or "Whole programme",
        place=change.place,
        about=item.short if item.whole != change.why else "",
        item=item,
        before=_in_words(change.before),
        now=_in_words(change.now),
        way=_way(change),
        why=change.why or (NO_REASON if _is_asked_for_a_reason(change, item) else ""),
        rating_before=before if is_rating else None,
        rating_now=now if is_rating else None,
    )


def _is_asked_for_a_reason(change: ChangeFact, item: Subject) -> bool:
    """An action has an explanation and a metric a remark; nothing else has a place for one."""
    return change.kind == "crossed" or (change.kind == "rating" and item.page == _ACTION)


def _item_of(change: ChangeFact, items: dict[tuple[str, str], Item]) -> Item | None:
    """Return what a change is about, by the name its place begins with."""
    ends = [match.start() for match in _NAME_ENDS.finditer(change.place)]
    names = [change.place, *(change.place[:end] for end in reversed(ends))]
    found = (items.get((change.workstream, name)) for name in names)
    return next((item for item in found if item), None)


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
