"""A session ends when nothing was done in it, and when it has lasted long enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from improvement.accounts import session_limits
from improvement.editing.drafts import sign
from improvement.models import Person
from improvement.values.clock import now

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let time pass for sessions."""
    passed = timedelta()

    def clock() -> datetime:
        return now() + passed

    def pass_by(**given: float) -> None:
        nonlocal passed
        passed += timedelta(**given)

    monkeypatch.setattr(session_limits, "real_now", clock)
    return pass_by


@pytest.fixture
def client(nicola: Person, signed_in) -> Client:
    return signed_in(nicola)


def test_an_hour_with_nothing_done_ends_a_session_with_a_sentence(client, later, words):
    later(minutes=59)
    assert "My work" in words(client.get("/"))
    later(minutes=61)
    page = client.get("/scas/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/?next=/scas/"
    assert "You were signed out because nothing was done for 60 minutes." in words(page)


def test_whoever_goes_on_working_stays_signed_in_until_the_longest_time(client, later, words):
    for _ in range(13):
        assert "My work" in words(client.get("/"))
        later(minutes=55)
    assert "My work" in words(client.get("/"))
    later(minutes=30)
    page = words(client.get("/", follow=True))
    assert "You were signed out because you had been signed in for 12 hours." in page


def test_both_limits_come_from_the_environment(client, later, settings, words):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 5, 1
    later(minutes=6)
    assert "nothing was done for 5 minutes" in words(client.get("/", follow=True))


def test_being_seen_is_written_once_a_minute(client, later):
    def seen() -> int:
        return int(client.session["seen"])

    client.get("/")
    first = seen()
    later(seconds=30)
    client.get("/")
    assert seen() == first
    later(seconds=31)
    client.get("/")
    assert seen() > first


def test_saving_a_draft_counts_as_being_there(client, culture, later, words):
    later(minutes=50)
    assert client.post(REPORT, {"summary": "Still writing", "autosave": "1"}).status_code == 200
    later(minutes=50)
    assert "My work" in words(client.get("/"))


def test_what_is_posted_after_the_end_is_there_again_after_signing_in(client, nicola, later, words):
    page = client.get(REPORT).content.decode()
    assert 'name="writer"' in page
    later(minutes=90)
    given = {"writer": sign(nicola), "progress": "Half an hour of typing that must not be lost"}
    assert client.post(REPORT, given).headers["Location"].startswith("/accounts/login/")
    client.force_login(nicola)
    assert "Half an hour of typing that must not be lost" in client.get(REPORT).content.decode()
