"""The second step of signing in: who needs one, and setting it up before anything else."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
)
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from improvement.models import Appointment, Person, Role
from improvement.values.clock import today
from improvement.values.refusals import Refused

EVERYBODY, ADMINISTRATOR = "everybody", "administrator"
KNOWN = {*Role.values, ADMINISTRATOR, EVERYBODY}
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# The pages open to somebody who needs a second step and has none: setting one up, signing out.
SET_UP_PAGES = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}


def needs_second_step(person: Person, *, on: date) -> bool:
    """Return whether ``settings.MFA_REQUIRED_FOR`` names a role of ``person``. One query at most.

    Demo sign-ins need none: they work on one's own machine alone.
    """
    required = set(settings.MFA_REQUIRED_FOR)
    if person.is_demo or not required:
        return False
    # An unknown name is a mistake, and a mistake must not let people in without a second step.
    if EVERYBODY in required or required - KNOWN or (person.is_staff and ADMINISTRATOR in required):
        return True
    return Appointment.objects.current(on).filter(person=person, role__in=required).exists()


def took_second_step(request: HttpRequest) -> bool:
    """Return whether a second step was taken in this session.

    A sign-in by the directory counts where ``settings.OIDC_MFA`` says that it asks for one.
    """
    methods = {"mfa", "socialaccount"} if settings.OIDC_MFA else {"mfa"}
    records = get_authentication_records(request, request.user)
    return any(record.get("method") in methods for record in records)


class RequireSecondStep:
    """Redirect people who need a second step and have none to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, Person) or not getattr(view, "login_required", True):
            return None
        if took_second_step(request) or not needs_second_step(person, on=today()):
            return None
        request.second_step_missing = True  # type: ignore[attr-defined]
        match = request.resolver_match
        return None if match and match.url_name in SET_UP_PAGES else redirect("mfa_index")


@receiver(authenticator_added)
def added(request: HttpRequest, user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting up a second step counts as taking it."""
    if authenticator.type in STEPS:
        record_authentication(request, user, "mfa", type=authenticator.type)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Removing the last second step means that none was taken in this session either."""
    if not Authenticator.objects.filter(user=user, type__in=STEPS).exists():
        records = get_authentication_records(request, user)
        kept = [record for record in records if record.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


@receiver(authentication_failed)
def failed(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Log a wrong code as a failed sign-in."""
    user_login_failed.send(sender=Person, credentials={"email": user.email}, request=request)


class SecondStepAdapter(DefaultMFAAdapter):
    """Encrypt the secrets of second steps, and name passkeys."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Enter the code that shows now.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
    }

    def get_totp_issuer(self) -> str:
        return "Improvement programme"

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise Refused(
                "Your second step can no longer be read, because a key of this installation was "
                "changed. Ask the programme office for a new invitation."
            ) from None


def _keys() -> MultiFernet:
    """Return the keys: ``SECRET_KEY`` encrypts, ``SECRET_KEY_FALLBACKS`` still decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(b"second step:" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
