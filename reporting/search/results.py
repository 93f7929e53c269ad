"""The results of a search: each hit once with the months that have it, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from django.urls import reverse

from improvement.models import Programme
from improvement.values.periods import CalendarMonth
from reporting.search.highlight import WHOLE, MarkedText, find_spans, in_sentences, mark, plain
from reporting.search.passages import BY_MONTH, SEARCHED, PassageKind, SearchPassage
from reporting.search.query import SearchQuery, parse_query
from reporting.search.scope import DatedPassage, SearchRequest, SearchScope, narrowed

SHOWN = 100
LISTED = 3  # months named one by one

# Comparing numbers, because a search compares thousands of months.
_AGE = attrgetter("year", "number")
_ORDER = {kind: place for place, kind in enumerate(PassageKind)}


@dataclass(frozen=True)
class SearchHit:
    """A passage with the query's words marked in its title and in its sentences."""

    programme: Programme
    months: tuple[CalendarMonth, ...]
    passage: SearchPassage
    title: MarkedText
    sentence: MarkedText

    @property
    def url(self) -> str:
        """The address of the passage in its newest month."""
        passage, month, programme = self.passage, self.months[0], self.programme.slug
        args: dict[str, list[str | int]] = {
            "month": [programme, month.slug],
            "reading": [programme, month.slug, passage.workstream.slug],
        }
        address = reverse(passage.view, args=args.get(passage.view, [programme, passage.item]))
        # A timeline has an anchor for each month.
        anchor = month.slug if passage.kind in BY_MONTH else passage.anchor
        return f"{address}#{anchor}" if anchor else address

    @property
    def month(self) -> str:
        return self.months[0].words

    @property
    def also(self) -> str:
        """The other months that have the same passage, in words."""
        earlier = self.months[:0:-1]
        if len(earlier) <= LISTED:
            return _listed(earlier)
        return f"{len(earlier)} earlier months, since {earlier[0].words}"


@dataclass(frozen=True)
class SearchResults:
    """The hits that are shown, and how many there are in all."""

    hits: Sequence[SearchHit]
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


def search(scope: SearchScope, request: SearchRequest) -> SearchResults:
    """Return what matches a request within ``scope``. At most 11 queries.

    Passages that show the same text in the same place of several months are one hit. Raises
    ``Refused`` with a sentence where the request has no words, or names a month, workstream or
    programme that the person may not see.
    """
    query, within = parse_query(request.q), narrowed(scope, request)
    month = CalendarMonth.parse(request.month) if request.month else None
    found: dict[tuple[object, ...], list[DatedPassage]] = defaultdict(list)
    for programme, months, passage in within.matching(query):
        if month:
            months = (month,) if month in months else ()
        if months and request.workstream in ("", passage.workstream.slug):
            key = (programme.pk, *_place(passage), _shown(query, passage))
            found[key].append(DatedPassage(programme, months, passage))
    newest_first = sorted(map(_newest_of, found.values()), key=_order)
    hits = [
        SearchHit(
            *dated,
            title=mark(dated.passage.title, find_spans(query, dated.passage.head)),
            sentence=_sentences(query, dated.passage),
        )
        for dated in newest_first[:SHOWN]
    ]
    return SearchResults(hits, len(found))


def _place(passage: SearchPassage) -> tuple[object, ...]:
    slug = passage.workstream.slug
    return slug, _ORDER[passage.kind], passage.item, passage.title, passage.label


def _shown(query: SearchQuery, passage: SearchPassage) -> str:
    """Return the text that a hit shows: mostly one whole sentence, found without marking."""
    matching = (sentence for sentence, words in passage.sentences if query.matches(words))
    first = next(matching, "")
    return first if 0 < len(first) <= WHOLE else plain(_sentences(query, passage))


def _sentences(query: SearchQuery, passage: SearchPassage) -> MarkedText:
    text = passage.text[:SEARCHED]
    return in_sentences(text, find_spans(query, text))


def _newest_of(alike: Sequence[DatedPassage]) -> DatedPassage:
    """Return the newest of passages that show the same text, with the months of all of them."""
    if len(alike) == 1:
        return alike[0]
    newest = max(alike, key=lambda dated: _AGE(dated.months[0]))
    months = {month for dated in alike for month in dated.months}
    return newest._replace(months=tuple(sorted(months, key=_AGE, reverse=True)))


def _order(dated: DatedPassage) -> tuple[object, ...]:
    passage, newest = dated.passage, dated.months[0]
    workstream = (dated.programme.name, passage.workstream.position)
    where = (passage.item, passage.title, passage.label)
    return (-newest.year, -newest.number, _ORDER[passage.kind], workstream, *where)


def _listed(months: Sequence[CalendarMonth]) -> str:
    """Return months in words, with the year once: `November and December 2023`."""
    names = [
        f"{month.starts_on:%B}" if month.year == after.year else month.words
        for month, after in pairwise(months)
    ]
    names += [month.words for month in months[-1:]]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
