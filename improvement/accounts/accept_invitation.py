"""Accept an invitation: what its link does, and for whom."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q

from improvement.accounts.invite import ids_that_sign_in
from improvement.accounts.sessions import end_sessions
from improvement.accounts.tokens import key_digest, revoke_tokens
from improvement.audit import changes
from improvement.audit.event_log import log_directory_account, log_second_step
from improvement.models import Appointment, Invitation, Person
from improvement.models.history import current_place
from improvement.values.clock import day_of
from improvement.values.refusals import Refused

WHY = "Accepted the invitation"
ONCE_MORE = "You have an account with this address already: open the link once more."


class InvitationOver(Refused):
    """The link is unknown, used, replaced or too old."""

    status = 410
    title = "This link no longer works"


def open_invitation(key: str, *, at: datetime) -> Invitation:
    """Return the invitation of a link that still works. Raises ``InvitationOver``."""
    invitations = Invitation.objects.select_related("person", "programme", "sent_by")
    invitation = invitations.filter(digest=key_digest(key)).first()
    ask = "Ask your programme office for a new invitation."
    if invitation is None:
        raise InvitationOver(f"There is no such invitation. {ask}")
    if invitation.used_at:
        raise InvitationOver("This invitation was used already: sign in, or reset your password.")
    if invitation.withdrawn_at:
        raise InvitationOver(f"This invitation was replaced by a newer one or withdrawn. {ask}")
    if day_of(at) > invitation.expires_on:
        last_day = f"{invitation.expires_on:%-d %B %Y}"
        raise InvitationOver(f"This invitation worked until {last_day}. {ask}")
    return invitation


def owner_of(invitation: Invitation) -> Person:
    """Return who has the address of an invitation already, or else whom it was sent for."""
    return Person.objects.filter(email=invitation.email.lower()).first() or invitation.person


def signs_in_already(invitation: Invitation) -> bool:
    """Return whether the address is of another person's account who can sign in."""
    owner = owner_of(invitation)
    return owner.pk != invitation.person_id and bool(ids_that_sign_in([owner]))


@transaction.atomic
def accept(*, key: str, password: str | None, at: datetime) -> Person:
    """Use an invitation: the address becomes the person's own, and they may sign in.

    Without ``password`` they sign in through the directory alone. Whatever let them in before is
    removed, second steps and tokens included. Where somebody has the address who can no longer
    sign in, the invitation is theirs. Raises ``InvitationOver`` or ``Refused``.
    """
    invitation, person = _locked(key, at)
    if signs_in_already(invitation):
        raise Refused(ONCE_MORE)
    if person.pk != invitation.person_id:
        if person.is_staff and not invitation.sent_by.is_superuser:
            raise Refused("You are an administrator here, so only an administrator may invite you.")
        _hand_over(invitation, person, at=at)
    remove_every_sign_in(person, by=person, at=at, why="accepting an invitation")
    person.set_password(password)
    _set_address(person, invitation.email)
    person.save(update_fields=["password"])
    changes.change(invitation, by=person, used_at=at, used_by=person)
    return person


@transaction.atomic
def accept_with_account(*, key: str, at: datetime) -> Person:
    """Use an invitation to the address of somebody who signs in already.

    They are appointed in place of the name that was invited, and go on signing in as before.
    Raises ``InvitationOver`` or ``Refused``.
    """
    invitation, owner = _locked(key, at)
    if not signs_in_already(invitation):
        raise Refused("There is no account with this address: open the link once more.")
    _hand_over(invitation, owner, at=at)
    changes.change(invitation, by=owner, used_at=at, used_by=owner)
    return owner


def remove_every_sign_in(person: Person, *, by: Person, at: datetime, why: str) -> None:
    """End every session and token, and remove second steps, directory accounts and addresses.

    The log names who removed each second step and directory account, the history who revoked each
    token, and both say that it was by ``why``: “accepting an invitation”.
    """
    end_sessions(person=person)
    revoke_tokens(person=person, by=by, at=at, why=f"Revoked by {why}")
    removed = f"removed by {why}"
    for step in Authenticator.objects.filter(user=person):
        log_second_step(step, fate=removed, of=person, by=by, at=at, place=current_place())
        step.delete()
    for account in SocialAccount.objects.filter(user=person):
        log_directory_account(account, fate=removed, of=person, by=by, at=at, place=current_place())
        account.delete()
    for address in EmailAddress.objects.filter(user=person):
        address.delete()


def _locked(key: str, at: datetime) -> tuple[Invitation, Person]:
    """Return an invitation and its owner, locked: of two requests the second finds it used."""
    invitation = open_invitation(key, at=at)
    people = {invitation.person_id, owner_of(invitation).pk}
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    invitation = open_invitation(key, at=at)
    return invitation, owner_of(invitation)


def _set_address(person: Person, email: str) -> None:
    """Two requests may lock different people and set one address: the second is refused."""
    try:
        with transaction.atomic():
            changes.change(person, by=person, why=WHY, email=email, is_active=True)
    except IntegrityError as taken:
        raise Refused(ONCE_MORE) from taken


def _hand_over(invitation: Invitation, owner: Person, *, at: datetime) -> None:
    """Move the appointments of the name that was invited to ``owner``."""
    current = Q(ends_on=None) | Q(ends_on__gte=day_of(at))
    on_programme = Appointment.objects.filter(programme=invitation.programme)
    for invited in on_programme.filter(current, person=invitation.person):
        same = on_programme.filter(
            person=owner, role=invited.role, workstream=invited.workstream_id
        )
        own = same.filter(current | Q(starts_on=invited.starts_on)).first()
        if own is None:
            changes.change(invited, by=owner, why=WHY, person=owner)
        else:
            changes.change(own, by=owner, why=WHY, ends_on=invited.ends_on)
            changes.remove(invited, by=owner, why=WHY)
