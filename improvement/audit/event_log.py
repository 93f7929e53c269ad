"""Write the event log: sign-ins, failed sign-ins, sign-outs, sign-in methods, downloads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from improvement.models import LogEntry, LogKind, Person, Programme
from improvement.models.history import current_place
from improvement.values.clock import now

LONGEST = 200  # characters of a column
APP = "Authenticator app"


def log_download(
    *, about: str, detail: str, programme: Programme | None, by: Person, at: datetime, place: str
) -> None:
    """Log that ``by`` downloaded ``about`` (“December 2023 pack, version 1”) as ``detail`` (“pdf”).

    ``programme`` is None for what holds every programme, such as a backup.
    """
    _log(LogKind.DOWNLOAD, by, at=at, place=place, programme=programme, about=about, detail=detail)


def log_second_step(
    step: Authenticator, *, fate: str, of: Person, by: Person, at: datetime, place: str
) -> None:
    """Log that ``by`` changed a second step of ``of``. ``fate`` is what was done: “set up”."""
    names = {Authenticator.Type.WEBAUTHN: f"Passkey “{step}”", Authenticator.Type.TOTP: APP}
    facts = _whose(names.get(Authenticator.Type(step.type), "Recovery codes"), of, by)
    _log(LogKind.SECOND_STEP, by, at=at, place=place, detail=fate, **facts)


def log_directory_account(
    account: SocialAccount, *, fate: str, of: Person, by: Person, at: datetime, place: str
) -> None:
    """Log that ``by`` changed the directory account that signs in as ``of``."""
    facts = _whose(account.uid, of, by)
    _log(LogKind.DIRECTORY, by, at=at, place=place, detail=fate, **facts)


def _whose(name: str, of: Person, by: Person) -> dict[str, Any]:
    """Return the programme and the name of what was changed.

    What people do themselves has no programme, like a sign-in: it is shown by their appointments.
    """
    if by.pk == of.pk:
        return {"programme_id": None, "about": name}
    return {"programme_id": of.programme_id, "about": f"{name} of {of}"}


def _log(kind: LogKind, person: Person | None, *, at: datetime, place: str, **facts: Any) -> None:
    facts = {name: _short(fact) for name, fact in facts.items()}
    LogEntry(kind=kind, person=person, at=at, place=_short(place), **facts).save()


def _short(fact: Any) -> Any:
    return fact[:LONGEST] if isinstance(fact, str) else fact


# The library signs people in: its signals are the only place to hear of it.


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, user: Person, **kwargs: Any) -> None:
    _log(LogKind.SIGN_IN, user, at=now(), place=_page(request))


@receiver(user_logged_out)
def signed_out(request: HttpRequest | None, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        _log(LogKind.SIGN_OUT, user, at=now(), place=_page(request))


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Log the account that was tried. What was typed for no account may be a password."""
    email = credentials.get("email") or credentials.get("username") or ""
    person = Person.objects.filter(email__iexact=email).first() if email else None
    about = "" if person else "unknown account"
    _log(LogKind.FAILED_SIGN_IN, person, at=now(), place=_page(request), about=about)


@receiver(authenticator_added)
def second_step_set_up(authenticator: Authenticator, **sent: Any) -> None:
    _own_second_step(authenticator, "set up", **sent)


@receiver(authenticator_removed)
def second_step_removed(authenticator: Authenticator, **sent: Any) -> None:
    _own_second_step(authenticator, "removed", **sent)


@receiver(authenticator_reset)
def second_step_made_anew(authenticator: Authenticator, **sent: Any) -> None:
    _own_second_step(authenticator, "made anew", **sent)


def _own_second_step(
    step: Authenticator, fate: str, *, request: HttpRequest | None, user: Person, **sent: Any
) -> None:
    log_second_step(step, fate=fate, of=user, by=user, at=now(), place=_page(request))


@receiver(social_account_added)
def directory_account_tied(
    sociallogin: SocialLogin, request: HttpRequest | None = None, **sent: Any
) -> None:
    """Log the first sign-in by the directory, which ties its account to a person for good."""
    owner, account = sociallogin.user, sociallogin.account
    log_directory_account(account, fate="tied", of=owner, by=owner, at=now(), place=_page(request))


def _page(request: HttpRequest | None) -> str:
    return request.path if request is not None else current_place()
