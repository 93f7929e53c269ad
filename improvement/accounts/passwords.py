"""Passwords: refusing well-known ones, and what changing one does to tokens."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.accounts.tokens import own_tokens, revoke_tokens
from improvement.models import Person
from improvement.values.clock import now, today

# Neighbours on the keyboard or in the alphabet: each is looked for forwards and backwards.
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
RUN_LENGTH = 4
FOR_LETTERS = str.maketrans("013457@$!", "oleastasi")
_LETTER = re.compile(r"[^\W\d_]")
GUESSED_FIRST = (
    "This is one of the passwords that are guessed first: three or four words that do not belong "
    "together are better."
)


class WellKnownPasswordValidator(CommonPasswordValidator):
    """Refuse a common password that was lengthened: repeated, with a year after it, with 0 for o.

    Lists of breached passwords hold few long ones, because few sites asked for them.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` where ``password`` is common, lengthened or not."""
        super().validate(password, user)
        folded = password.casefold()
        if len(_unit(folded)) <= RUN_LENGTH or _is_runs(folded) or self._is_common_within(folded):
            raise ValidationError(GUESSED_FIRST, code="password_well_known")

    def get_help_text(self) -> str:
        return "Your password can’t be a common one said twice, or with a number after it."

    def _is_common_within(self, folded: str) -> bool:
        """Return whether one common password is left without digits and signs around or in it."""
        letters = "".join(_LETTER.findall(folded))
        bare = folded.strip("".join(set(folded) - set(letters)))
        spelt = "".join(_LETTER.findall(folded.translate(FOR_LETTERS)))
        texts = (bare, letters, spelt, bare.translate(FOR_LETTERS))
        units = {_unit(text) for text in texts}
        return any(len(unit) >= RUN_LENGTH and unit in self.passwords for unit in units)


def _unit(text: str) -> str:
    """Return the part that ``text`` repeats, or all of it: “abc” of “abcabc”.

    Where a text repeats a part, its double contains it at that part's length already.
    """
    return text[: (text + text).find(text, 1)] if text else ""


def _is_runs(folded: str) -> bool:
    """Return whether it is made of runs of neighbours alone."""
    rest = folded
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        for length in range(len(run), RUN_LENGTH - 1, -1):
            for start in range(len(run) - length + 1):
                rest = rest.replace(run[start : start + length], "")
    return len(rest) < RUN_LENGTH


class _RevokesTokens:
    """Revoke tokens with the old password, unless their owner ticks to keep them."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    user: Person | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tokens = own_tokens(self.user, on=today()) if self.user else []
        if working := sum(token.works for token in tokens):
            which = "token" if working == 1 else f"{working} tokens"
            self.fields["keep_tokens"] = forms.BooleanField(
                label=f"Keep my {which} working",
                help_text="Otherwise what reads data by them stops, until you make new ones. "
                "Do not keep them if somebody else may know the old password.",
                required=False,
            )

    @transaction.atomic
    def save(self) -> None:
        super().save()  # type: ignore[misc]
        if self.user and not self.cleaned_data.get("keep_tokens"):
            why = "Revoked by a new password"
            revoke_tokens(person=self.user, by=self.user, at=now(), why=why)


class PasswordChangeForm(_RevokesTokens, ChangePasswordForm):
    """Change a password, knowing the old one."""


class PasswordResetForm(_RevokesTokens, ResetPasswordKeyForm):
    """Choose a password by the link that was mailed."""
