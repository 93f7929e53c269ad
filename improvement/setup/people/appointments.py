"""Appointments on a programme: made, ended, and marked as vacant, without touching an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from improvement.access.permissions import require_looking_after
from improvement.accounts.invite import (
    ids_that_sign_in,
    mail_later,
    refuse_address_of_another,
    send_link,
)
from improvement.audit import changes
from improvement.models import Appointment, Person, Programme, Role, Workstream
from improvement.models.programme import vacancy_of
from improvement.setup.facts import move
from improvement.values.clock import day_of
from improvement.values.refusals import Refused
from improvement.workflow.fill_vacancy import fill_vacancy

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Post:
    """What somebody is appointed to: a role of the programme or of one of its workstreams."""

    programme: Programme
    role: Role
    workstream: Workstream | None = None
    is_deputy: bool = False

    def __str__(self) -> str:
        role = f"Deputy {self.role.label}" if self.is_deputy else str(self.role.label)
        return f"{role} of {self.workstream}" if self.workstream else role


@dataclass(frozen=True)
class Appointee:
    """Who is appointed: somebody known here, or a name with, perhaps, an address.

    With an address they are invited if they cannot sign in yet; without one they are a name.
    """

    name: str
    person: Person | None = None
    email: str = ""
    job_title: str = ""


@dataclass(frozen=True)
class Term:
    """The first and the last day of an appointment; without a last one it is open."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on and self.ends_on < self.starts_on:
            raise Refused("The last day is before the first one.")


@dataclass(frozen=True)
class Appointing:
    """An appointment as it is meant. With ``replaces`` whoever holds the post now gives it up."""

    post: Post
    who: Appointee
    term: Term
    replaces: bool = True
    why: str = ""
    holders: tuple[Appointment, ...] = field(default=(), compare=False)


def people_known(programme: Programme) -> QuerySet[Person]:
    """Return everybody who is or was named or appointed on a programme, by name."""
    known = Q(programme=programme) | Q(appointments__programme=programme)
    return Person.objects.filter(known).distinct()


def holders_of(post: Post, term: Term) -> list[Appointment]:
    """Return the appointments to a post, but those of deputies, that go on into a term."""
    if post.is_deputy or post.workstream is None:
        return []
    goes_on = Q(ends_on=None) | Q(ends_on__gte=term.starts_on)
    held = Appointment.objects.filter(goes_on, role=post.role, workstream=post.workstream)
    return list(held.filter(is_deputy=False).select_related("person"))


def appointing_refusal(appointing: Appointing) -> str:
    """Return why an appointment cannot be made; empty where it can."""
    post, who, term = appointing.post, appointing.who, appointing.term
    if who.person is not None:
        goes_on = Q(ends_on=None) | Q(ends_on__gte=term.starts_on)
        same = who.person.appointments.filter(
            goes_on,
            programme=post.programme,
            role=post.role,
            workstream=post.workstream,
            is_deputy=post.is_deputy,
        )
        if same.exists():
            return f"{who.name} holds this already: end it first, or choose a later day."
    for holder in appointing.holders if appointing.replaces else ():
        if holder.starts_on and holder.starts_on >= term.starts_on:
            return (
                f"{holder.person} holds it from {holder.starts_on:%-d %B %Y}: choose a later day, "
                "or let both hold it together."
            )
    return ""


@transaction.atomic
def appoint(*, appointing: Appointing, base_url: str, by: Person, at: datetime) -> Person:
    """Appoint somebody, and end the appointments of those they replace the day before.

    Nobody's password is touched: who can sign in is mailed, who cannot and has an address is
    invited. Raises ``Refused``; then nothing is saved.
    """
    post, who = appointing.post, appointing.who
    require_looking_after(by, post.programme, on=day_of(at))
    Programme.objects.select_for_update().get(pk=post.programme.pk)
    if refusal := appointing_refusal(appointing):
        raise Refused(refusal)
    _refuse_other_address(who, by)
    person = who.person or _new_person(appointing, by)
    for holder in appointing.holders if appointing.replaces else ():
        last_day = appointing.term.starts_on - ONE_DAY
        changes.change(holder, by=by, why=appointing.why, ends_on=last_day)
    appointment = Appointment(
        person=person,
        programme=post.programme,
        role=post.role,
        workstream=post.workstream,
        is_deputy=post.is_deputy,
        position=_position(post),
        starts_on=appointing.term.starts_on,
        ends_on=appointing.term.ends_on,
    )
    changes.record(appointment, by=by, why=appointing.why)
    fill_vacancy(appointment, by=by)
    _tell(appointing, person, base_url=base_url, by=by, at=at)
    return person


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, ends_on: date, why: str, by: Person, at: datetime
) -> None:
    """End an appointment on a day, or take away one that would not have begun by then.

    Their password and other appointments stay. Raises ``Refused`` for the last of the programme
    office, without whom nobody could appoint another.
    """
    programme = appointment.programme
    require_looking_after(by, programme, on=day_of(at))
    Programme.objects.select_for_update().get(pk=programme.pk)
    if refusal := ending_refusal(appointment, ends_on):
        raise Refused(refusal)
    if appointment.starts_on and appointment.starts_on > ends_on:
        changes.remove(appointment, by=by, why=why)
    else:
        changes.change(appointment, by=by, why=why, ends_on=ends_on)


