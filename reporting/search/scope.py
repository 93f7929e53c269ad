"""The programmes, months and workstreams a person may search, and those they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from improvement.access.lookup import standings_of, visible_months_across
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import Month, Person, Programme, Workstream
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from reporting.search.open_months import open_contents
from reporting.search.pack_cache import MonthPacks, latest_packs, merged_passages
from reporting.search.passages import SearchPassage, passages_in
from reporting.search.query import SearchQuery

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class SearchRequest:
    """The fields of the search form; each is empty where nothing was chosen."""

    q: str = ""
    month: str = ""
    workstream: str = ""
    programme: str = ""

    @classmethod
    def from_address(cls, parameters: Mapping[str, str]) -> SearchRequest:
        return cls(*(parameters.get(name, "").strip() for name in cls.__dataclass_fields__))

    @property
    def is_filtered(self) -> bool:
        return bool(self.month or self.workstream or self.programme)


class DatedPassage(NamedTuple):
    """A passage, its programme, and the months that have it, the newest first."""

    programme: Programme
    months: tuple[CalendarMonth, ...]
    passage: SearchPassage


@dataclass(frozen=True)
class SearchScope:
    """The programmes and months that may be searched, the newest month first.

    ``open_months`` are those open to the person; ``packs`` has the latest packs of each programme's
    other months. ``workstreams`` are those to choose from, each slug with its name.
    """

    standings: Sequence[Standing]
    months: Sequence[Month]
    open_months: Sequence[Month]
    packs: Mapping[Programme, MonthPacks]
    workstreams: Mapping[Programme, Mapping[str, str]]

    @property
    def programme_choices(self) -> Choices:
        """The programmes to choose from; empty where there is only one."""
        programmes = (standing.programme for standing in self.standings)
        found = sorted((programme.slug, programme.name) for programme in programmes)
        return [("", "Every programme"), *found] if len(found) > 1 else []

    @property
    def month_choices(self) -> Choices:
        found = dict.fromkeys((month.slug, month.period.words) for month in self.months)
        return [("", "Every month"), *found]

    @property
    def workstream_choices(self) -> Choices:
        """Every workstream once; programmes that share a slug have the first one's name for it."""
        found: dict[str, str] = {}
        for names in self.workstreams.values():
            found |= {slug: name for slug, name in names.items() if slug not in found}
        return [("", "Every workstream"), *found.items()]

    def matching(self, query: SearchQuery) -> Iterator[DatedPassage]:
        """Yield every passage that may be searched and matches the query."""
        if self.open_months:
            for month, contents in open_contents(self.open_months):
                period = (month.period,)
                for passage in passages_in(contents, issued=False):
                    if query.matches(passage.searchable_text):
                        yield DatedPassage(month.programme, period, passage)
        for programme, packs in self.packs.items():
            for passage, months in merged_passages(packs):
                if query.matches(passage.searchable_text):
                    yield DatedPassage(programme, months, passage)


def scope_of(person: Person, *, on: date) -> SearchScope:
    """Return what somebody may search. Four queries, and one for each pack not read before.

    Somebody who may read packs alone sees only workstreams' names that are in a pack.
    """
    standings = standings_of(person, on=on)
    months = visible_months_across(standings)
    inside = {standing.programme for standing in standings if not refusal(standing, Verb.READ_OPEN)}
    open_months = [month for month in months if month.is_open and month.programme in inside]
    packs = _packs_of([month for month in months if month not in open_months])
    workstreams: dict[Programme, dict[str, str]] = defaultdict(dict)
    found = Workstream.objects.filter(programme__in=inside, reports__month__in=months).distinct()
    for workstream in found.select_related("programme"):
        workstreams[workstream.programme][workstream.slug] = workstream.name
    for programme in packs.keys() - inside:
        for passage, _ in merged_passages(packs[programme]):
            if slug := passage.workstream.slug:
                workstreams[programme].setdefault(slug, passage.workstream.name)
    return SearchScope(standings, months, open_months, packs, workstreams)


def _packs_of(months: Sequence[Month]) -> dict[Programme, MonthPacks]:
    """Return each programme's packs with their months, the newest first."""
    latest = latest_packs(months)
    packs: dict[Programme, MonthPacks] = defaultdict(tuple)
    for month in months:
        if month.pk in latest:
            packs[month.programme] += ((month.period, latest[month.pk]),)
    return packs


def narrowed(scope: SearchScope, request: SearchRequest) -> SearchScope:
    """Return the part of a scope that a request chose: of packs, those of its programmes.

    Raises ``Refused`` with a sentence where there is no such thing that the person may see.
    """
    standings = [
        standing
        for standing in scope.standings
        if request.programme in ("", standing.programme.slug)
    ]
    if not standings:
        raise Refused(f"You have no appointment on a programme “{request.programme}”.")
    programmes = {standing.programme for standing in standings}
    months = [
        month
        for month in scope.months
        if month.programme in programmes and request.month in ("", month.slug)
    ]
    if request.month and not months:
        try:
            month_in_words = CalendarMonth.parse(request.month).words
        except ValueError as error:
            raise Refused(str(error)) from error
        raise Refused(f"There is no report for {month_in_words} that you may see.")
    workstreams = {
        programme: names
        for programme, names in scope.workstreams.items()
        if programme in programmes
    }
    if request.workstream and not any(
        request.workstream in names for names in workstreams.values()
    ):
        raise Refused(f"There is no workstream “{request.workstream}” that you may see.")
    return replace(
        scope,
        standings=standings,
        months=months,
        open_months=[month for month in scope.open_months if month in months],
        packs={
            programme: packs for programme, packs in scope.packs.items() if programme in programmes
        },
        workstreams=workstreams,
    )
