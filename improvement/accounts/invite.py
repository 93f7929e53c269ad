"""Invite people: the only way to an account, and the way back into one.

What the link does is in ``accept_invitation``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from allauth.socialaccount.models import SocialAccount
from django.core.mail import send_mail
from django.db import transaction

from improvement.access.permissions import require_looking_after
from improvement.accounts.tokens import key_digest
from improvement.audit import changes
from improvement.models import (
    Appointment,
    Invitation,
    Person,
    Programme,
    Role,
    Workstream,
)
from improvement.values.clock import day_of
from improvement.values.refusals import Refused

WORKS_DAYS = 7  # how long a link works


@transaction.atomic
def invite(
    *,
    programme: Programme,
    name: str,
    job_title: str,
    email: str,
    role: Role,
    workstream: Workstream | None,
    base_url: str,
    by: Person,
    at: datetime,
) -> Person:
    """Appoint somebody from today and mail them a link to their account. Raises ``Refused``.

    Whether the address is known on other programmes is not shown: until they accept, somebody from
    elsewhere is only a name with a link. People of this programme who can sign in already are
    mailed about the appointment, and go on signing in as before.
    """
    require_looking_after(by, programme, on=day_of(at))
    email = email.strip().lower()
    refuse_address_of_another(email, programme, name=name)
    person = _known_by(email, programme)
    if person is None:
        person = Person(programme=programme, name=name, job_title=job_title)
        person.set_unusable_password()
        changes.record(person, by=by, why="Invited")
    _appoint(person, programme, role, workstream, by=by, at=at)
    if ids_that_sign_in([person]):
        text = (
            f"{by} has appointed you on {programme} ({programme.organisation}).\n\n"
            f"Sign in as you always do:\n{base_url}/{programme.slug}/\n"
        )
        mail_later(email, programme, text)
    else:
        send_link(person, programme, email, base_url=base_url, by=by, at=at)
    return person


@transaction.atomic
def invite_again(
    *,
    programme: Programme,
    person: Person,
    email: str,
    role: Role | None,
    workstream: Workstream | None,
    base_url: str,
    by: Person,
    at: datetime,
) -> None:
    """Mail somebody of the programme a new link, with which they set up their sign-in again.

    For a name that never signed in, a lost telephone, or somebody who comes back, who is appointed
    to ``role`` from today. Raises ``Refused``.
    """
    require_looking_after(by, programme, on=day_of(at))
    if not Appointment.objects.filter(person=person, programme=programme).exists():
        raise Refused(f"{person} was never appointed on {programme}, so invite them as new.")
    email = email.strip().lower()
    if person.email and email != person.email.lower() and not by.is_superuser:
        raise Refused(
            f"{person} is known by another address, and only an administrator changes that: "
            "whoever has the link signs in as them."
        )
    refuse_address_of_another(email, programme, name=person.name, person=person)
    if role is not None:
        _appoint(person, programme, role, workstream, by=by, at=at)
    if not Appointment.objects.current(day_of(at)).filter(person=person).exists():
        raise Refused(f"{person} has no appointment any more: choose what they are appointed to.")
    send_link(person, programme, email, base_url=base_url, by=by, at=at)


def refuse_address_of_another(
    email: str, programme: Programme, *, name: str, person: Person | None = None
) -> None:
    """Raise ``Refused`` where somebody else on the programme has the address.

    Without ``person`` that is anybody with another name than ``name``. Addresses of other
    programmes are not looked at, so nothing is disclosed about them.
    """
    known = _known_by(email, programme)
    if known is None or known == person:
        return
    if person is None and _folded(known.name) == _folded(name):
        return
    raise Refused(
        f"{email} is the address of {known} on {programme}, not of {name}: "
        f"invite {known} again, or enter another address."
    )


def ids_that_sign_in(people: Iterable[Person]) -> set[int]:
    """Return the ids of ``people`` who can sign in, by password or the directory. One query."""
    people = list(people)
    by_directory = set(SocialAccount.objects.filter(user__in=people).values_list("user", flat=True))
    return {
        person.pk
        for person in people
        if person.is_active and person.email
        if person.has_usable_password() or person.pk in by_directory
    }


def withdraw_invitations(
    person: Person, *, by: Person, at: datetime, why: str = "", but_to: str | None = None
) -> None:
    """Stop the links sent to ``person`` and not used yet, except to the address ``but_to``."""
    unused = Invitation.objects.filter(person=person, used_at=None, withdrawn_at=None)
    for invitation in unused.exclude(email=but_to) if but_to else unused:
        changes.change(invitation, by=by, why=why, withdrawn_at=at, withdrawn_by=by)


def _known_by(email: str, programme: Programme) -> Person | None:
    """Return who on the programme has the address, or was invited by it and has not accepted."""
    owner = Person.objects.filter(email=email, appointments__programme=programme).first()
    sent = Invitation.objects.filter(programme=programme, email=email, person__email=None)
    invitation = sent.filter(used_at=None, withdrawn_at=None).select_related("person").first()
    return owner or (invitation.person if invitation else None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _appoint(
    person: Person,
    programme: Programme,
    role: Role,
    workstream: Workstream | None,
    *,
    by: Person,
    at: datetime,
) -> None:
    """Appoint from today, or keep an appointment that is in force and may end today."""
    today = day_of(at)
    keys = {"person": person, "programme": programme, "role": role, "workstream": workstream}
    current = Appointment.objects.current(today).filter(**keys).first()
    if current is None:
        changes.record(Appointment(**keys, starts_on=today), by=by, why="Invited")
    else:
        changes.change(current, by=by, why="Invited", ends_on=None)


def send_link(
    person: Person, programme: Programme, email: str, *, base_url: str, by: Person, at: datetime
) -> None:
    """Make a link that replaces the earlier ones, and mail it once it is committed."""
    if person.is_staff and not by.is_superuser:
        raise Refused(f"{person} is an administrator, so only an administrator may invite them.")
    withdraw_invitations(person, by=by, at=at)
    key = secrets.token_urlsafe(32)
    invitation = Invitation(person=person, programme=programme, email=email, digest=key_digest(key))
    invitation.expires_on = day_of(at) + timedelta(days=WORKS_DAYS)
    invitation.sent_at, invitation.sent_by = at, by
    changes.record(invitation, by=by)
    mail_later(email, programme, _link_text(invitation, key, base_url))


def mail_later(
    email: str, programme: Programme, text: str, *, about: str = "your invitation"
) -> None:
    """Mail a text once the transaction is committed."""
    subject = f"{programme}: {about}"
    transaction.on_commit(partial(send_mail, subject, text, None, [email]))


def _link_text(invitation: Invitation, key: str, base_url: str) -> str:
    return (
        f"{invitation.sent_by} invites you to {invitation.programme} "
        f"({invitation.programme.organisation}).\n\n"
        f"Begin here:\n{base_url}/accounts/invitation/{key}/\n\n"
        f"The link works once, until {invitation.expires_on:%-d %B %Y}. Pass it on to nobody.\n"
    )