def ending_refusal(appointment: Appointment, ends_on: date) -> str:
    """Return why an appointment cannot end on a day; empty where it can."""
    if appointment.role != Role.PROGRAMME_OFFICE:
        return ""
    office = Appointment.objects.current(ends_on + ONE_DAY).filter(
        programme=appointment.programme, role=Role.PROGRAMME_OFFICE
    )
    if office.exclude(pk=appointment.pk).exists():
        return ""
    return "Somebody has to run the programme: appoint another to the programme office first."


@transaction.atomic
def move_appointment(*, appointment: Appointment, up: bool, by: Person, at: datetime) -> None:
    """Move somebody one place up or down among those who hold the same role, now or from a day on.

    Pages and packs name them in this order. Raises ``Refused`` for an appointment that has ended.
    """
    require_looking_after(by, appointment.programme, on=day_of(at))
    beside = Appointment.objects.select_for_update().filter(
        programme=appointment.programme_id,
        workstream=appointment.workstream_id,
        role=appointment.role,
    )
    holders = list(beside.going_on(day_of(at)))
    if appointment not in holders:
        raise Refused(f"{appointment.person}’s appointment has ended.")
    move(holders, appointment, up=up, by=by)


@transaction.atomic
def mark_vacancy(
    *, workstream: Workstream, role: Role, since: date | None, by: Person, at: datetime
) -> None:
    """Mark a role of a workstream as vacant from a day on, or, with None, no longer."""
    require_looking_after(by, workstream.programme, on=day_of(at))
    why = f"{role.label} is vacant" if since else f"{role.label} is not vacant"
    changes.change(workstream, by=by, why=why, **{vacancy_of(role): since})


def _refuse_other_address(who: Appointee, by: Person) -> None:
    known = who.person.email if who.person else None
    if known and who.email and who.email != known and not by.is_superuser:
        raise Refused(
            f"{who.name} is known by another address, and only an administrator changes that: "
            "whoever has the link signs in as them."
        )


def _new_person(appointing: Appointing, by: Person) -> Person:
    who = appointing.who
    if who.email:
        refuse_address_of_another(who.email, appointing.post.programme, name=who.name)
    person = Person(programme=appointing.post.programme, name=who.name, job_title=who.job_title)
    person.set_unusable_password()
    changes.record(person, by=by, why=appointing.why or "Appointed")
    return person


def _position(post: Post) -> int:
    return Appointment.objects.filter(
        programme=post.programme, workstream=post.workstream, role=post.role
    ).count()


def _tell(
    appointing: Appointing, person: Person, *, base_url: str, by: Person, at: datetime
) -> None:
    """Mail who is appointed, and whom they replace; a name without an address hears nothing."""
    post, email = appointing.post, appointing.who.email
    day = f"{appointing.term.starts_on:%-d %B %Y}"
    replaced = [holder.person for holder in appointing.holders if appointing.replaces]
    can_sign_in = ids_that_sign_in([person, *replaced])
    if person.pk in can_sign_in:
        way = f"Sign in as you always do:\n{base_url}/{post.programme.slug}/"
        _mail(person, post, f"{by} has appointed you {post} from {day}.\n\n{way}\n")
    elif email:
        send_link(person, post.programme, email, base_url=base_url, by=by, at=at)
    for other in replaced:
        if other.pk in can_sign_in:
            rest = "Your other appointments stay as they are."
            _mail(other, post, f"{person} is {post} from {day}, in your place. {rest}\n")


def _mail(person: Person, post: Post, words: str) -> None:
    mail_later(str(person.email), post.programme, words, about="your appointment")
