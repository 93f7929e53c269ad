"""Twelve characters are not enough where everybody guesses them."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

REFUSED = [
    "counterstrike",  # stands in the list as it is
    "passwordpassword",
    "Password123!",
    "Password2024!",
    "2024Password!",
    "P4ssw0rd2024!",
    "P@$$w0rd2024",
    "Welcome12345",
    "letmeinletmein",
    "dragon!dragon!",
    "iloveyou1234",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "abcdefghijkl",
    "qwertyuiop12",
    "Qwerty123456",
    "1234567890ab",
    "0987654321qw",
]
TAKEN = [
    "better-every-month",
    "correct horse battery staple",
    "three grey ambulances",
    "Zx9!kQ2_vb7w",
    "nina’s own phrase",
    "the boiler sings at four",
    "救急車は三台ありますから今日",
]


@pytest.mark.parametrize("password", REFUSED)
def test_what_is_guessed_first_is_refused_however_long(password: str) -> None:
    with pytest.raises(ValidationError, match=r"too common|guessed first"):
        validate_password(password)


@pytest.mark.parametrize("password", TAKEN)
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    validate_password(password)
