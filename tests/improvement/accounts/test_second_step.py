"""The second step: required by role, set up before anything else, asked for, and recovered."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.base.internal import flows
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from improvement.checks import roles_that_need_a_second_step
from improvement.clock import now, today
from improvement.inviting import invite_again
from improvement.leaving import deactivate
from improvement.models import Appointment, LogEntry, LogKind, Person, Programme, Role
from improvement.second_step import needs_second_step
from reporting import demo
from tests.authenticator_app import code_of
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.usefixtures("committed")

INDEX = "/accounts/second-step/"
ACTIVATE = "/accounts/second-step/totp/activate/"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.MFA_REQUIRED_FOR = ["everybody"]


def sign_in(client: Client, follow: bool = True):
    given = {"login": "nicola@trust.example", "password": PASSWORD}
    return client.post("/accounts/login/", given, follow=follow)


def set_up_app(client: Client) -> str:
    """Set the app up as somebody signed in, and give its secret."""
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'app-key-once">([A-Z2-7]+)<', page)[1]
    # The code of the step before, so that the one that shows now is still unused.
    client.post(ACTIVATE, {"code": code_of(secret, steps=-1)})
    return secret


@pytest.fixture
def secret(lead: Person) -> str:
    client = Client()
    sign_in(client)
    return set_up_app(client)


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


def test_a_wrong_code_is_a_failed_sign_in_in_the_log(lead, secret):
    client = Client()
    sign_in(client)
    client.post("/accounts/second-step/authenticate/", {"code": "000000"})
    entry = LogEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.person) == (LogKind.FAILED_SIGN_IN, lead)
    assert entry.place == "/accounts/second-step/authenticate/"


def steps_in_log() -> list[tuple[str, str, str]]:
    """Give what the log says of second steps, the oldest first: by whom, of what, what became."""
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
    demo.load_demo(at=noon, with_sign_ins=True)
    client = Client()
    given = {"login": "amy.carden@demo.example", "password": demo.PASSWORD}
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
