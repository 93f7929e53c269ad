"""What a programme file says of how a programme is set up, planned against what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from improvement.models import ExitCriterion, Meeting, Person, Programme, Source, Workstream
from improvement.programme_file.action_rows import (
    ENDED,
    PlannedWorkstream,
    ended,
    merged_last,
    plan_actions,
)
from improvement.programme_file.people import plan_appointments, vacancies
from improvement.programme_file.places import Place
from improvement.programme_file.plan import Planner
from improvement.programme_file.shapes import (
    MOST_QUARTERS,
    ProgrammeFacts,
    SourceFacts,
    WorkstreamFacts,
)
from improvement.values.parts import in_order
from improvement.values.periods import Quarter, quarters_between
from improvement.values.refusals import Refused

EXIT = ("exit_on", "exit_first", "exit_moved_because")
PROGRAMME = Place("programme", "Programme")


def plan_programme(
    planner: Planner, facts: ProgrammeFacts, quarters: Sequence[str], programme: Programme | None
) -> Programme:
    """Plan the programme and its meetings. Raises ``Refused`` where it would have more quarters
    than a scorecard has room for."""
    says: dict[str, Any] = {
        "name": facts.name,
        "organisation": facts.organisation,
        **_exit(planner, facts, programme),
        "percent_complete_wanted": facts.percent_complete_wanted,
        "parts_off": in_order(facts.parts_off) or None,
    }
    first, last = quarters[0], quarters[-1]
    if programme is None:
        keys = {"slug": facts.slug}
        says |= {"first_quarter": first, "last_quarter": last}
        programme = planner.add(Programme(**keys), keys, PROGRAMME, **says)
    else:
        # A file may know of some quarters alone: the others stay.
        first, last = min(first, programme.first_quarter), max(last, programme.last_quarter)
        says |= {"first_quarter": first, "last_quarter": last}
        _refuse_too_many(first, last)
        planner.compare(programme, PROGRAMME, together=(EXIT,), **says)
    names = [meeting.name for meeting in facts.meetings]
    for meeting in facts.meetings:
        of_programme = {"programme": programme, "name": meeting.name}
        place = PROGRAMME.item("meetings", meeting.name, meeting.name)
        planner.put(
            Meeting, of_programme, place, among=names, tier=meeting.tier, chair=meeting.chair
        )
    return programme


def _exit(planner: Planner, facts: ProgrammeFacts, programme: Programme | None) -> dict[str, Any]:
    """Return the exit date: as it is now, and where it moved as first agreed and why."""
    first, because = facts.exit_first, facts.exit_moved_because
    known = programme and (programme.exit_first or programme.exit_on)
    if programme and known and facts.exit_on not in (None, programme.exit_on):
        was_issued = programme.months.exclude(issued_at=None).exists()
        first = first or (known if was_issued else None)
    if first is None:
        return {"exit_on": facts.exit_on}
    return {
        "exit_on": facts.exit_on,
        "exit_first": first,
        "exit_moved_because": because or planner.why,
    }


def _refuse_too_many(first: str, last: str) -> None:
    count = len(quarters_between(Quarter.parse(first), Quarter.parse(last)))
    if count > MOST_QUARTERS:
        raise Refused(
            f"quarters: with those of the programme they are {count}, "
            f"and a scorecard has room for {MOST_QUARTERS}."
        )


def plan_sources(
    planner: Planner, programme: Programme, facts: Sequence[SourceFacts]
) -> dict[str, Source]:
    """Plan what asks for actions, and return it by title."""
    sources = {}
    titles = [source.title for source in facts]
    for source in facts:
        keys = {"programme": programme, "title": source.title}
        place = Place().item("sources", source.title, source.title)
        says: dict[str, Any] = {"regulator": source.regulator, "dated": source.dated}
        says["kinds"] = source.kinds
        sources[source.title] = planner.put(Source, keys, place, among=titles, **says)
    return sources


def plan_workstream(
    planner: Planner,
    programme: Programme,
    facts: WorkstreamFacts,
    people: Mapping[str, Person],
    sources: Mapping[str, Source],
    standing: Mapping[str, Workstream],
    among: Sequence[str],
) -> PlannedWorkstream:
    """Plan a workstream with its appointments, actions and exit criteria.

    ``standing`` are those planned before it, by slug.
    """
    place = Place().item("workstreams", facts.slug, facts.name)
    keys = {"programme": programme, "slug": facts.slug}
    row = planner.put(
        Workstream,
        keys,
        place,
        among=among,
        name=facts.name,
        exit_statement=facts.exit_statement,
        together=ENDED,
        **vacancies(facts.vacant),
        **ended(facts.ended, standing),
    )
    planned = PlannedWorkstream(row, facts, place)
    plan_appointments(planner, programme, row, facts.appointments, people, place, facts.vacant)
    plan_actions(planner, planned, people, sources)
    _plan_criteria(planner, planned, people)
    return planned


def _plan_criteria(
    planner: Planner, workstream: PlannedWorkstream, people: Mapping[str, Person]
) -> None:
    numbers = [criterion.number for criterion in workstream.facts.criteria]
    for criterion in merged_last(workstream.facts.criteria):
        workstream.criteria[criterion.number] = planner.put(
            ExitCriterion,
            {"workstream": workstream.row, "number": criterion.number},
            workstream.place.item("criteria", criterion.number, f"criterion {criterion.number}"),
            among=numbers,
            together=ENDED,
            text=criterion.text,
            owner=people[criterion.owner] if criterion.owner else None,
            **ended(criterion.ended, workstream.criteria),
        )
