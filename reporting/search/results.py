"""Results: what was found, each hit once with the months that say it, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from django.urls import reverse

from improvement.models import Programme
from improvement.periods import CalendarMonth
from reporting.search.asked import Query, read
from reporting.search.kept import issued_sayings
from reporting.search.marking import (
    Marked,
    in_sentences,
    mark,
    sentence_with,
    spans_in,
)
from reporting.search.passages import SEARCHED, Kind, Passage, Saying
from reporting.search.reach import Asked, Reach, chosen
from reporting.search.rows import stored_sayings

SHOWN = 100
LISTED = 3  # months named one by one

# Months are compared thousands of times, and a tuple of numbers in no time.
_AGE = attrgetter("year", "number")
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
    found = sorted(_together(_sayings(query, within, asked)), key=_place)
    return Results([_hit(query, saying) for saying in found[:SHOWN]], len(found))


def _sayings(query: Query, within: Reach, asked: Asked) -> Iterator[tuple[Saying, str]]:
    """Give what has every phrase, and the sentence of each."""
    stored, issued = within.split()
    overview = not asked.workstream
    if stored:
        for saying in stored_sayings(query, within.workstreams, stored, overview=overview):
            if query.may_be_in(saying.passage.haystack):
                shown = sentence_with(query, saying.passage)
                if shown is not None:
                    yield saying, shown
    if issued:
        yield from issued_sayings(query, issued, within.packs, asked.workstream)


def _together(sayings: Iterator[tuple[Saying, str]]) -> Iterable[Saying]:
    """Join what shows the same in the same place."""
    kept: dict[tuple[object, ...], list[Saying]] = {}
    for saying, shown in sayings:
        at = saying.passage
        whose = (saying.programme.pk, at.whose.slug)
        key = (whose, at.kind, at.item, at.title, at.label, shown)
        kept.setdefault(key, []).append(saying)
    return map(_joined, kept.values())


def _joined(alike: Sequence[Saying]) -> Saying:
    if len(alike) == 1:
        return alike[0]
    newest = max(alike, key=lambda saying: _AGE(saying.months[0]))
    by_age = {_AGE(month): month for saying in alike for month in saying.months}
    return newest._replace(months=tuple(by_age[age] for age in sorted(by_age, reverse=True)))


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
