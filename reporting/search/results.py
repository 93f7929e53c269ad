"""Results: what was found, each hit once with the months that say it, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from improvement.models import Programme
from improvement.periods import CalendarMonth
from reporting.search.asked import Query, read
from reporting.search.kept import issued_sayings
from reporting.search.marking import (
    SEARCHED,
    Marked,
    in_sentences,
    mark,
    sentence_with,
    spans_in,
)
from reporting.search.passages import Kind, Passage, Saying
from reporting.search.reach import Asked, Reach, chosen
from reporting.search.rows import stored_sayings

SHOWN = 100
LISTED = 3  # months named one by one

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Hit:
    """A passage with what was asked for marked in its title and in the sentence around it."""

    programme: Programme
    months: tuple[CalendarMonth, ...]
    passage: Passage
    title: Marked
    sentence: Marked

    @property
    def url(self) -> str:
        """The page where it stands, in its newest month."""
        at, month, programme = self.passage, self.months[0], self.programme.slug
        args: dict[str, list[str | int]] = {
            "month": [programme, month.slug],
            "reading": [programme, month.slug, at.whose.slug],
        }
        address = reverse(at.view, args=args.get(at.view, [programme, at.item]))
        anchor = at.anchor_of(month)
        return f"{address}#{anchor}" if anchor else address

    @property
    def month(self) -> str:
        return self.months[0].words

    @property
    def also(self) -> str:
        """The other months that say the same, in words."""
        earlier = self.months[:0:-1]
        if len(earlier) <= LISTED:
            return _listed(earlier)
        return f"{len(earlier)} earlier months, since {earlier[0].words}"


@dataclass(frozen=True)
class Results:
    """The hits that are shown, and how many there are in all."""

    hits: Sequence[Hit]
    total: int

    @property
    def words(self) -> str:
        if not self.total:
            return "Nothing that you may see says this."
        if self.total > len(self.hits):
            return (
                f"The first {len(self.hits)} of {self.total:,} results, the newest first. "
                "Another word, a month or a workstream narrows them."
            )
        return "1 result" if self.total == 1 else f"{self.total} results, the newest first"


def search(reach: Reach, asked: Asked) -> Results:
    """Search what is within ``reach``. At most 15 queries, however many programmes.

    Raises ``Refused`` with a sentence where nothing can be looked for, or not there. Only what is
    shown is marked: a common word stands in thousands of texts.
    """
    query, within = read(asked.q), chosen(reach, asked)
    found = sorted(_together(query, _sayings(query, within, asked)), key=_place)
    return Results([_hit(query, saying) for saying in found[:SHOWN]], len(found))


def _sayings(query: Query, within: Reach, asked: Asked) -> Iterator[Saying]:
    stored, issued = within.split()
    overview = not asked.workstream
    if stored:
        yield from stored_sayings(query, within.workstreams, stored, overview=overview)
    if issued:
        yield from issued_sayings(issued, within.packs, asked.workstream)


def _together(query: Query, sayings: Iterator[Saying]) -> Iterable[Saying]:
    """Leave out what has not every phrase; join what shows the same in the same place."""
    kept: dict[tuple[object, ...], Saying] = {}
    for saying in sayings:
        at = saying.passage
        shown = sentence_with(query, at.words[:SEARCHED], at.head)
        if shown is not None:
            whose = (saying.programme.pk, at.whose.slug)
            key = (whose, at.kind, at.item, at.title, at.label, shown)
            kept[key] = _joined(kept[key], saying) if key in kept else saying
    return kept.values()


def _joined(one: Saying, other: Saying) -> Saying:
    newest = max(one, other, key=lambda saying: saying.months[0])
    months = tuple(sorted({*one.months, *other.months}, reverse=True))
    return newest._replace(months=months)


def _hit(query: Query, saying: Saying) -> Hit:
    at, words = saying.passage, saying.passage.words[:SEARCHED]
    in_head = spans_in(query, at.head)
    return Hit(*saying, mark(at.title, in_head), in_sentences(words, spans_in(query, words)))


def _place(saying: Saying) -> tuple[object, ...]:
    at, newest = saying.passage, saying.months[0]
    whose = (saying.programme.name, at.whose.position)
    return (-newest.year, -newest.number, _ORDER[at.kind], whose, at.item, at.title, at.label)


def _listed(months: Sequence[CalendarMonth]) -> str:
    """Name months, the year once: November and December 2023."""
    names = [
        f"{one.starts_on:%B}" if one.year == after.year else one.words
        for one, after in pairwise(months)
    ]
    names += [one.words for one in months[-1:]]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
