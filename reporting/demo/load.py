"""The demo: December 2023 issued, January 2024 open, and a sign-in for every role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import make_aware

import improvement
from improvement.audit import changes
from improvement.models import Appointment, Month, Person, Programme, Role
from improvement.workflow import transitions
from reporting.pack.issue import concerns_in, issue
from scorecards.programme_file.load import load_file

FILE = Path(improvement.__file__).parent / "demo" / "december-2023.json"
PASSWORD = "better-every-month"  # noqa: S105 - printed for everybody, and refused without DEBUG
DOMAIN = "demo.example"
# Where the demo has a time of its own, its December was issued on this Monday.
ISSUED_AT = make_aware(datetime(2024, 1, 8, 10))
AS_PUBLISHED = "It is missing in the published pack, whose text has lost its colours."


@dataclass(frozen=True)
class SignIn:
    """A sign-in of the demo, and the role that can be tried with it."""

    email: str
    role: str


# People in the file get their own sign-in; roles that nobody has in the file get a demo account.
NAMED = {
    "nicola-howells": "Workstream lead (Culture & Staff Wellbeing)",
    "amy-carden": "Lead of another workstream (Governance & Well Led)",
    "emma-manaton": "Lead (Culture & Staff Wellbeing, Performance Improvement)",
    "dai-tamplin": "Lead (Patient Safety)",
    "melanie-saunders": "Accountable executive (Culture & Staff Wellbeing)",
    "daryl-lutchmaya": "Accountable executive (Governance & Well Led)",
    "mark-ainsworth": "Accountable executive (Performance Improvement)",
    "helen-young": "Accountable executive (Patient Safety)",
}
ACCOUNTS = {
    "programme-office": ("Programme office", Role.PROGRAMME_OFFICE),
    "ceo-office": ("CEO’s office", Role.CEO_OFFICE),
    "board-reader": ("Board reader", Role.BOARD_READER),
}
ADMINISTRATOR = "administrator"


def load_demo(
    *, at: datetime, with_sign_ins: bool, progress: Callable[[str], None] = lambda line: None
) -> list[SignIn]:
    """Load the demo in one transaction and return its sign-ins. A second load changes nothing.

    Without ``with_sign_ins`` nobody can sign in: the demo's password is public.
    """
    by = Person.objects.for_command("load_demo")
    with transaction.atomic():
        outcome = load_file(
            text=FILE.read_text(encoding="utf-8"), name=FILE.name, by=by, at=at, progress=progress
        )
        office = _accounts(outcome.programme, by)
        if outcome.is_new:
            progress("Issuing December 2023 and opening January 2024")
            _issue(outcome.programme, office, at)
        return _sign_ins(outcome.programme, by) if with_sign_ins else []


def _accounts(programme: Programme, by: Person) -> Person:
    """Make the accounts for roles that nobody has in the file; return the programme office's."""
    people = {}
    for slug, (name, role) in ACCOUNTS.items():
        person = _account(programme, slug, f"{name} (demo)", by)
        if not person.appointments.filter(programme=programme, role=role).exists():
            changes.record(Appointment(person=person, role=role, programme=programme), by=by)
        people[slug] = person
    return people["programme-office"]


def _account(programme: Programme | None, slug: str, name: str, by: Person) -> Person:
    person = Person.objects.filter(programme=programme, slug=slug).first()
    if person is None:
        person = Person(programme=programme, slug=slug, name=name)
        person.set_unusable_password()
        changes.record(person, by=by)
    return person


def _issue(programme: Programme, office: Person, at: datetime) -> None:
    """Submit, approve and issue the month as the people who are appointed to do so."""
    month = Month.objects.get(programme=programme, issued_at=None)
    for report in month.reports.select_related("workstream"):
        appointed = report.workstream.appointments
        manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        transitions.submit(report=report, by=manager, at=at)
        transitions.approve(report=report, by=executive, at=at)
    missing = [item.concern.key for item in concerns_in(month) if item.to_waive]
    issue(month=month, waivers=dict.fromkeys(missing, AS_PUBLISHED), by=office, at=at)


def _sign_ins(programme: Programme, by: Person) -> list[SignIn]:
    sign_ins = [
        _sign_in(programme.people.get(slug=slug), slug.replace("-", "."), role, by)
        for slug, role in NAMED.items()
    ]
    for slug, (name, _role) in ACCOUNTS.items():
        sign_ins.append(_sign_in(programme.people.get(slug=slug), slug, name, by))
    administrator = _account(None, ADMINISTRATOR, "Administrator (demo)", by)
    changes.change(administrator, by=by, is_staff=True, is_superuser=True)
    return [*sign_ins, _sign_in(administrator, ADMINISTRATOR, "Administrator (the admin site)", by)]


def _sign_in(person: Person, name: str, role: str, by: Person) -> SignIn:
    email = f"{name}@{DOMAIN}"
    if not person.has_usable_password():
        person.set_password(PASSWORD)
        changes.change(person, by=by, email=email, is_demo=True)
        person.save(update_fields=["password"])
    return SignIn(email, role)
