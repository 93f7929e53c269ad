"""Notices by mail to those whose way in somebody else has removed."""

from __future__ import annotations

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from improvement.models import Person

# The library's own notices; it has none for recovery codes, which nobody removes alone there.
STEP_REMOVED = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
    Authenticator.Type.RECOVERY_CODES: "mfa/email/recovery_codes_removed",
}


def tell_step_removed(step: Authenticator, *, by: Person) -> None:
    """Mail the owner of a second step that it was removed, once that is kept."""
    _tell(STEP_REMOVED[Authenticator.Type(step.type)], step.user, by)


def tell_directory_account_removed(of: Person, *, by: Person) -> None:
    """Mail whose account of the directory was removed, once that is kept."""
    _tell("socialaccount/email/account_disconnected", of, by)


def _tell(notice: str, owner: Person, by: Person) -> None:
    """Say who did it; of one's own doing say from where, as the library does."""
    known = {} if owner.pk == by.pk else {"by": by}
    send = get_adapter().send_notification_mail
    transaction.on_commit(partial(send, notice, owner, known))
