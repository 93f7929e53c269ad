"""Reach: what a person may search, and the part of it that they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from improvement.finding import all_months_seen, find_standings
from improvement.models import Month, Person, Workstream
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal
from improvement.refusals import Refused
from reporting.search.kept import Frozen, latest_packs, taken_apart

Pair = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """A search as its address writes it; what is not asked for is empty."""

    q: str = ""
    month: str = ""
    workstream: str = ""
    programme: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        return cls(*(given.get(name, "").strip() for name in cls.__dataclass_fields__))

    @property
    def is_filtered(self) -> bool:
        return bool(self.month or self.workstream or self.programme)


@dataclass(frozen=True)
class Reach:
    """What may be searched: the months a person sees, and the workstreams that report in them.

    ``packs`` are the latest of the months that are not open to them. ``names`` are what workstreams
    are called to them: as the newest pack calls them where they see no open month.
    """

    standings: Sequence[Standing]
    months: Sequence[Month]
    workstreams: Sequence[Workstream]
    packs: Mapping[int, Frozen]
    names: Mapping[int, str]

    @property
    def programmes(self) -> list[Pair]:
        """The programmes to choose from; none where there is nothing to choose."""
        found = [(one.programme.slug, one.programme.name) for one in self.standings]
        return [("", "Every programme"), *sorted(found)] if len(found) > 1 else []

    @property
    def month_choices(self) -> list[Pair]:
        found = dict.fromkeys((one.slug, one.period.words) for one in self.months)
        return [("", "Every month"), *found]

    @property
    def workstream_choices(self) -> list[Pair]:
        found = {one.slug: self.names[one.pk] for one in reversed(self.workstreams)}
        return [("", "Every workstream"), *reversed(found.items())]

    def split(self) -> tuple[list[Month], list[Month]]:
        """Give the months searched as they stand, and those searched as they were issued."""
        inside = _open_to(self.standings)
        stored = [one for one in self.months if _is_stored(one, inside)]
        return stored, [one for one in self.months if not _is_stored(one, inside)]


def _open_to(standings: Sequence[Standing]) -> set[int]:
    """Give the programmes whose open months somebody may read."""
    return {one.programme.pk for one in standings if not refusal(one, Verb.READ_OPEN)}


def _is_stored(month: Month, inside: set[int]) -> bool:
    return month.is_open and month.programme_id in inside


def reach_of(person: Person, *, on: date) -> Reach:
    """Give what somebody may search. Four queries, and one where a pack has not been read yet.

    Whoever reads packs alone is told no name that a pack does not have.
    """
    standings = find_standings(person, on=on)
    months = all_months_seen(standings)
    inside = _open_to(standings)
    packs = latest_packs(one for one in months if not _is_stored(one, inside))
    found = list(Workstream.objects.filter(reports__month__in=months).distinct())
    outside = [one for one in found if one.programme_id not in inside]
    names = {one.pk: one.name for one in found if one.programme_id in inside}
    names |= _issued_names(outside, months, packs)
    return Reach(standings, months, [one for one in found if one.pk in names], packs, names)


def _issued_names(
    workstreams: Sequence[Workstream], months: Sequence[Month], packs: Mapping[int, Frozen]
) -> dict[int, str]:
    """Give what the newest pack that has a workstream calls it, by the workstream.

    Only the newest pack of each programme is read, unless a workstream is in an older one alone.
    """
    names: dict[int, str] = {}
    waiting = {(one.programme_id, one.slug): one.pk for one in workstreams}
    by_age = _by_age(months, packs)
    while waiting and by_age:
        newest = by_age.pop(0)
        wanted = {pk: newest[pk] for pk, _ in waiting if pk in newest}
        apart = taken_apart(wanted.values())
        for programme, pack in wanted.items():
            for whose in apart[pack].streams:
                if pk := waiting.pop((programme, whose.slug), None):
                    names[pk] = whose.name
    return names


def _by_age(months: Sequence[Month], packs: Mapping[int, Frozen]) -> list[dict[int, Frozen]]:
    """Give the newest pack of each programme, then the next of each, and so on."""
    issued: dict[int, list[Frozen]] = defaultdict(list)
    for month in months:
        if month.pk in packs:
            issued[month.programme_id].append(packs[month.pk])
    longest = max(map(len, issued.values()), default=0)
    return [
        {programme: found[place] for programme, found in issued.items() if place < len(found)}
        for place in range(longest)
    ]


def chosen(reach: Reach, asked: Asked) -> Reach:
    """Give the part that was asked for. Raises ``Refused`` where there is no such thing to see."""
    standings = [one for one in reach.standings if asked.programme in ("", one.programme.slug)]
    if not standings:
        raise Refused(f"You have no appointment on a programme “{asked.programme}”.")
    programmes = {one.programme.pk for one in standings}
    months = [one for one in reach.months if one.programme_id in programmes]
    streams = [one for one in reach.workstreams if one.programme_id in programmes]
    if asked.month:
        months = [one for one in months if one.slug == asked.month]
        if not months:
            raise Refused(f"There is no report for {_in_words(asked.month)} that you may see.")
    if asked.workstream:
        streams = [one for one in streams if one.slug == asked.workstream]
        if not streams:
            raise Refused(f"There is no workstream “{asked.workstream}” that you may see.")
    return replace(reach, standings=standings, months=months, workstreams=streams)


def _in_words(month: str) -> str:
    try:
        return CalendarMonth.parse(month).words
    except ValueError as error:
        raise Refused(str(error)) from error
