"""Sign-in by password or the trust's directory: who may. Nobody makes an account for themselves."""

from __future__ import annotations

import logging
import time
from typing import Any, NoReturn

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest

from improvement.models import Person
from improvement.values.refusals import Refused

logger = logging.getLogger(__name__)

LONGEST = 200  # characters of a password


def password_too_long(password: str) -> str:
    """Return a sentence that says by how much ``password`` is too long, or an empty text."""
    if len(password) <= LONGEST:
        return ""
    return f"Choose a password of at most {LONGEST} characters: this has {len(password):,}."


class PersonBackend(AuthenticationBackend):
    """Sign in by e-mail address. Sign-ins of the demo are refused wherever DEBUG is off."""

    def user_can_authenticate(self, user: Person) -> bool:
        if user.is_demo and not settings.DEBUG:
            return False
        return bool(super().user_can_authenticate(user))


class AccountAdapter(DefaultAccountAdapter):
    """People are invited by the programme office; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address, or the proxy's where TRUSTED_PROXIES is too high.

        People then share their limits, which is better than that nobody can sign in.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            logger.warning("TRUSTED_PROXIES is more than the addresses in X-Forwarded-For")
            return str(request.META["REMOTE_ADDR"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Refuse a demo sign-in with its own sentence: its password is public."""
        person = super().authenticate(request, **credentials)
        if person and person.is_demo and not settings.DEBUG:
            raise ValidationError(
                "This sign-in belongs to the demo and does not work here. "
                "Ask the programme office for one of your own."
            )
        return person

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """Refuse a password that is too long to be hashed in good time."""
        if why := password_too_long(password):
            raise ValidationError(why)
        return str(super().clean_password(password, user))

    def validation_error(self, code: str, *args: Any) -> Any:
        """Answer too many attempts with their own page, whichever form they came from."""
        if code in ("too_many_login_attempts", "rate_limited"):
            raise ImmediateHttpResponse(respond_429(context.request))
        return super().validation_error(code, *args)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for no password again shortly after the sign-in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail people what was changed of their sign-in. The change stands if the mail fails."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:
            logger.exception("A notice about somebody's sign-in could not be mailed")


ASK = "Ask the programme office for an invitation."


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Let people in by the directory whose address there is that of a person here."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Person, str] | None:
        """Take an address as verified only for a true: some directories send the text "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        match: tuple[Person, str] | None = super().authenticate_by_email(sociallogin)
        return match

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse to connect another directory account to one's own."""
        if sociallogin.state.get("process") == "connect":
            raise Refused("Sign out first, then sign in with the directory.")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Raise ``Refused`` for people who were not invited, with what to do."""
        emails = [address.email for address in sociallogin.email_addresses]
        if not emails:
            raise Refused(f"The directory does not say what your e-mail address is. {ASK}")
        if not any(address.verified for address in sociallogin.email_addresses):
            raise Refused(
                f"The directory does not vouch for the address {emails[0]}, so it opens no account "
                "here. Ask whoever runs the directory, or sign in with your password."
            )
        raise Refused(f"There is no account here for {emails[0]}. {ASK}")

    def on_authentication_error(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: the error page tells the person."""
