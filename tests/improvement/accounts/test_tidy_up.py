"""Addresses, browsers and counts of attempts go when they are of no more use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from improvement.accounts import session_limits
from improvement.accounts.sessions import Tidied, tidy_up
from improvement.values.clock import now
from tests.support.signing_in import PASSWORD


def sign_in(password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "nicola@trust.example", "password": password})
    return client


def places() -> int:
    return UserSession.objects.count()


def test_signing_out_forgets_where_it_was(lead):
    other, client = sign_in(), sign_in()
    key = other.session.session_key
    assert places() == 2
    client.post("/accounts/logout/")
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [key]


def test_so_does_a_session_that_is_ended_by_a_limit(lead, monkeypatch):
    client = sign_in()
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(session_limits, "real_now", lambda: later)
    assert client.get("/").status_code == 302
    assert places() == 0


def test_a_session_that_goes_on_is_left_alone(lead):
    client = sign_in()
    assert tidy_up(at=now()).sessions == 0
    assert client.get("/").status_code == 200
    assert places() == 1


def test_one_that_nobody_came_back_to_is_ended_and_forgotten(lead):
    client = sign_in()
    assert tidy_up(at=now() + timedelta(minutes=61)).sessions == 1
    assert (places(), Session.objects.count()) == (0, 0)
    assert client.get("/").status_code == 302


def test_one_that_expired_or_is_gone_is_forgotten(lead):
    sign_in(), sign_in(), sign_in()
    gone, expired, _ = UserSession.objects.order_by("pk")
    Session.objects.filter(session_key=gone.session_key).delete()
    yesterday = now() - timedelta(days=1)
    Session.objects.filter(session_key=expired.session_key).update(expire_date=yesterday)
    assert tidy_up(at=now()).sessions == 2
    assert (places(), Session.objects.count()) == (1, 1)


def test_one_of_a_password_of_before_is_forgotten(lead):
    sign_in()
    lead.set_password("another pass phrase of one's own")
    lead.save()
    assert tidy_up(at=now()).sessions == 1


def test_attempts_are_kept_while_they_count_and_no_longer(lead):
    sign_in("wrong")
    kept = attempts()
    assert any("127.0.0.1" in key for key in kept)
    # The cache goes by the real clock.
    assert tidy_up(at=datetime.now(UTC)).attempts == 0
    assert attempts() == kept
    assert tidy_up(at=datetime.now(UTC) + timedelta(minutes=6)) == Tidied(0, len(kept))
    assert attempts() == []


def attempts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM attempts ORDER BY 1")
        return [key for (key,) in cursor.fetchall()]


def test_the_command_says_how_many(lead):
    sign_in()
    Session.objects.all().delete()
    said = StringIO()
    call_command("tidy_up", stdout=said)
    assert said.getvalue().startswith("Forgotten: sessions that were over, 1; counts of attempts, ")
