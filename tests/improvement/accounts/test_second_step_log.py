"""What is done with a second step is in the log."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.base.internal import flows
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from improvement.accounts.deactivate import deactivate
from improvement.accounts.invite import invite_again
from improvement.models import LogEntry, LogKind, Person
from improvement.values.clock import now
from tests.support.second_step import set_up_app, sign_in
from tests.support.signing_in import PASSWORD

pytestmark = pytest.mark.usefixtures("committed", "required")
INDEX = "/accounts/second-step/"


def test_a_wrong_code_is_a_failed_sign_in_in_the_log(lead, secret):
    client = Client()
    sign_in(client)
    client.post("/accounts/second-step/authenticate/", {"code": "000000"})
    entry = LogEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.person) == (LogKind.FAILED_SIGN_IN, lead)
    assert entry.place == "/accounts/second-step/authenticate/"


def steps_in_log() -> list[tuple[str, str, str]]:
    """Return what the log says of second steps, the oldest first: by whom, of what, what became."""
    found = LogEntry.objects.filter(kind=LogKind.SECOND_STEP).order_by("pk")
    return [(str(one.person), one.about, one.detail) for one in found]


def test_setting_up_making_anew_and_removing_are_in_the_log(lead):
    client = Client()
    sign_in(client)
    set_up_app(client)
    client.post("/accounts/second-step/recovery-codes/generate/")
    client.post("/accounts/second-step/totp/deactivate/")
    assert sorted(steps_in_log()[:2]) == [
        ("Nicola Howells", "Authenticator app", "set up"),
        ("Nicola Howells", "Recovery codes", "set up"),
    ]
    assert steps_in_log()[2:] == [
        ("Nicola Howells", "Recovery codes", "made anew"),
        ("Nicola Howells", "Authenticator app", "removed"),
        ("Nicola Howells", "Recovery codes", "removed"),
    ]
    entry = LogEntry.objects.filter(kind=LogKind.SECOND_STEP).latest("pk")
    assert (entry.person, entry.place) == (lead, "/accounts/second-step/totp/deactivate/")


def passkey(person: Person) -> Authenticator:
    data = {"name": "My laptop", "credential": {}}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


def test_a_passkey_is_in_the_log_by_its_name(lead):
    client = Client()
    sign_in(client)
    request = client.get(INDEX).wsgi_request
    flows.delete_and_cleanup(request, passkey(lead))
    assert steps_in_log() == [("Nicola Howells", "Passkey “My laptop”", "removed")]


def test_the_history_tells_it_to_the_programme_office(lead, secret, office, signed_in, words):
    took_it = signed_in(office)
    set_up_app(took_it)
    said = words(took_it.get("/scas/history/?log=on&kind=second_step"))
    assert "Authenticator app Second step Nicola Howells" in said
    assert "from /accounts/second-step/totp/activate/ set up" in said


def test_whoever_takes_the_second_step_of_another_is_in_the_log(lead, secret, office, noon):
    deactivate(person=lead, by=office, at=noon, why="Left the trust")
    assert sorted(steps_in_log()[2:]) == [
        (str(office), f"{step} of Nicola Howells", "removed by closing the account")
        for step in ("Authenticator app", "Recovery codes")
    ]


def test_a_new_invitation_that_forgets_the_second_step_is_in_the_log(lead, secret, office):
    whom = {"programme": lead.programme, "person": lead, "email": lead.email}
    nothing_new = {"role": None, "workstream": None, "base_url": "https://trust.example"}
    invite_again(by=office, at=now(), **whom, **nothing_new)
    key = re.search(r"/accounts/invitation/(\S+)/", str(mail.outbox[-1].body))[1]
    Client().post(f"/accounts/invitation/{key}/", {"password": PASSWORD})
    assert sorted(steps_in_log()[2:]) == [
        ("Nicola Howells", step, "removed by accepting an invitation")
        for step in ("Authenticator app", "Recovery codes")
    ]
    entry = LogEntry.objects.filter(kind=LogKind.SECOND_STEP).latest("pk")
    assert entry.place == f"/accounts/invitation/{key}/"
