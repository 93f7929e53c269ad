"""Sign-in: who may, and that nobody makes an account for themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from improvement.models import Person


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

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Refuse a demo sign-in by name: its password is printed in the open."""
        person = super().authenticate(request, **credentials)
        if person and person.is_demo and not settings.DEBUG:
            raise ValidationError(
                "This sign-in belongs to the demo and does not work here. "
                "Ask the programme office for one of your own."
            )
        return person
