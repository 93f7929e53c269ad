"""Sign-in: who may, and that nobody makes an account for themselves."""

from __future__ import annotations

import logging
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest

from improvement.models import Person

logger = logging.getLogger(__name__)


class PersonBackend(AuthenticationBackend):
    """Sign in by e-mail. Sign-ins of the demo are refused wherever DEBUG is off."""

    def user_can_authenticate(self, user: Person) -> bool:
        if user.is_demo and not settings.DEBUG:
            return False
        return bool(super().user_can_authenticate(user))


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by the programme office; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the visitor's address; the last proxy's where the header leaves one of ours out.

        The header does so where TRUSTED_PROXIES is too high. People then share their limits, which
        is better than that nobody can sign in.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            logger.warning("TRUSTED_PROXIES is more than the addresses in X-Forwarded-For")
            return str(request.META["REMOTE_ADDR"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Refuse a demo sign-in by name: its password is printed in the open."""
        person = super().authenticate(request, **credentials)
        if person and person.is_demo and not settings.DEBUG:
            raise ValidationError(
                "This sign-in belongs to the demo and does not work here. "
                "Ask the programme office for one of your own."
            )
        return person

    def validation_error(self, code: str, *args: Any) -> Any:
        """Answer too many attempts with a page of their own, whichever form they came from."""
        if code in ("too_many_login_attempts", "rate_limited"):
            raise ImmediateHttpResponse(respond_429(context.request))
        return super().validation_error(code, *args)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for no password that was given a moment ago, at the sign-in itself."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell people what was changed of their sign-in. It is changed, mail or no mail."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:
            logger.exception("A notice about somebody's sign-in could not be mailed")
