"""May this person do that? Answered from their appointments, with a sentence where not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from improvement.models import Appointment, Person, Programme, Role, Workstream
from improvement.values.refusals import Refused

LEADS = (Role.SRO, Role.PROGRAMME_MANAGER)
EVERYBODY = tuple(Role)


class Verb(StrEnum):
    """What somebody may be allowed to do. The value finishes the sentence “Only … may …”."""

    READ = "read this programme"
    READ_OPEN = "read a month before its pack is issued"
    READ_CHANGES = "see who changed what"
    READ_LOG = "see who signed in and what was downloaded"
    EDIT = "edit this report"
    SUBMIT = "submit this report"
    TAKE_BACK = "take this report back"
    APPROVE = "approve this report"
    RETURN = "return this report"
    READ_RETURNS = "see the progress of returns"
    SET_UP = "set this programme up"
    REVOKE_TOKENS = "see and revoke somebody else’s token"
    LOOK_AFTER_PEOPLE = "invite people, see who has access and end it"
    RUN_MONTH = "run the month: write its overview, move deadlines, open, issue and reopen it"


_INSIDE = tuple(role for role in Role if role is not Role.BOARD_READER)

WHO_MAY: dict[Verb, tuple[Role, ...]] = {
    Verb.READ: EVERYBODY,
    Verb.READ_OPEN: _INSIDE,
    Verb.READ_CHANGES: _INSIDE,
    Verb.READ_LOG: (Role.PROGRAMME_OFFICE,),
    Verb.EDIT: (*LEADS, Role.EXECUTIVE_LEAD, Role.PROGRAMME_OFFICE),
    Verb.SUBMIT: (*LEADS, Role.PROGRAMME_OFFICE),
    Verb.TAKE_BACK: LEADS,
    Verb.APPROVE: (Role.EXECUTIVE_LEAD,),
    Verb.RETURN: (Role.EXECUTIVE_LEAD, Role.PROGRAMME_OFFICE),
    Verb.READ_RETURNS: (Role.PROGRAMME_OFFICE, Role.CEO_OFFICE),
    Verb.SET_UP: (Role.PROGRAMME_OFFICE,),
    Verb.REVOKE_TOKENS: (Role.PROGRAMME_OFFICE,),
    Verb.LOOK_AFTER_PEOPLE: (Role.PROGRAMME_OFFICE,),
    Verb.RUN_MONTH: (Role.PROGRAMME_OFFICE,),
}


@dataclass(frozen=True)
class Standing:
    """A person's appointments on one programme, in force on one day."""

    person: Person
    programme: Programme
    appointments: tuple[Appointment, ...]

    def holds(self, roles: tuple[Role, ...], workstream: Workstream | None) -> bool:
        """Return whether the person has one of ``roles`` on the programme or this workstream.

        Without a workstream a role on any of them counts.
        """
        return any(
            appointment.role in roles
            and (
                workstream is None
                or appointment.workstream_id is None
                or appointment.workstream_id == workstream.pk
            )
            for appointment in self.appointments
        )

    @property
    def words(self) -> str:
        """The person's roles, as in “Programme Manager of Patient Safety”."""
        return " and ".join(
            f"{appointment.called} of {appointment.workstream}"
            if appointment.workstream
            else appointment.called
            for appointment in self.appointments
        )


def standing_of(person: Person, programme: Programme, *, on: date) -> Standing:
    """Return what ``person`` is on ``programme`` on a day. One query."""
    appointments = (
        Appointment.objects.current(on)
        .filter(person=person, programme=programme)
        .select_related("workstream")
    )
    return Standing(person, programme, tuple(appointments))


def refusal(standing: Standing, verb: Verb, workstream: Workstream | None = None) -> str:
    """Return the sentence that refuses ``verb``, or an empty text where it is allowed."""
    roles = WHO_MAY[verb]
    if standing.holds(roles, workstream):
        return ""
    place = f" of {workstream}" if workstream else ""
    *others, last = [str(role.label) for role in roles]
    who = f"{', '.join(others)} or {last}" if others else last
    yours = standing.words or "not appointed on this programme"
    return f"Only the {who}{place} may {verb.value}. You are {yours}."


def require(standing: Standing, verb: Verb, workstream: Workstream | None = None) -> None:
    """Raise ``Refused`` with its sentence unless ``verb`` is allowed."""
    if sentence := refusal(standing, verb, workstream):
        raise Refused(sentence)


def looks_after(person: Person, programme: Programme, *, on: date) -> bool:
    """Return whether ``person`` looks after the people of ``programme``.

    Its programme office does, and so do administrators, who need no appointment.
    """
    standing = standing_of(person, programme, on=on)
    return person.is_superuser or not refusal(standing, Verb.LOOK_AFTER_PEOPLE)


def require_looking_after(person: Person, programme: Programme, *, on: date) -> None:
    """Raise ``Refused`` unless ``person`` looks after the people of ``programme``."""
    if not person.is_superuser:
        require(standing_of(person, programme, on=on), Verb.LOOK_AFTER_PEOPLE)
