"""The steps of setting a programme up, each with its state: what is there and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from improvement.models import (
    WORKSTREAM_ROLES,
    Action,
    Appointment,
    ExitCriterion,
    Programme,
    Role,
    Workstream,
)
from improvement.values.periods import Quarter
from scorecards.models import Aim, Metric

RATING_KEY = "The four of the programme’s pack, as they come"


class StepState(StrEnum):
    DONE = "Done"
    BEGUN = "Begun"
    EMPTY = "Not yet"


@dataclass(frozen=True)
class SetupStep:
    """A step: its name, the address of its page, how it stands, and that in words."""

    name: str
    url: str
    state: StepState
    words: str

    @property
    def mark(self) -> str:
        """The name of its icon."""
        return self.state.name.lower()


def steps_of(programme: Programme, *, on: date) -> list[SetupStep]:
    """Return the steps of a programme as it stands on a day, in the order of the list."""
    workstreams = list(programme.workstreams.filter(ended_from=None))
    return [
        _words(programme),
        _meetings(programme),
        _people(programme, workstreams, on),
        _workstreams(programme, workstreams),
        _actions(programme, workstreams),
        _criteria(programme, workstreams),
        SetupStep(
            "Rating key", "", StepState.DONE, "The four of the programme’s pack, as they come"
        ),
        _measures(programme, workstreams, on),
        _first_month(programme, workstreams),
    ]


def next_step(steps: Iterable[SetupStep]) -> SetupStep | None:
    """Return the first step that is not done and has a page, or None."""
    left = (step for step in steps if step.state is not StepState.DONE and step.url)
    return next(left, None)


def _words(programme: Programme) -> SetupStep:
    exit_on = programme.exit_on
    leaves = f" · to leave oversight by {exit_on:%-d %B %Y}" if exit_on else " · no exit date"
    if programme.exit_first:
        leaves += f", first agreed {programme.exit_first:%-d %B %Y}"
    return SetupStep(
        "Programme and its words",
        _address("setup_programme", programme),
        StepState.DONE,
        f"{programme.organisation}{leaves}",
    )


def _meetings(programme: Programme) -> SetupStep:
    tiers = [meeting.tier for meeting in programme.meetings.all()]
    words = "None yet: the meetings that read the pack"
    if tiers:
        words = f"{many(len(tiers), 'meeting')}, {_tiers(min(tiers), max(tiers))}"
    return _step("Meetings", "setup_meetings", programme, bool(tiers), bool(tiers), words)


def _tiers(first: int, last: int) -> str:
    return f"tier {first}" if first == last else f"tier {first} to {last}"


def _people(programme: Programme, workstreams: Sequence[Workstream], on: date) -> SetupStep:
    """Done where every workstream has somebody who writes and somebody who approves."""
    held = list(Appointment.objects.current(on).filter(programme=programme))
    people = {appointment.person_id for appointment in held}
    without = [workstream.name for workstream in workstreams if not _is_led(workstream, held)]
    words = f"{many(len(people), 'person', 'people')} appointed"
    vacant = sum(bool(one.vacant_from(role)) for one in workstreams for role in WORKSTREAM_ROLES)
    if vacant:
        words += f"; {many(vacant, 'vacancy', 'vacancies')} marked"
    if without:
        words += f". No lead or no executive yet: {', '.join(without)}"
    led = bool(workstreams) and not without
    begun = any(appointment.role in WORKSTREAM_ROLES for appointment in held)
    return _step("People and appointments", "setup_people", programme, led, begun, words)


def _is_led(workstream: Workstream, held: Sequence[Appointment]) -> bool:
    roles = {one.role for one in held if one.workstream_id == workstream.pk}
    return Role.EXECUTIVE_LEAD in roles and bool(roles & {Role.SRO, Role.PROGRAMME_MANAGER})


def _workstreams(programme: Programme, workstreams: Sequence[Workstream]) -> SetupStep:
    names = ", ".join(workstream.name for workstream in workstreams)
    words = f"{len(workstreams)}: {names}" if workstreams else "None yet: no month can be opened"
    there = bool(workstreams)
    return _step("Workstreams", "setup_workstreams", programme, there, there, words)


def _actions(programme: Programme, workstreams: Sequence[Workstream]) -> SetupStep:
    found = Action.objects.filter(workstream__programme=programme, parent=None, ended_from=None)
    actions = list(found)
    with_some = {action.workstream_id for action in actions}
    without = [workstream.name for workstream in workstreams if workstream.pk not in with_some]
    sources = programme.sources.count()
    words = f"{many(sources, 'source')}, " if sources else ""
    words += f"{many(len(actions), 'action')}{_none_in(without)}"
    done = bool(actions) and not without
    return _step("Sources and actions", "setup_actions", programme, done, bool(actions), words)


def _criteria(programme: Programme, workstreams: Sequence[Workstream]) -> SetupStep:
    found = ExitCriterion.objects.filter(workstream__programme=programme, ended_from=None)
    criteria = list(found)
    statements = sum(bool(workstream.exit_statement) for workstream in workstreams)
    under = f" under {many(statements, 'exit statement')}" if statements else ""
    with_some = {criterion.workstream_id for criterion in criteria}
    without = [workstream.name for workstream in workstreams if workstream.pk not in with_some]
    words = many(len(criteria), "criterion", "criteria") + under + _none_in(without)
    done = bool(criteria) and not without
    return _step("Exit criteria", "setup_criteria", programme, done, bool(criteria), words)


def _measures(programme: Programme, workstreams: Sequence[Workstream], on: date) -> SetupStep:
    metrics = Metric.objects.filter(workstream__in=workstreams, retired_from=None)
    ids = set(metrics.values_list("pk", flat=True))
    month = programme.months.first()
    coming = (month.quarter if month else Quarter.of(on)).next().slug
    aims = Aim.objects.filter(metric__in=ids, quarter=coming).exclude(printed="")
    without = len(ids - set(aims.values_list("metric", flat=True)))
    words = many(len(ids), "measure")
    if without:
        words += f", {without} without an aim for {coming}, the coming quarter"
    return _step("Measures", "metrics", programme, bool(ids) and not without, bool(ids), words)


def _first_month(programme: Programme, workstreams: Sequence[Workstream]) -> SetupStep:
    first = programme.months.order_by("starts_on").first()
    if first is not None:
        return _step("First month", "dashboard", programme, True, True, f"{first}, opened")
    words = "Can be opened now" if workstreams else "Cannot be opened yet: there is no workstream"
    page = "dashboard" if workstreams else ""
    return _step("First month", page, programme, False, False, words)


def _step(
    name: str, page: str, programme: Programme, is_done: bool, is_begun: bool, words: str
) -> SetupStep:
    state = StepState.DONE if is_done else StepState.BEGUN if is_begun else StepState.EMPTY
    return SetupStep(name, _address(page, programme) if page else "", state, words)


def _address(page: str, programme: Programme) -> str:
    return reverse(page, args=[programme.slug])


def _none_in(names: Sequence[str]) -> str:
    if not names:
        return ""
    have = "has" if len(names) == 1 else "have"
    return f": {', '.join(names)} {have} none yet"


def many(number: int, word: str, words: str = "") -> str:
    """Return a number with its word: 1 person, 2 people."""
    return f"{number} {word if number == 1 else words or word + 's'}"
