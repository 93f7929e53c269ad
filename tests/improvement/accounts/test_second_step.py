"""The second step: required by role, set up before anything else, asked for, and recovered."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from improvement.accounts.second_step import needs_second_step
from improvement.checks import roles_that_need_a_second_step
from improvement.models import Appointment, Person, Programme, Role
from improvement.values.clock import today
from reporting.demo import load
from tests.support.authenticator_app import code_of
from tests.support.second_step import ACTIVATE, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("committed", "required")
INDEX = "/accounts/second-step/"


def test_whoever_has_no_second_step_is_led_to_it_before_anything_else(lead, words):
    client = Client()
    answer = sign_in(client)
    assert answer.redirect_chain[-1][0] == INDEX
    assert "a password alone is not enough: set up one of these" in words(answer)
    for address in ("/", "/scas/", "/tokens/", "/accounts/password/change/"):
        assert client.get(address).headers["Location"] == INDEX, address
    assert client.post("/tokens/", {"name": "x"}).headers["Location"] == INDEX


def test_setting_up_an_app_opens_the_work_and_gives_recovery_codes(lead, words):
    client = Client()
    sign_in(client)
    set_up_app(client)
    codes = client.get("/accounts/second-step/recovery-codes/")
    assert len(re.findall(r"<code>\d{8}</code>", codes.content.decode())) == 10
    assert "10 of 10 are left" in words(codes)
    assert "My work" in words(client.get("/"))
    assert mail.outbox[-1].subject == "An authenticator app was set up for your sign-in."
    assert mail.outbox[-1].to == ["nicola@trust.example"]


def test_a_wrong_first_code_sets_nothing_up(lead, words):
    client = Client()
    sign_in(client)
    client.get(ACTIVATE)
    assert "This code is not right" in words(client.post(ACTIVATE, {"code": "000000"}))
    assert not Authenticator.objects.filter(user=lead).exists()
    assert client.get("/").headers["Location"] == INDEX


def test_the_next_sign_in_asks_for_the_code(lead, secret, words):
    client = Client()
    asked = sign_in(client)
    assert asked.redirect_chain[-1][0] == "/accounts/second-step/authenticate/"
    assert client.get("/").status_code == 302
    address = "/accounts/second-step/authenticate/"
    assert "This code is not right" in words(client.post(address, {"code": "000000"}))
    assert "My work" in words(client.post(address, {"code": code_of(secret)}, follow=True))


def test_a_code_works_once(lead, secret, words):
    code = code_of(secret)
    address = "/accounts/second-step/authenticate/"
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client)
        answers.append(words(client.post(address, {"code": code}, follow=True)))
    assert "My work" in answers[0]
    assert "This code is not right" in answers[1]


def test_a_recovery_code_gets_in_once(lead, secret, words):
    stored = Authenticator.objects.get(user=lead, type="recovery_codes").wrap()
    code = stored.get_unused_codes()[0]
    address = "/accounts/second-step/authenticate/"
    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client)
        answers.append(words(client.post(address, {"code": code}, follow=True)))
    assert "My work" in answers[0]
    assert "This code is not right" in answers[1]


def test_the_secrets_are_unreadable_in_the_database(lead, secret):
    kept = [str(one.data) for one in Authenticator.objects.filter(user=lead)]
    assert len(kept) == 2
    assert not any(secret in one for one in kept)


def test_a_changed_key_still_reads_what_the_earlier_one_wrote(lead, secret, settings, words):
    earlier = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [earlier]
    client = Client()
    sign_in(client)
    address = "/accounts/second-step/authenticate/"
    assert "My work" in words(client.post(address, {"code": code_of(secret)}, follow=True))


def test_a_key_that_was_lost_is_said_with_what_to_do(lead, secret, settings, words):
    settings.SECRET_KEY = "another key"
    client = Client()
    sign_in(client)
    answer = client.post("/accounts/second-step/authenticate/", {"code": code_of(secret)})
    assert answer.status_code == 403
    assert "Ask the programme office for a new invitation" in words(answer)


def test_whoever_removes_the_last_one_sets_up_another(lead, words):
    client = Client()
    sign_in(client)
    set_up_app(client)
    client.post("/accounts/second-step/totp/deactivate/")
    assert not Authenticator.objects.filter(user=lead).exists()
    assert client.get("/").headers["Location"] == INDEX


def test_a_session_from_before_is_led_to_set_it_up_too(lead, signed_in):
    assert signed_in(lead).get("/scas/").headers["Location"] == INDEX


@pytest.mark.parametrize(
    ("wanted", "needs"),
    [
        ([], set()),
        (["everybody"], {"lead", "office", "board", "stranger", "administrator"}),
        (["programme_office", "administrator"], {"office", "administrator"}),
        (["sro"], {"lead"}),
    ],
)
def test_the_environment_names_who_needs_one(
    settings, nicola, office, board_reader, stranger, wanted, needs
):
    settings.MFA_REQUIRED_FOR = wanted
    administrator = Person.objects.create_superuser("a@trust.example", name="Administrator")
    people = {
        "lead": nicola,
        "office": office,
        "board": board_reader,
        "stranger": stranger,
        "administrator": administrator,
    }
    assert {name for name, one in people.items() if needs_second_step(one, on=today())} == needs


def test_a_role_that_has_ended_needs_none(settings, programme: Programme, stranger: Person):
    settings.MFA_REQUIRED_FOR = ["ceo_office"]
    Appointment(
        person=stranger, programme=programme, role=Role.CEO_OFFICE, ends_on="2023-01-01"
    ).save()
    assert not needs_second_step(stranger, on=today())


def test_a_demo_sign_in_needs_none_on_one_s_own_machine(db, settings, noon, words):
    settings.DEBUG = True
    load.load_demo(at=noon, with_sign_ins=True)
    client = Client()
    given = {"login": "amy.carden@demo.example", "password": load.PASSWORD}
    assert "My work" in words(client.post("/accounts/login/", given, follow=True))


def test_the_check_of_the_settings_names_a_role_that_is_none(settings, stranger):
    settings.MFA_REQUIRED_FOR = ["everybody", "sro", "administrator"]
    assert roles_that_need_a_second_step() == []
    settings.MFA_REQUIRED_FOR = ["chair"]
    assert needs_second_step(stranger, on=today())  # a mistake leaves no door open
    said = roles_that_need_a_second_step()[0]
    assert "MFA_REQUIRED_FOR names “chair”" in said.msg
    assert "programme_office" in (said.hint or "")


def test_too_many_wrong_codes_are_answered_with_a_page_of_their_own(lead, secret, words):
    client = Client()
    sign_in(client)
    post: Callable = client.post
    answers = [post("/accounts/second-step/authenticate/", {"code": "000000"}) for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert "wait five minutes, then try again" in words(answers[-1])
