"""Attempts to sign in are limited, and no answer tells who has an account."""

from __future__ import annotations

import pytest
from allauth.account import app_settings
from allauth.mfa import app_settings as mfa_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client

from improvement.models import Person

PASSWORD = "a pass phrase of one's own"
KNOWN, UNKNOWN = "lead@trust.example", "nobody@trust.example"
# The table in docs/sign-in.md.
WRITTEN_DOWN = {
    "login": "300/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "webauthn_login": "300/m/ip",
}
TOO_MANY = "There were too many attempts in a short time: wait five minutes, then try again."


@pytest.fixture(autouse=True)
def person(db: None) -> Person:
    return Person.objects.create_user(KNOWN, PASSWORD, name="A lead")


def sign_in(email: str, password: str, **headers: str):
    given = {"login": email, "password": password}
    return Client(headers=headers).post("/accounts/login/", given)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_sixth_wrong_password_is_not_even_tried(email, words):
    """From another browser each time: it is the address that is counted, known or not."""
    answers = [sign_in(email, f"wrong {number}") for number in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert TOO_MANY in words(answers[-1])
    assert sign_in(email, PASSWORD).status_code == 429


def test_a_whole_trust_signs_in_from_one_address_within_a_minute():
    assert [sign_in(KNOWN, PASSWORD).status_code for _ in range(31)] == [302] * 31


def test_the_limits_that_are_written_down_are_those_that_hold():
    limits = {**app_settings.RATE_LIMITS, **mfa_settings.RATE_LIMITS}
    assert {name: limits[name] for name in WRITTEN_DOWN} == WRITTEN_DOWN


def test_many_addresses_from_one_place_are_stopped_too(words):
    answers = [sign_in(f"guess{number}@trust.example", "wrong") for number in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert TOO_MANY in words(answers[-1])


def test_a_visitor_s_own_address_is_what_our_proxy_says(settings):
    """What the visitor writes in front of it is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        sign_in(f"a{number}@trust.example", "x", x_forwarded_for=f"10.0.0.{number}, 192.0.2.7")
    answer = sign_in("b@trust.example", "x", x_forwarded_for="10.0.0.99, 192.0.2.7")
    assert answer.status_code == 429
    elsewhere = sign_in("b@trust.example", "x", x_forwarded_for="192.0.2.8")
    assert elsewhere.status_code == 200


def test_a_header_with_too_few_addresses_keeps_nobody_out(settings, caplog):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for number in range(10):
        answer = sign_in(f"a{number}@trust.example", "x", x_forwarded_for=f"10.0.0.{number}")
        assert answer.status_code == 200
    assert sign_in("b@trust.example", "x", x_forwarded_for="10.0.0.99").status_code == 429
    assert "TRUSTED_PROXIES is more than the addresses in X-Forwarded-For" in caplog.text


def test_attempts_are_counted_where_every_process_sees_them(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    sign_in(KNOWN, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM attempts")
        assert cursor.fetchone()[0] > 0


def test_asking_for_resets_is_limited(words):
    answers = [
        Client().post("/accounts/password/reset/", {"email": KNOWN}, follow=True) for _ in range(6)
    ]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert TOO_MANY in words(answers[-1])
    assert len(mail.outbox) == 5


def test_a_wrong_password_costs_the_same_for_every_address(monkeypatch, person):
    """An unknown address that answers sooner would tell on itself: hashing is what takes time."""
    closed = Person.objects.create_user("closed@trust.example", PASSWORD, name="Closed")
    closed.is_active = False
    closed.save()
    counts = []
    for email in (KNOWN, UNKNOWN, closed.email):
        hashed: list[str] = []
        with monkeypatch.context() as patched:
            for name in ("encode", "verify"):
                original = getattr(Argon2PasswordHasher, name)
                patched.setattr(Argon2PasswordHasher, name, _noted(original, hashed))
            sign_in(email, "wrong")
        counts.append(len(hashed))
    assert counts == [1, 1, 1]


def _noted(original, hashed: list[str]):
    def wrapped(self, *args, **kwargs):
        hashed.append(original.__name__)
        return original(self, *args, **kwargs)

    return wrapped


def test_asking_for_a_reset_answers_alike_and_mails_once_either_way(words):
    pages = []
    for email in (KNOWN, UNKNOWN):
        page = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        pages.append(words(page))
    assert pages[0] == pages[1]
    assert [one.to for one in mail.outbox] == [[KNOWN], [UNKNOWN]]
    assert "Choose one here" in mail.outbox[0].body
    assert "There is no account with it" in mail.outbox[1].body
    assert "/accounts/" not in mail.outbox[1].body


def test_a_password_is_at_least_twelve_characters_long(person, words):
    client = Client()
    client.force_login(person)
    given = {"oldpassword": PASSWORD, "password1": "Zx9!kQ2_vb7", "password2": "Zx9!kQ2_vb7"}
    page = words(client.post("/accounts/password/change/", given))
    assert "at least 12 characters" in page


def test_every_answer_says_what_no_page_may_use(person):
    headers = Client().get("/accounts/login/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
