"""What a programme file says of people: who they are, and what they are appointed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.text import slugify

from improvement.models import Appointment, Person, Programme, Workstream
from improvement.models.programme import vacancy_of
from improvement.programme_file.places import Place
from improvement.programme_file.plan import PlannedState, Planner
from improvement.programme_file.shapes import AppointmentFacts, PersonFacts, VacanciesFacts
from improvement.programme_file.typed import who_typed
from improvement.values.clock import day_of

LONGEST_SLUG = 60
OF_ANOTHER = "this name belongs to an account outside the programme, which a file does not change"


def people_by_slug(programme: Programme) -> dict[str, Person]:
    """Return everybody a programme knows by the short name that a file has for them.

    Who was invited in the app has no short name of their own: it is made of the name.
    """
    own = {person.slug: person for person in programme.people.exclude(slug="")}
    appointed = Person.objects.filter(appointments__programme=programme)
    others = (programme.people.filter(slug="") | appointed.exclude(programme=programme)).distinct()
    for person in others.order_by("pk"):
        start = slugify(person.name)[:LONGEST_SLUG] or "person"
        names = [start, *(f"{start[: LONGEST_SLUG - 4]}-{number}" for number in range(2, 1000))]
        own[next(name for name in names if name not in own)] = person
    return own


def plan_people(
    planner: Planner, programme: Programme, facts: Sequence[PersonFacts]
) -> dict[str, Person]:
    """Plan people and return them by slug. They cannot sign in until somebody invites them."""
    known = people_by_slug(programme) if programme.pk else {}
    people = {}
    for of_file in facts:
        says: dict[str, Any] = {"name": of_file.name, "job_title": of_file.job_title}
        person = known.get(of_file.slug)
        place = Place().item("people", of_file.slug, str(person or of_file.name))
        if person is None:
            person = Person(programme=programme, slug=of_file.slug)
            person.set_unusable_password()
            keys = {"programme": programme, "slug": of_file.slug}
            planner.add(person, keys, place, **says)
        else:
            is_own = person.programme_id == programme.pk
            with planner.leaving("" if is_own else OF_ANOTHER):
                planner.compare(person, place, **says)
        people[of_file.slug] = person
    return people


def plan_appointments(
    planner: Planner,
    programme: Programme,
    workstream: Workstream | None,
    facts: Sequence[AppointmentFacts],
    people: Mapping[str, Person],
    place: Place,
    vacant: VacanciesFacts | None = None,
) -> None:
    """Plan the appointments on a workstream, or without one on the whole programme.

    ``vacant`` are the roles that the file itself marks so: nobody whom it appoints fills them.
    """
    marked = {role for role, since in vacant or () if since}
    on = workstream or programme
    standing = list(on.appointments.all()) if on.pk else []
    standing = [row for row in standing if workstream or row.workstream_id is None]
    for of_file in facts:
        person = people[of_file.person]
        deputy = "Deputy " if of_file.deputy else ""
        words = f"{person} as {deputy}{of_file.role.label}"
        here = place.item("appointments", f"{of_file.person}/{of_file.role.value}", words)
        rows = [row for row in standing if row.person_id == person.pk and row.role == of_file.role]
        fills = "" if of_file.deputy or of_file.role.value in marked else _fills(on, of_file.role)
        _plan_appointment(planner, (programme, workstream, person), of_file, rows, here, fills)


def _plan_appointment(
    planner: Planner,
    of: tuple[Programme, Workstream | None, Person],
    facts: AppointmentFacts,
    standing: Sequence[Appointment],
    place: Place,
    fills: str,
) -> None:
    programme, workstream, person = of
    today = day_of(planner.at)
    ended = [row for row in standing if row.ends_on and row.ends_on < today]
    says: dict[str, Any] = {"starts_on": facts.starts_on, "ends_on": facts.ends_on}
    if in_force := [row for row in standing if row not in ended]:
        row = _meant(facts, in_force)
        planner.compare(row, place, is_deputy=facts.deputy, **says)
        return
    # What it is on comes first: with a new workstream it is added, with a new person it is not.
    on = {"workstream": workstream, "programme": programme}
    on = on if workstream else dict(reversed(on.items()))
    keys: dict[str, Any] = {**on, "person": person, "role": facts.role.value}
    says["is_deputy"] = bool(facts.deputy)
    row = Appointment(**keys)
    if not ended:
        is_first = programme.pk is None or workstream is not None
        state = PlannedState.NEW if is_first else PlannedState.APPOINTED
        planner.add(row, keys, place, state, fills, fills=bool(fills), **says)
        return
    last = ended[-1]
    why = who_typed([(last, ("ends_on",))])[0].replace("typed", "ended") or "it has ended"
    says["starts_on"] = _later(facts.starts_on, today)
    planner.add(row, keys, place, PlannedState.TYPED, why, **says)


def _fills(on: Workstream | Programme, role: str) -> str:
    """Say that somebody new fills a role that is marked as vacant."""
    since = on.vacant_from(role) if isinstance(on, Workstream) else None
    return f"It fills a role that is vacant since {since:%-d %B %Y}." if since else ""


def vacancies(facts: VacanciesFacts | None) -> dict[str, Any]:
    """Return the columns that say since when roles are vacant; none where nothing is said."""
    return {vacancy_of(role): since for role, since in facts} if facts else {}


def _meant(facts: AppointmentFacts, in_force: Sequence[Appointment]) -> Appointment:
    """Return which of somebody's appointments to a role is meant: as a deputy or not, where the
    file says so, and then the one of the same days."""
    of_kind = [row for row in in_force if facts.deputy in (None, row.is_deputy)] or in_force
    days = (facts.starts_on, facts.ends_on)
    of_those_days = [row for row in of_kind if (row.starts_on, row.ends_on) == days]
    return (of_those_days or of_kind)[0]


def _later(day: date | None, today: date) -> date:
    return max(day, today) if day else today
