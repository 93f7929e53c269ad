"""The access review: who has what on a programme, since when, and when they last signed in."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate, localtime

from improvement.inviting import who_sign_in
from improvement.models import ApiToken, Appointment, Invitation, Person, Programme
from improvement.second_step import STEPS
from improvement.sign_in import PersonBackend
from reporting.renderers.defusing import defused

ADMINISTRATOR = "Administrator of every programme"


@dataclass(frozen=True)
class Held:
    """One thing somebody has: a role in words, and since when as far as is known."""

    role: str
    since: date | None


@dataclass(frozen=True)
class Access:
    """A person, what they have, and how they get in. ``account`` says it in words."""

    person: Person
    held: tuple[Held, ...]
    account: str
    second_step: bool
    tokens: int

    @property
    def last_sign_in(self) -> str:
        """When they signed in last, as a person reads it."""
        at = self.person.last_login
        return f"{localtime(at):%-d %B %Y, %H:%M}" if at else "Never"


@dataclass(frozen=True)
class Review:
    """Who has access to a programme today, and who had it once."""

    people: tuple[Access, ...]
    administrators: tuple[Access, ...]
    left: tuple[Access, ...]

    @property
    def with_access(self) -> tuple[Access, ...]:
        return (*self.people, *self.administrators)


def review_of(programme: Programme, *, at: datetime) -> Review:
    """Review a programme at ``at``. Eight queries, however many people there are."""
    on = localdate(at)
    every = Appointment.objects.filter(programme=programme).select_related("person", "workstream")
    held: dict[Person, list[Held]] = defaultdict(list)
    once: dict[Person, None] = {}
    current = set(Appointment.objects.current(on).filter(programme=programme).values_list("pk"))
    since = _recorded(programme)
    for one in every:
        once[one.person] = None
        if (one.pk,) in current and one.person.is_active:
            held[one.person].append(_held(one, since))
    administrators = list(Person.objects.filter(is_superuser=True, is_active=True))
    facts = _Facts({*once, *administrators}, programme, on)
    people = sorted(held, key=lambda person: person.name)
    left = sorted(set(once) - set(held), key=lambda person: person.name)
    return Review(
        tuple(facts.of(person, held[person]) for person in people),
        tuple(facts.of(person, [Held(ADMINISTRATOR, None)]) for person in administrators),
        tuple(facts.of(person, []) for person in left),
    )


def _recorded(programme: Programme) -> dict[int, date]:
    """Give the day each appointment was recorded, which stands for a first day nobody said."""
    rows = Appointment.history.filter(programme=programme, history_type="+")
    return {row.id: localdate(row.history_date) for row in rows}


def _held(appointment: Appointment, recorded: dict[int, date]) -> Held:
    role = appointment.get_role_display()
    words = f"{role} of {appointment.workstream}" if appointment.workstream else role
    return Held(words, appointment.starts_on or recorded.get(appointment.pk))


class _Facts:
    """How some people get in. Four queries."""

    def __init__(self, people: set[Person], programme: Programme, on: date) -> None:
        self.on, self.signing_in = on, who_sign_in(people)
        open_ones = Invitation.objects.filter(
            person__in=people, programme=programme, used_at=None, withdrawn_at=None
        )
        self.invited = {one.person_id: one for one in open_ones}
        steps = Authenticator.objects.filter(user__in=people, type__in=STEPS)
        self.second_step = set(steps.values_list("user", flat=True))
        works = ApiToken.objects.filter(programme=programme, revoked_at=None, expires_on__gte=on)
        self.tokens = list(works.values_list("person", flat=True))

    def of(self, person: Person, held: Sequence[Held]) -> Access:
        return Access(
            person=person,
            held=tuple(held),
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


HEADS = (
    "Person",
    "Job title",
    "E-mail",
    "Has",
    "Since",
    "Account",
    "Second step",
    "Tokens",
    "Last sign-in",
)


def as_csv(review: Review) -> bytes:
    """Give a line for everything that somebody has, as CSV, marked as UTF-8 for Excel."""
    text = StringIO(newline="")
    rows = (
        [defused(cell) for cell in _row(access, held)]
        for access in review.with_access
        for held in access.held
    )
    csv.writer(text).writerows([HEADS, *rows])
    return text.getvalue().encode("utf-8-sig")


def _row(access: Access, held: Held) -> tuple[str, ...]:
    person = access.person
    at = person.last_login
    return (
        person.name,
        person.job_title,
        person.email or "",
        held.role,
        held.since.isoformat() if held.since else "",
        access.account,
        "yes" if access.second_step else "no",
        str(access.tokens),
        f"{localtime(at):%Y-%m-%d %H:%M}" if at else "",
    )
