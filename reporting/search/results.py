"""Results: what was found, each hit once with the months that say it, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.urls import reverse

from improvement.periods import CalendarMonth
from reporting.search.asked import Query, read
from reporting.search.issued import issued_passages
from reporting.search.marking import SEARCHED, Marked, in_sentences, mark, plain, spans_in
from reporting.search.passages import Kind, Passage
from reporting.search.reach import Asked, Reach, chosen
from reporting.search.rows import stored_passages

SHOWN = 100
LISTED = 3  # months named one by one

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Hit:
    """A passage with what was asked for marked in its title and in the sentence around it."""

    passage: Passage
    title: Marked
    sentence: Marked

    @property
    def url(self) -> str:
        """The page where it stands, in its newest month."""
        at, month = self.passage, self.passage.months[0].slug
        programme, stream = at.whose.programme.slug, at.whose.slug
        args: dict[str, list[str | int]] = {
            "month": [programme, month],
            "reading": [programme, month, stream],
        }
        address = reverse(at.view, args=args.get(at.view, [programme, at.item]))
        return f"{address}#{at.anchor}" if at.anchor else address

    @property
    def month(self) -> str:
        return self.passage.months[0].words

    @property
    def also(self) -> str:
        """The other months that say the same, in words."""
        earlier = self.passage.months[:0:-1]
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
    """Search what is within ``reach``. At most 17 queries, however many programmes.

    Raises ``Refused`` with a sentence where nothing can be looked for, or not there.
    """
    query, within = read(asked.q), chosen(reach, asked)
    found = (_hit(query, passage) for passage in _passages(query, within, asked))
    hits = sorted(_together(hit for hit in found if hit), key=_place)
    return Results(hits[:SHOWN], len(hits))


def _passages(query: Query, within: Reach, asked: Asked) -> Iterator[Passage]:
    stored, issued = within.split()
    overview = not asked.workstream
    if stored:
        yield from stored_passages(query, within, stored, overview=overview)
    if issued:
        yield from issued_passages(query, issued, asked.workstream, overview=overview)


def _hit(query: Query, passage: Passage) -> Hit | None:
    """Look for every phrase in the passage or in its head."""
    words = passage.words[:SEARCHED]
    if not query.may_be_in(f"{passage.head}\n{words}".lower()):
        return None
    in_words, in_head = spans_in(query, words), spans_in(query, passage.head)
    if len(in_words.keys() | in_head.keys()) < len(query.phrases):
        return None
    title = passage.title
    return Hit(passage, mark(title, in_head if passage.head else {}), in_sentences(words, in_words))


def _together(hits: Iterator[Hit]) -> list[Hit]:
    """Make one hit of those that say the same in the same place of several months."""
    kept: dict[tuple[object, ...], Hit] = {}
    for hit in hits:
        at = hit.passage
        whose = (at.whose.programme.pk, at.whose.slug)
        key = (at.kind, whose, at.item, at.title, at.label, plain(hit.sentence))
        if key in kept:
            hit = _joined(kept[key], hit)
        kept[key] = hit
    return list(kept.values())


def _joined(one: Hit, other: Hit) -> Hit:
    newest = max(one, other, key=lambda hit: hit.passage.months[0])
    months = tuple(sorted({*one.passage.months, *other.passage.months}, reverse=True))
    return replace(newest, passage=replace(newest.passage, months=months))


def _place(hit: Hit) -> tuple[object, ...]:
    at = hit.passage
    newest = at.months[0]
    whose = (at.whose.programme.name, at.whose.position)
    return (-newest.year, -newest.number, _ORDER[at.kind], whose, at.item, at.title, at.label)


def _listed(months: Sequence[CalendarMonth]) -> str:
    """Name months, the year once: November and December 2023."""
    names = [
        f"{one.starts_on:%B}" if one.year == after.year else one.words
        for one, after in pairwise(months)
    ]
    names += [one.words for one in months[-1:]]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
