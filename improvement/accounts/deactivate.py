"""Deactivate a leaver: appointments end today, the account closes, the name stays in the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from improvement.access.permissions import looks_after
from improvement.accounts.accept_invitation import remove_every_sign_in
from improvement.accounts.invite import withdraw_invitations
from improvement.accounts.tokens import revoke_tokens
from improvement.audit import changes
from improvement.models import Appointment, Person, Programme
from improvement.values.clock import day_of
from improvement.values.refusals import Refused


@transaction.atomic
def deactivate(*, person: Person, by: Person, at: datetime, why: str) -> bool:
    """End what ``person`` may do on the programmes that ``by`` looks after.

    Where they have no appointment elsewhere, the account closes: sessions end, tokens are revoked,
    open invitations withdrawn. A new invitation opens it again. Returns whether the account closed.
    Raises ``Refused``.
    """
    leaver = Person.objects.select_for_update().get(pk=person.pk)
    _refuse(leaver, by, at)
    goes_on = Q(ends_on=None) | Q(ends_on__gt=day_of(at))
    appointments = Appointment.objects.filter(goes_on, person=leaver)
    remaining = {
        appointment.programme_id
        for appointment in appointments.select_related("programme", "person", "workstream")
        if not _end(appointment, by=by, at=at, why=why)
    }
    revoke_tokens(person=leaver, by=by, at=at, why=why, but_on=remaining)
    if remaining:
        return False
    withdraw_invitations(leaver, by=by, at=at)
    remove_every_sign_in(leaver, by=by, at=at, why="closing the account")
    # A new unusable password is another text than the old one, which ends every session for good.
    leaver.set_unusable_password()
    closed = {"is_active": False, "is_staff": False, "is_superuser": False}
    changes.change(leaver, by=by, why=why, **closed)
    leaver.save(update_fields=["password"])
    return True


def _refuse(person: Person, by: Person, at: datetime) -> None:
    if person.pk == by.pk:
        raise Refused("You cannot deactivate yourself: ask somebody else who may.")
    if by.is_superuser:
        return
    if person.is_staff:
        raise Refused(f"{person} is an administrator, so only an administrator may do this.")
    on = day_of(at)
    programmes = Programme.objects.filter(appointments__person=person).distinct()
    if not any(looks_after(by, programme, on=on) for programme in programmes):
        raise Refused(f"{person} was never appointed on a programme of yours.")


def _end(appointment: Appointment, *, by: Person, at: datetime, why: str) -> bool:
    """End an appointment today, or remove one not begun. Returns whether ``by`` may do so."""
    today = day_of(at)
    if not looks_after(by, appointment.programme, on=today):
        return False
    if appointment.starts_on and appointment.starts_on > today:
        changes.remove(appointment, by=by, why=why)
    else:
        changes.change(appointment, by=by, why=why, ends_on=today)
    return True
