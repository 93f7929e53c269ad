"""Tokens: shown once, kept as a fingerprint, and worth what their person is worth today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate

from improvement.accounts.tokens import TokenRefused, make_token, revoke_token, token_of_key
from improvement.models import ApiToken, Appointment, Role
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from tests.support.signing_in import PASSWORD


@pytest.fixture
def made(programme, nicola, noon) -> tuple[ApiToken, str]:
    until = localdate(noon) + timedelta(days=90)
    return make_token(programme=programme, name="Report", expires_on=until, by=nicola, at=noon)


def test_only_a_fingerprint_of_the_key_is_kept(made):
    token, key = made
    kept = ApiToken.objects.values().get(pk=token.pk)
    assert kept["digest"] == sha256(key.encode()).hexdigest()
    assert len(key) > 40
    assert key not in str(kept)
    assert key.startswith(kept["prefix"])


def test_making_and_revoking_are_in_the_history_without_the_fingerprint(made, nicola, noon):
    token, _ = made
    revoke_token(token=token, by=nicola, at=noon)
    revoked, first = token.history.all()
    assert (first.history_user, first.revoked_at) == (nicola, None)
    assert (revoked.history_user, revoked.revoked_by, revoked.revoked_at) == (nicola, nicola, noon)
    assert not hasattr(revoked, "digest")


def test_a_key_gives_what_its_person_is_now(made, nicola, programme, noon):
    token, standing = token_of_key(made[1], at=noon)
    assert (token, standing.person, standing.programme) == (made[0], nicola, programme)
    assert {one.role for one in standing.appointments} == {Role.SRO}


def test_use_is_noted_once_a_minute_and_is_no_history(made, noon):
    token, key = made
    for seconds in (0, 59, 61):
        token_of_key(key, at=noon + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used == noon + timedelta(seconds=61 if seconds == 61 else 0)
    assert token.history.count() == 1


def test_an_unknown_key_is_refused(made, noon):
    with pytest.raises(TokenRefused, match="This token is not known"):
        token_of_key(f"{made[1]}x", at=noon)


def test_a_token_works_to_the_end_of_its_last_day(made, noon):
    token_of_key(made[1], at=noon + timedelta(days=90))
    with pytest.raises(TokenRefused, match="This token worked until 9 April 2024"):
        token_of_key(made[1], at=noon + timedelta(days=91))


def test_a_revoked_token_stops_at_once(made, nicola, noon):
    revoke_token(token=made[0], by=nicola, at=noon)
    with pytest.raises(TokenRefused, match="was revoked"):
        token_of_key(made[1], at=noon)


def test_a_leaver_s_token_stops_the_day_after(made, nicola, noon):
    for held in Appointment.objects.filter(person=nicola):
        held.ends_on = localdate(noon)
        held.save()
    token_of_key(made[1], at=noon)
    with pytest.raises(TokenRefused, match="has no appointment"):
        token_of_key(made[1], at=noon + timedelta(days=1))


def test_the_token_of_a_closed_account_stops(made, nicola, noon):
    nicola.is_active = False
    nicola.save()
    with pytest.raises(TokenRefused):
        token_of_key(made[1], at=noon)


def test_a_demo_account_s_token_works_only_in_a_demo(made, nicola, noon, settings):
    nicola.is_demo = True
    nicola.save()
    settings.DEBUG = False
    with pytest.raises(TokenRefused):
        token_of_key(made[1], at=noon)


@pytest.mark.parametrize("days", [-1, 366])
def test_a_token_works_for_at_most_a_year(programme, nicola, noon, days):
    until = localdate(noon) + timedelta(days=days)
    with pytest.raises(Refused, match="from today to a year from now"):
        make_token(programme=programme, name="Report", expires_on=until, by=nicola, at=noon)


def test_nobody_makes_one_for_a_programme_they_have_no_part_in(programme, stranger, noon):
    with pytest.raises(Refused):
        make_token(programme=programme, name="R", expires_on=localdate(noon), by=stranger, at=noon)


def test_the_office_may_revoke_anybody_s_and_others_only_their_own(made, amy, office, noon):
    token, _ = made
    with pytest.raises(Refused, match="Only the Programme office may see and revoke"):
        revoke_token(token=token, by=amy, at=noon)
    revoke_token(token=token, by=office, at=noon)
    token.refresh_from_db()
    assert token.revoked_by == office


def new_token(client, **given: str):
    until = today() + timedelta(days=30)
    parts = {"expires_on_0": until.day, "expires_on_1": until.month, "expires_on_2": until.year}
    return client.post("/tokens/", {"name": "Board", "programme": "scas", **parts, **given})


def test_the_page_shows_a_key_once_and_it_works(signed_in, nicola):
    client = signed_in(nicola)
    answer = new_token(client)
    key = re.search(r"ip_[\w-]{43}", answer.content.decode())[0]
    assert "no-store" in answer.headers["Cache-Control"]
    assert key not in client.get("/tokens/").content.decode()
    rows = client.get("/api/v1/programmes", headers={"Authorization": f"Bearer {key}"}).json()
    assert rows["rows"][0]["programme"] == "scas"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Say what it is for, so that you know it again."),
        ({"programme": "elsewhere"}, "Choose one of the programmes in the list."),
        ({"expires_on_2": "2124"}, "Enter a day from today to"),
        ({"expires_on_0": "", "expires_on_1": "", "expires_on_2": ""}, "Enter the last day"),
    ],
)
def test_a_slip_is_shown_at_its_field_and_makes_nothing(signed_in, nicola, given, sentence):
    assert sentence in new_token(signed_in(nicola), **given).content.decode()
    assert not ApiToken.objects.exists()


def test_the_office_sees_everybody_s_tokens_and_a_lead_their_own(made, signed_in, office, amy):
    page = signed_in(office).get("/tokens/").content.decode()
    assert "Other people’s tokens" in page
    assert "Nicola Howells" in page
    assert "Expired on 9 April 2024" in page
    assert made[0].prefix not in signed_in(amy).get("/tokens/").content.decode()


def test_the_page_says_when_a_token_was_last_used(made, signed_in, nicola, office, noon, words):
    for person in (nicola, office):
        assert re.search(
            r"Expired on 9 April 2024 Never\b", words(signed_in(person).get("/tokens/"))
        )
    token_of_key(made[1], at=noon)
    for person in (nicola, office):
        page = words(signed_in(person).get("/tokens/"))
        assert "Expired on 9 April 2024 10 January 2024, 12:00" in page
        assert "Never" not in page


def test_revoking_says_so(signed_in, nicola, office, made):
    answer = signed_in(office).post(f"/tokens/{made[0].pk}/revoke/", follow=True)
    page = answer.content.decode()
    assert "Token Report is revoked: it opens nothing any more." in page
    assert "by Programme office" in page or f"by {office}" in page


@pytest.fixture
def by_mail(lead) -> Callable[[], str]:
    """Return the address of the form that the mailed link leads to."""

    def ask(client: Client) -> str:
        client.post("/accounts/password/reset/", {"email": lead.email})
        address = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]
        return client.get(address, follow=True).redirect_chain[-1][0]

    return ask


NEW = "another good phrase of mine"


@pytest.mark.parametrize("way", ["changed", "reset"])
@pytest.mark.parametrize("keep", [True, False])
def test_a_new_password_stops_tokens_unless_they_are_kept(lead, amy, programme, by_mail, way, keep):
    token, other = made_today(programme, lead), made_today(programme, amy)
    client = Client()
    address = "/accounts/password/change/"
    if way == "changed":
        client.force_login(lead)
    else:
        address = by_mail(client)
    assert "Keep my token working" in client.get(address).content.decode()
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = client.post(address, given | ({"keep_tokens": "on"} if keep else {}))
    assert answer.status_code == 302, answer.content.decode()
    lead.refresh_from_db()
    assert lead.check_password(NEW)
    token.refresh_from_db()
    row = token.history.first()
    assert token.revoked_by == (None if keep else lead)
    assert row.history_change_reason == ("" if keep else "Revoked by a new password")
    other.refresh_from_db()
    assert other.revoked_at is None


def made_today(programme, person) -> ApiToken:
    return make_token(programme=programme, name="BI", expires_on=today(), by=person, at=now())[0]


def test_a_password_that_is_refused_stops_no_token_and_who_has_none_is_not_asked(
    lead, programme, signed_in
):
    client = signed_in(lead)
    assert "keep_tokens" not in client.get("/accounts/password/change/").content.decode()
    token = made_today(programme, lead)
    given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", given)
    token.refresh_from_db()
    assert token.revoked_at is None
