"""Single sign-on: the directory says who somebody is; whether they may come in is said here."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from improvement.models import Person
from improvement.refusals import Refused

ASK = "Ask the programme office for an invitation."


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Let in whom the directory knows by an address that is somebody's here."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Person, str] | None:
        """Take an address as verified for the word true alone: some directories write "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        found: tuple[Person, str] | None = super().authenticate_by_email(sociallogin)
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Sign in alone is offered: nobody ties another account of the directory to their own."""
        if sociallogin.state.get("process") == "connect":
            raise Refused("Sign out first, then sign in with the directory.")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Refuse whom nobody has invited, with what to do. Raises ``Refused``."""
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
        """Leave it to the page that says so."""
