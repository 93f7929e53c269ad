"""Sign-in by e-mail; nobody signs up; the demo's passwords stay in the demo."""

import re
from collections import Counter

import pytest
from django.core import mail
from django.test import Client

from improvement.models import Person
from reporting.demo import load

PASSWORD = "a long enough pass phrase"
TO_MY_WORK = [("/accounts/start/", 302), ("/", 302)]


@pytest.fixture
def person(db):
    return Person.objects.create_user("lead@trust.example", PASSWORD, name="A lead")


def sign_in(email: str, password: str, client: Client | None = None):
    client = client or Client()
    return client.post("/accounts/login/", {"login": email, "password": password}, follow=True)


def test_signing_in_leads_to_my_work(person):
    answer = sign_in("lead@trust.example", PASSWORD)
    assert answer.redirect_chain == TO_MY_WORK
    assert "My work" in answer.content.decode()


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(person):
    texts = []
    for email in ("lead@trust.example", "nobody@trust.example"):
        page = sign_in(email, "wrong").content.decode()
        texts.append(re.search(r'nhsuk-error-summary__list">(.*?)</ul>', page, re.S)[1])
    assert texts[0] == texts[1]


def test_signing_out_closes_the_pages(person):
    client = Client()
    sign_in("lead@trust.example", PASSWORD, client)
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_nobody_signs_up(db):
    page = Client().get("/accounts/signup/").content.decode()
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    Client().post(
        "/accounts/signup/",
        {"email": "new@trust.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not Person.objects.filter(email="new@trust.example").exists()


def test_a_forgotten_password_is_reset_by_e_mail(person):
    client = Client()
    client.post("/accounts/password/reset/", {"email": "lead@trust.example"})
    address = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(address, follow=True)
    changed = "another long pass phrase"
    client.post(form.redirect_chain[-1][0], {"password1": changed, "password2": changed})
    assert sign_in("lead@trust.example", changed).redirect_chain == TO_MY_WORK


def test_a_password_is_changed_by_who_knows_it(person):
    client = Client()
    sign_in("lead@trust.example", PASSWORD, client)
    changed = "another long pass phrase"
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": changed, "password2": changed},
    )
    assert sign_in("lead@trust.example", changed).redirect_chain == TO_MY_WORK


def test_a_password_that_is_too_common_is_refused(person):
    client = Client()
    sign_in("lead@trust.example", PASSWORD, client)
    page = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "passwordpassword", "password2": "passwordpassword"},
    )
    assert "one of the passwords that are guessed first" in page.content.decode()


def test_a_demo_sign_in_works_while_debug_is_on(db, settings, noon):
    settings.DEBUG = True
    sign_ins = load.load_demo(at=noon, with_sign_ins=True)
    chains = [sign_in(one.email, load.PASSWORD).redirect_chain for one in sign_ins]
    assert {chain[0] for chain in chains} == {("/accounts/start/", 302)}
    assert Counter(address for chain in chains for address, _ in chain[1:]) == {
        "/scas/2024-01/culture-and-staff-wellbeing/": 1,
        "/scas/2024-01/governance-and-well-led/": 2,
        "/scas/2024-01/performance-improvement/": 1,
        "/scas/2024-01/patient-safety/": 1,
        "/scas/2024-01/returns/": 1,
        "/scas/": 4,
        "/": 2,
    }


def test_a_demo_sign_in_is_refused_with_a_sentence_while_debug_is_off(db, noon):
    load.load_demo(at=noon, with_sign_ins=True)
    page = sign_in("amy.carden@demo.example", load.PASSWORD).content.decode()
    assert "This sign-in belongs to the demo and does not work here" in page


def test_a_demo_session_ends_where_debug_is_off(db, settings, noon):
    settings.DEBUG = True
    load.load_demo(at=noon, with_sign_ins=True)
    client = Client()
    sign_in("amy.carden@demo.example", load.PASSWORD, client)
    assert "My work" in client.get("/").content.decode()
    settings.DEBUG = False
    assert client.get("/").status_code == 302


def test_somebody_inactive_does_not_get_in(person):
    person.is_active = False
    person.save()
    assert "My work" not in sign_in("lead@trust.example", PASSWORD).content.decode()
