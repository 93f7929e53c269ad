"""The codes of the second step: how they are asked for, and that each works once."""

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


class _Code:
    """A box for a code: numbers on a telephone's keyboard, and no placeholder that vanishes."""

    fields: dict[str, forms.Field]

    def _ask(self, label: str, hint: str) -> None:
        field = self.fields["code"]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = "Enter the code."
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class _UsedOnce(_Code):
    """A code of an app is good for as long as its tolerance, and only the first time."""

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
        good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"code-used:{self.authenticator.pk}:{code.strip()}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(
            key, "used", timeout=good_for
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_UsedOnce, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_UsedOnce, ReauthenticateForm):
    """The same once more, before something that matters."""


class FirstCodeForm(_Code, ActivateTOTPForm):
    """The first code of an app that has just been set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask("Security code", "The 6 numbers the app shows now.")


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: its name, and whether it stands in for the password, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "Such as the device it is on."
        instead = self.fields["passwordless"]
        instead.label = "Use it instead of the password, too"
        instead.help_text = "It then asks for your fingerprint, your face or a PIN."
