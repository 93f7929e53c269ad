"""My sessions and tokens: what is listed, and that ending a session ends it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement.accounts import session_limits
from improvement.accounts.sessions import device_of, sessions_of
from improvement.accounts.tokens import make_token
from improvement.models import LogEntry, LogKind
from improvement.values.clock import now, today
from tests.support.signing_in import PASSWORD

EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def signed_in_with(user_agent: str) -> Client:
    client = Client(headers={"user-agent": user_agent})
    given = {"login": "nicola@trust.example", "password": PASSWORD}
    client.post("/accounts/login/", given)
    return client


def test_each_place_is_listed_as_one_knows_it_again(lead, words):
    signed_in_with(PHONE)
    page = words(signed_in_with(EDGE).get("/accounts/sessions/"))
    assert "Edge on Windows 127.0.0.1" in page
    assert "Safari on iPhone 127.0.0.1" in page
    assert page.count("This one") == 1


def test_ending_a_session_signs_out_there_and_not_here(lead, words):
    phone, desk = signed_in_with(PHONE), signed_in_with(EDGE)
    other = UserSession.objects.get(user_agent=PHONE)
    answer = desk.post(f"/accounts/sessions/{other.pk}/end/", follow=True)
    assert "That session is ended." in words(answer)
    assert phone.get("/").status_code == 302
    assert "My work" in words(desk.get("/"))
    entry = LogEntry.objects.filter(kind=LogKind.SIGN_OUT).first()
    assert entry is not None
    assert (entry.person, entry.place) == (lead, f"/accounts/sessions/{other.pk}/end/")


def test_all_others_end_at_once(lead, words):
    phone, second, desk = (signed_in_with(one) for one in (PHONE, PHONE, EDGE))
    assert "You are signed in here alone." in words(
        desk.post("/accounts/sessions/end-others/", follow=True)
    )
    assert [one.get("/").status_code for one in (phone, second, desk)] == [302, 302, 200]


def test_nobody_ends_somebody_else_s_session(lead, amy, signed_in, words):
    desk = signed_in_with(EDGE)
    session = UserSession.objects.get(user=lead)
    answer = signed_in(amy).post(f"/accounts/sessions/{session.pk}/end/")
    assert answer.status_code == 404
    assert "There is no such session of yours" in words(answer)
    assert desk.get("/").status_code == 200


def test_a_session_that_has_reached_a_limit_is_not_listed(lead, monkeypatch):
    signed_in_with(PHONE)
    later = now() + timedelta(minutes=61)
    assert len(sessions_of(lead, current="", at=now())) == 1
    assert sessions_of(lead, current="", at=later) == []


def test_last_seen_is_when_it_was_used_last(lead, monkeypatch):
    client = signed_in_with(PHONE)
    later = now() + timedelta(minutes=20)
    monkeypatch.setattr(session_limits, "real_now", lambda: later)
    client.get("/")
    (listed,) = sessions_of(lead, current="", at=later)
    assert abs(listed.last_seen - later) < timedelta(seconds=2)
    assert later - listed.since > timedelta(minutes=19)


def test_tokens_are_on_the_same_page_with_their_button(lead, programme, words):
    make_token(programme=programme, name="Board report", expires_on=today(), by=lead, at=now())
    page = words(signed_in_with(EDGE).get("/accounts/sessions/"))
    assert "Board report starts with ip_" in page
    assert "Revoke Board report" in page


def ending(*arguments: str) -> str:
    said = StringIO()
    call_command("end_sessions", *arguments, stdout=said)
    return said.getvalue()


def test_whoever_runs_the_server_ends_one_person_s_sessions(lead, amy, signed_in):
    phone, desk, other = signed_in_with(PHONE), signed_in_with(EDGE), signed_in(amy)
    assert ending("--person", "Nicola@trust.example") == "Ended 2 sessions.\n"
    assert [one.get("/").status_code for one in (phone, desk, other)] == [302, 302, 200]
    found = LogEntry.objects.filter(kind=LogKind.SIGN_OUT, place="command end_sessions")
    assert [entry.person for entry in found] == [lead, lead]


def test_or_everybody_s_those_that_are_not_listed_too(lead, amy, signed_in):
    phone, other = signed_in_with(PHONE), signed_in(amy)
    assert ending() == "Ended 2 sessions.\n"
    assert [one.get("/").status_code for one in (phone, other)] == [302, 302]
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)
    found = LogEntry.objects.filter(kind=LogKind.SIGN_OUT, place="command end_sessions")
    assert {entry.person for entry in found} == {lead, amy}


def test_more_sessions_of_more_people_ask_the_database_no_more(lead, amy, signed_in):
    asked = []
    for people in ([lead, amy], [lead] * 5 + [amy] * 5):
        for person in people:
            signed_in(person)
        with CaptureQueriesContext(connection) as captured:
            ending()
        # Each line of the log reads the seal of the one before it.
        read = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
        asked.append([sql for sql in read if "logentry" not in sql])
    assert len(asked[0]) == len(asked[1])


def test_an_address_that_is_nobody_s_is_said_and_ends_nothing(lead):
    client = signed_in_with(EDGE)
    with pytest.raises(CommandError, match=r"Nobody here has the address nobody@trust\.example\."):
        ending("--person", "nobody@trust.example")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (EDGE, "Edge on Windows"),
        (PHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", "A browser"),
    ],
)
def test_a_device_is_named_by_what_its_browser_says(said, device):
    assert device_of(said) == device
