"""Leaving: appointments end on the day, the account closes, and the name stays in the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from improvement import audit
from improvement.accepting import forget_ways_in
from improvement.inviting import withdraw_invitations
from improvement.models import ApiToken, Appointment, Person, Programme
from improvement.permissions import looks_after
from improvement.refusals import Refused


@transaction.atomic
def deactivate(*, person: Person, by: Person, at: datetime, why: str) -> bool:
    """End what ``person`` may do on the programmes that ``by`` looks after.

    Where nothing is left elsewhere, the account closes: sessions end, tokens are revoked, open
    invitations withdrawn. Packs and history keep the name. Gives whether the account closed. A new
    invitation opens it again. Raises ``Refused``.
    """
    found = Person.objects.select_for_update().get(pk=person.pk)
    _refuse(found, by, at)
    left = [one for one in _still_held(found, at) if not _ended(one, by=by, at=at, why=why)]
    _revoke_tokens(found, {one.programme_id for one in left}, by=by, at=at)
    if left:
        return False
    withdraw_invitations(found, by=by, at=at)
    forget_ways_in(found, by=by, at=at, why="closing the account")
    # The random text that stands for no password ends every session of the old one for good.
    found.set_unusable_password()
    closed = {"is_active": False, "is_staff": False, "is_superuser": False}
    audit.change(found, by=by, why=why, **closed)
    found.save(update_fields=["password"])
    return True


def _refuse(person: Person, by: Person, at: datetime) -> None:
    if person.pk == by.pk:
        raise Refused("You cannot deactivate yourself: ask somebody else who may.")
    if by.is_superuser:
        return
    if person.is_staff:
        raise Refused(f"{person} is an administrator, so only an administrator may do this.")
    on = localdate(at)
    known = Programme.objects.filter(appointments__person=person).distinct()
    if not any(looks_after(by, programme, on=on) for programme in known):
        raise Refused(f"{person} was never appointed on a programme of yours.")


def _still_held(person: Person, at: datetime) -> list[Appointment]:
    """Give the appointments that go on after the day of ``at``, or begin after it."""
    goes_on = Q(ends_on=None) | Q(ends_on__gt=localdate(at))
    held = Appointment.objects.filter(goes_on, person=person)
    return list(held.select_related("programme", "person", "workstream"))


def _ended(appointment: Appointment, *, by: Person, at: datetime, why: str) -> bool:
    """End an appointment today, or take back one that has not begun. Says whether it was done."""
    today = localdate(at)
    if not looks_after(by, appointment.programme, on=today):
        return False
    if appointment.starts_on and appointment.starts_on > today:
        audit.remove(appointment, by=by, why=why)
    else:
        audit.change(appointment, by=by, why=why, ends_on=today)
    return True


def _revoke_tokens(person: Person, but: set[int], *, by: Person, at: datetime) -> None:
    tokens = ApiToken.objects.filter(person=person, revoked_at=None).exclude(programme__in=but)
    for token in tokens:
        audit.change(token, by=by, revoked_at=at, revoked_by=by)
