"""Forms of the second step: asking for a code, which works once, and naming a passkey."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import cache


class _AsksForCode:
    """A text box for a code, with a telephone's numeric keyboard and no placeholder."""

    fields: dict[str, forms.Field]

    def _ask(self, label: str, hint: str) -> None:
        field = self.fields["code"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = "Enter the code."
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class _WorksOnce(_AsksForCode):
    """Refuse a code of an app that was used already, for as long as it would be accepted."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask(
            "Security code",
            "The 6 numbers your authenticator app shows now, or one of your recovery codes.",
        )

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"code-used:{self.authenticator.pk}:{code.strip()}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(
            key, "used", timeout=seconds
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_WorksOnce, AuthenticateForm):
    """Ask for a code at the sign-in."""


class CodeAgainForm(_WorksOnce, ReauthenticateForm):
    """Ask for a code again before a change of how one signs in."""


class FirstCodeForm(_AsksForCode, ActivateTOTPForm):
    """Ask for the first code of an app that has just been set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask("Security code", "The 6 numbers the app shows now.")


class PasskeyForm(AddWebAuthnForm):
    """Name a new passkey, and choose whether it replaces the password, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "Such as the device it is on."
        instead = self.fields["passwordless"]
        instead.label = "Use it instead of the password, too"
        instead.help_text = "It then asks for your fingerprint, your face or a PIN."
