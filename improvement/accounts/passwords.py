"""Passwords that are long enough and that everybody guesses first."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# Runs that a finger or a child makes: each is looked for forwards and backwards.
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
RUN_LENGTH = 4
FOR_LETTERS = str.maketrans("013457@$!", "oleastasi")
GUESSED_FIRST = (
    "This is one of the passwords that are guessed first: three or four words that do not belong "
    "together are better."
)


class WellKnownPasswordValidator(CommonPasswordValidator):
    """Refuse a common password however it is drawn out to be long enough.

    Lists of breached passwords are short of long ones, for few places asked for them. People make
    them of short ones: said twice, with a year or an exclamation mark after, with 0 for o.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` where ``password`` is common, or is once that is taken off."""
        super().validate(password, user)
        folded = password.casefold()
        if _is_repeated(folded) or _is_runs(folded) or self._is_common_within(folded):
            raise ValidationError(GUESSED_FIRST, code="password_well_known")

    def get_help_text(self) -> str:
        return "Your password can’t be a common one said twice, or with a number after it."

    def _is_common_within(self, folded: str) -> bool:
        """Say whether nothing but one common password is left without what stands around it."""
        bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
        letters = re.sub(r"[\W\d_]+", "", folded)
        spelt = re.sub(r"[\W\d_]+", "", folded.translate(FOR_LETTERS))
        units = {_unit(one) for one in (bare, letters, spelt, bare.translate(FOR_LETTERS))}
        return any(len(one) >= RUN_LENGTH and one in self.passwords for one in units)


def _unit(text: str) -> str:
    """Give what ``text`` says again and again, or all of it."""
    repeated = re.fullmatch(r"(.+?)\1+", text)
    return repeated[1] if repeated else text


def _is_repeated(folded: str) -> bool:
    """Say whether one to four characters are all there is, again and again."""
    return len(_unit(folded)) <= RUN_LENGTH


def _is_runs(folded: str) -> bool:
    """Say whether runs of neighbours on the keyboard or in the alphabet are all there is."""
    rest = folded
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        for length in range(len(run), RUN_LENGTH - 1, -1):
            for start in range(len(run) - length + 1):
                rest = rest.replace(run[start : start + length], "")
    return len(rest) < RUN_LENGTH
