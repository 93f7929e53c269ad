"""The access review: who has what on a programme, since when, and when they last signed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.utils.timezone import localtime

from improvement.accounts.invite import ids_that_sign_in
from improvement.accounts.second_step import STEPS
from improvement.accounts.sign_in import PersonBackend
from improvement.models import ApiToken, Appointment, Invitation, Person, Programme
from improvement.values.clock import day_of
from reporting.renderers.spreadsheets import write_csv

ADMINISTRATOR = "Administrator of every programme"


@dataclass(frozen=True)
class HeldRole:
    """A role in words, and since when somebody has it, where that is known."""

    role: str
    since: date | None


@dataclass(frozen=True)
class Access:
    """A person, their roles, and how they sign in, which ``account`` describes in words."""

    person: Person
    roles: tuple[HeldRole, ...]
    account: str
    second_step: bool
    tokens: int

    @property
    def last_sign_in(self) -> str:
        """When the person signed in last, in words."""
        at = self.person.last_login
        return f"{localtime(at):%-d %B %Y, %H:%M}" if at else "Never"


@dataclass(frozen=True)
class Review:
    """Who has access to a programme today, and who had it before."""

    people: tuple[Access, ...]
    administrators: tuple[Access, ...]
    left: tuple[Access, ...]

    @property
    def with_access(self) -> tuple[Access, ...]:
        return (*self.people, *self.administrators)


def review_of(programme: Programme, *, at: datetime) -> Review:
    """Return who has access to a programme at ``at``. Eight queries, however many people."""
    on = day_of(at)
    appointments = Appointment.objects.filter(programme=programme)
    current = set(appointments.current(on).values_list("pk", flat=True))
    created = Appointment.history.filter(programme=programme, history_type="+")
    recorded = {row.id: day_of(row.history_date) for row in created}
    roles: dict[Person, list[HeldRole]] = defaultdict(list)
    ever_appointed: set[Person] = set()
    for appointment in appointments.select_related("person", "workstream"):
        person = appointment.person
        ever_appointed.add(person)
        if appointment.pk in current and person.is_active:
            roles[person].append(_role(appointment, recorded))
    administrators = list(Person.objects.filter(is_superuser=True, is_active=True))
    facts = _SignInFacts({*ever_appointed, *administrators}, programme, on)
    people = sorted(roles, key=lambda person: person.name)
    left = sorted(ever_appointed - set(roles), key=lambda person: person.name)
    return Review(
        tuple(facts.of(person, roles[person]) for person in people),
        tuple(facts.of(person, [HeldRole(ADMINISTRATOR, None)]) for person in administrators),
        tuple(facts.of(person, []) for person in left),
    )


def _role(appointment: Appointment, recorded: dict[int, date]) -> HeldRole:
    """Return the role of an appointment, since the day it was recorded if none was entered."""
    role = appointment.called
    words = f"{role} of {appointment.workstream}" if appointment.workstream else role
    return HeldRole(words, appointment.starts_on or recorded.get(appointment.pk))


class _SignInFacts:
    """How people sign in: accounts, open invitations, second steps and tokens. Four queries."""

    def __init__(self, people: set[Person], programme: Programme, on: date) -> None:
        self.on, self.signing_in = on, ids_that_sign_in(people)
        open_ones = Invitation.objects.filter(
            person__in=people, programme=programme, used_at=None, withdrawn_at=None
        )
        self.invited = {invitation.person_id: invitation for invitation in open_ones}
        steps = Authenticator.objects.filter(user__in=people, type__in=STEPS)
        self.second_step = set(steps.values_list("user", flat=True))
        valid = ApiToken.objects.filter(programme=programme, revoked_at=None, expires_on__gte=on)
        self.tokens = list(valid.values_list("person", flat=True))

    def of(self, person: Person, roles: Sequence[HeldRole]) -> Access:
        return Access(
            person=person,
            roles=tuple(roles),
            account=self._account(person),
            second_step=person.pk in self.second_step,
            tokens=self.tokens.count(person.pk),
        )

    def _account(self, person: Person) -> str:
        invitation = self.invited.get(person.pk)
        if invitation is not None and invitation.expires_on >= self.on:
            last = invitation.expires_on
            return f"Invited, link works until {last.day} {last:%B %Y}"
        if not person.is_active:
            return "Closed"
        if not PersonBackend().user_can_authenticate(person):
            return "Of the demo, cannot sign in here"
        if person.pk in self.signing_in:
            return "Can sign in"
        return "Has not signed in yet" if person.email else "A name, no sign-in"


HEADS: tuple[str, ...] = ("Person", "Job title", "E-mail", "Has", "Since", "Account")
HEADS += ("Second step", "Tokens", "Last sign-in")


def as_csv(review: Review) -> bytes:
    """Return CSV with a line for each role that somebody has, marked as UTF-8 for Excel."""
    rows = []
    for access in review.with_access:
        person, last = access.person, access.person.last_login
        last_sign_in = f"{localtime(last):%Y-%m-%d %H:%M}" if last else ""
        second_step = "yes" if access.second_step else "no"
        sign_in = (access.account, second_step, str(access.tokens), last_sign_in)
        for role in access.roles:
            since = role.since.isoformat() if role.since else ""
            name = (person.name, person.job_title, person.email or "")
            rows.append((*name, role.role, since, *sign_in))
    return write_csv([HEADS, *rows]).encode("utf-8-sig")
