"""Accepting an invitation: what its link does, and for whom."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from improvement import audit
from improvement.inviting import digest_of, who_sign_in
from improvement.log import log_directory_account, log_second_step
from improvement.models import ApiToken, Appointment, Invitation, Person
from improvement.places import place_now
from improvement.refusals import Refused
from improvement.sessions import end_sessions

WHY = "Accepted the invitation"
ONCE_MORE = "You have an account with this address already: open the link once more."


class InvitationOver(Refused):
    """The link opens nothing, or nothing any more."""

    status = 410
    title = "This link no longer works"


def open_invitation(key: str, *, at: datetime) -> Invitation:
    """Give the invitation of a link that still works. Raises ``InvitationOver``."""
    related = Invitation.objects.select_related("person", "programme", "sent_by")
    found = related.filter(digest=digest_of(key)).first()
    ask = "Ask your programme office for a new invitation."
    if found is None:
        raise InvitationOver(f"There is no such invitation. {ask}")
    if found.used_at:
        raise InvitationOver("This invitation was used already: sign in, or reset your password.")
    if found.withdrawn_at:
        raise InvitationOver(f"This invitation was replaced by a newer one or withdrawn. {ask}")
    if localdate(at) > found.expires_on:
        last = found.expires_on
        raise InvitationOver(f"This invitation worked until {last.day} {last:%B %Y}. {ask}")
    return found


def whose(invitation: Invitation) -> Person:
    """Give who has the address of an invitation already, or else whom it was sent for."""
    return Person.objects.filter(email=invitation.email.lower()).first() or invitation.person


def signs_in_already(invitation: Invitation) -> bool:
    """Say whether the address is that of an account which was not invited and has a way in."""
    owner = whose(invitation)
    return owner.pk != invitation.person_id and bool(who_sign_in([owner]))


@transaction.atomic
def accept(*, key: str, password: str | None, at: datetime) -> Person:
    """Use an invitation: the address is the person's own now, and they may sign in.

    Without ``password`` they sign in through the directory alone. Whatever let them in before,
    second steps and tokens included, is forgotten. Where somebody has the address who cannot sign
    in any more, it is they who may again. Raises ``InvitationOver``, or ``Refused``.
    """
    invitation, person = _locked(key, at)
    if signs_in_already(invitation):
        raise Refused(ONCE_MORE)
    if person.pk != invitation.person_id:
        _refuse_staff(person, invitation)
        _hand_over(invitation, person, at=at)
    forget_ways_in(person, by=person, at=at, why="accepting an invitation")
    person.set_password(password)
    _own_address(person, invitation.email)
    person.save(update_fields=["password"])
    audit.change(invitation, by=person, used_at=at, used_by=person)
    return person


@transaction.atomic
def take_up(*, key: str, at: datetime) -> Person:
    """Use an invitation to the address of somebody who signs in already, as they always do.

    They are appointed in place of the name that was invited, and nothing of how they sign in is
    touched. Raises ``InvitationOver``, or ``Refused``.
    """
    invitation, owner = _locked(key, at)
    if not signs_in_already(invitation):
        raise Refused("There is no account with this address: open the link once more.")
    _hand_over(invitation, owner, at=at)
    audit.change(invitation, by=owner, used_at=at, used_by=owner)
    return owner


def forget_ways_in(person: Person, *, by: Person, at: datetime, why: str) -> None:
    """End every session and token, and forget second steps, the directory's account, addresses.

    The log says of each second step and each account who removed it, the history of each token who
    revoked it, and all that it was by ``why``.
    """
    end_sessions(person=person)
    for token in ApiToken.objects.filter(person=person, revoked_at=None):
        audit.change(token, by=by, why=f"Revoked by {why}", revoked_at=at, revoked_by=by)
    removed = f"removed by {why}"
    for step in Authenticator.objects.filter(user=person):
        log_second_step(step, fate=removed, of=person, by=by, at=at, place=place_now())
        step.delete()
    for account in SocialAccount.objects.filter(user=person):
        log_directory_account(account, fate=removed, of=person, by=by, at=at, place=place_now())
        account.delete()
    for address in EmailAddress.objects.filter(user=person):
        address.delete()


def _locked(key: str, at: datetime) -> tuple[Invitation, Person]:
    """Give an invitation and whose it is; of two at once the second finds it used."""
    invitation = open_invitation(key, at=at)
    both = {invitation.person_id, whose(invitation).pk}
    list(Person.objects.select_for_update().filter(pk__in=both).order_by("pk"))
    invitation = open_invitation(key, at=at)
    return invitation, whose(invitation)


def _own_address(person: Person, email: str) -> None:
    """Give ``person`` an address; of two at once, which lock different people, one is refused."""
    try:
        with transaction.atomic():
            audit.change(person, by=person, why=WHY, email=email, is_active=True)
    except IntegrityError as taken:
        raise Refused(ONCE_MORE) from taken


def _refuse_staff(person: Person, invitation: Invitation) -> None:
    if person.is_staff and not invitation.sent_by.is_superuser:
        raise Refused("You are an administrator here, so only an administrator may invite you.")


def _hand_over(invitation: Invitation, owner: Person, *, at: datetime) -> None:
    """Give ``owner`` what the name that was invited is appointed to on the programme."""
    goes_on = Q(ends_on=None) | Q(ends_on__gte=localdate(at))
    every = Appointment.objects.filter(programme=invitation.programme).select_related("workstream")
    for one in every.filter(goes_on, person=invitation.person):
        same = every.filter(person=owner, role=one.role, workstream=one.workstream)
        held = same.filter(goes_on | Q(starts_on=one.starts_on)).first()
        if held is None:
            audit.change(one, by=owner, why=WHY, person=owner)
        else:
            audit.change(held, by=owner, why=WHY, ends_on=one.ends_on)
            audit.remove(one, by=owner, why=WHY)
