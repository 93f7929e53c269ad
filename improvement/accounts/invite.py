"""Inviting people: the only way to an account, and the way back into one.

What a link does is in ``accepting``.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from allauth.socialaccount.models import SocialAccount
from django.core.mail import send_mail
from django.db import transaction
from django.utils.timezone import localdate

from improvement import audit
from improvement.models import (
    Appointment,
    Invitation,
    Person,
    Programme,
    Role,
    Workstream,
)
from improvement.permissions import require_looking_after
from improvement.refusals import Refused

WORKS_DAYS = 7


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
    """Appoint somebody from today and mail them the way in. Raises ``Refused``.

    Whether the address is known elsewhere is not told: who is not of the programme is a name with
    a link until they accept. Who was on it and signs in already hears of the appointment, and
    nothing of how they sign in is touched.
    """
    require_looking_after(by, programme, on=localdate(at))
    email = email.strip().lower()
    refuse_another_s(email, programme, name=name)
    person = _known_by(email, programme) or _new(programme, name, job_title, by)
    _appoint(person, programme, role, workstream, by=by, at=at)
    if who_sign_in([person]):
        _mail_later(email, programme, _appointed_text(programme, base_url, by))
    else:
        _send_link(person, programme, email, base_url=base_url, by=by, at=at)
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
    """Mail somebody of the programme a new link, which begins their sign-in afresh.

    For a name that never signed in, a lost telephone, or somebody who comes back; for those with
    ``role``, from today. Raises ``Refused``.
    """
    require_looking_after(by, programme, on=localdate(at))
    if not Appointment.objects.filter(person=person, programme=programme).exists():
        raise Refused(f"{person} was never appointed on {programme}, so invite them as new.")
    email = email.strip().lower()
    if person.email and email != person.email.lower() and not by.is_superuser:
        raise Refused(
            f"{person} is known by another address, and only an administrator changes that: "
            "whoever has the link signs in as them."
        )
    refuse_another_s(email, programme, name=person.name, person=person)
    if role is not None:
        _appoint(person, programme, role, workstream, by=by, at=at)
    if not Appointment.objects.current(localdate(at)).filter(person=person).exists():
        raise Refused(f"{person} has no appointment any more: choose what they are appointed to.")
    _send_link(person, programme, email, base_url=base_url, by=by, at=at)


def refuse_another_s(
    email: str, programme: Programme, *, name: str, person: Person | None = None
) -> None:
    """Refuse an address that the programme knows to be of somebody else than is to be invited.

    Without ``person`` that is whoever is called otherwise. Whose an address is on other programmes
    alone is not told. Raises ``Refused``.
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


def who_sign_in(people: Iterable[Person]) -> set[int]:
    """Give those of ``people`` who have a way in: a password, or the directory. One query."""
    people = list(people)
    known = set(SocialAccount.objects.filter(user__in=people).values_list("user", flat=True))
    return {
        one.pk
        for one in people
        if one.is_active and one.email and (one.has_usable_password() or one.pk in known)
    }


def withdraw_invitations(
    person: Person, *, by: Person, at: datetime, why: str = "", but_to: str | None = None
) -> None:
    """Stop the links that were sent to ``person`` and not used, but those to ``but_to``."""
    open_yet = Invitation.objects.filter(person=person, used_at=None, withdrawn_at=None)
    for one in open_yet.exclude(email=but_to) if but_to else open_yet:
        audit.change(one, by=by, why=why, withdrawn_at=at, withdrawn_by=by)


def _known_by(email: str, programme: Programme) -> Person | None:
    """Give who of the programme has the address, or has none and was given it to accept."""
    own = Person.objects.filter(email=email, appointments__programme=programme).first()
    sent = Invitation.objects.filter(programme=programme, email=email, person__email=None)
    invited = sent.filter(used_at=None, withdrawn_at=None).select_related("person").first()
    return own or (invited.person if invited else None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _new(programme: Programme, name: str, job_title: str, by: Person) -> Person:
    person = Person(programme=programme, name=name, job_title=job_title)
    person.set_unusable_password()
    audit.record(person, by=by, why="Invited")
    return person


def _appoint(
    person: Person,
    programme: Programme,
    role: Role,
    workstream: Workstream | None,
    *,
    by: Person,
    at: datetime,
) -> None:
    """Appoint from today, unless they are; whoever left today has not left."""
    today = localdate(at)
    keys = {"person": person, "programme": programme, "role": role, "workstream": workstream}
    held = Appointment.objects.current(today).filter(**keys).first()
    if held is None:
        audit.record(Appointment(**keys, starts_on=today), by=by, why="Invited")
    else:
        audit.change(held, by=by, why="Invited", ends_on=None)


def _send_link(
    person: Person, programme: Programme, email: str, *, base_url: str, by: Person, at: datetime
) -> None:
    """Make a link that replaces the earlier ones, and mail it once it is kept."""
    if person.is_staff and not by.is_superuser:
        raise Refused(f"{person} is an administrator, so only an administrator may invite them.")
    withdraw_invitations(person, by=by, at=at)
    key = secrets.token_urlsafe(32)
    invitation = Invitation(person=person, programme=programme, email=email, digest=digest_of(key))
    invitation.expires_on = localdate(at) + timedelta(days=WORKS_DAYS)
    invitation.sent_at, invitation.sent_by = at, by
    audit.record(invitation, by=by)
    _mail_later(email, programme, _link_text(invitation, key, base_url))


def _mail_later(email: str, programme: Programme, text: str) -> None:
    subject = f"{programme}: your invitation"
    transaction.on_commit(partial(send_mail, subject, text, None, [email]))


def _link_text(invitation: Invitation, key: str, base_url: str) -> str:
    last = invitation.expires_on
    return (
        f"{invitation.sent_by} invites you to {invitation.programme} "
        f"({invitation.programme.organisation}).\n\n"
        f"Begin here:\n{base_url}/accounts/invitation/{key}/\n\n"
        f"The link works once, until {last.day} {last:%B %Y}. Pass it on to nobody.\n"
    )


def _appointed_text(programme: Programme, base_url: str, by: Person) -> str:
    return (
        f"{by} has appointed you on {programme} ({programme.organisation}).\n\n"
        f"Sign in as you always do:\n{base_url}/{programme.slug}/\n"
    )


def digest_of(key: str) -> str:
    """A key has 256 random bits: there is nothing to guess, so nothing to slow down."""
    return sha256(key.encode()).hexdigest()
