"""Reach: what a person may search, and the part of it that they chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.finding import all_months_seen, find_standings
from improvement.models import Month, Person, Programme, Workstream
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal
from improvement.refusals import Refused

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

    ``newest`` is the newest month of each programme, whichever are searched.
    """

    standings: Sequence[Standing]
    months: Sequence[Month]
    workstreams: Sequence[Workstream]
    newest: Mapping[int, CalendarMonth]

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
        found = {one.slug: one.name for one in reversed(self.workstreams)}
        return [("", "Every workstream"), *reversed(found.items())]

    def split(self) -> tuple[list[Month], list[Month]]:
        """Give the months searched as they stand, and those searched as they were issued."""
        inside = _open_to(self.standings)
        stored = [one for one in self.months if one.programme in inside]
        return stored, [one for one in self.months if one.programme not in inside]


def _open_to(standings: Sequence[Standing]) -> set[Programme]:
    return {one.programme for one in standings if not refusal(one, Verb.READ_OPEN)}


def reach_of(person: Person, *, on: date) -> Reach:
    """Give what somebody may search. Three queries."""
    standings = find_standings(person, on=on)
    months = all_months_seen(standings)
    workstreams = Workstream.objects.filter(reports__month__in=months).distinct()
    programmes = {one.programme.pk: one.programme for one in standings}
    found = list(workstreams)
    for workstream in found:
        workstream.programme = programmes[workstream.programme_id]
    newest = {one.programme_id: one.period for one in reversed(months)}
    return Reach(standings, months, found, newest)


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
    return Reach(standings, months, streams, reach.newest)


def _in_words(month: str) -> str:
    try:
        return CalendarMonth.parse(month).words
    except ValueError as error:
        raise Refused(str(error)) from error
