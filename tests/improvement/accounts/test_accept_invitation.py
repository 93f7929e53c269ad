"""Accepting an invitation: the link works once, and begins a sign-in or finds the one there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from improvement.accounts.accept_invitation import (
    InvitationOver,
    accept,
    accept_with_account,
    open_invitation,
)
from improvement.accounts.deactivate import deactivate
from improvement.accounts.invite import invite
from improvement.accounts.tokens import TokenRefused, make_token, token_of_key
from improvement.models import Appointment, Invitation, Person, Programme, Role
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from tests.support import another_programme
from tests.support.signing_in import PASSWORD, key_in

pytestmark = pytest.mark.usefixtures("committed")


def test_the_link_leads_to_a_password_and_to_the_work(invited, words):
    address = f"/accounts/invitation/{invited()}/"
    client = Client()
    assert "Programme office (demo) has invited you, New Lead" in words(client.get(address))
    page = client.post(address, {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-2:] == [("/accounts/start/", 302), ("/scas/", 302)]
    person = Person.objects.get(email="new.lead@trust.example")
    assert person.check_password(PASSWORD)
    assert person.history.first().history_change_reason == "Accepted the invitation"


def test_with_a_second_step_required_it_is_the_first_thing_after_the_password(
    invited, settings, words
):
    key = invited()
    settings.MFA_REQUIRED_FOR = ["everybody"]
    page = Client().post(f"/accounts/invitation/{key}/", {"password": PASSWORD}, follow=True)
    assert "a password alone is not enough: set up one of these" in words(page)


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "Choose a password."), ("short", "too short"), ("password1234", "too common")],
)
def test_a_weak_password_is_refused_and_the_link_still_works(invited, words, password, said):
    key = invited()
    answer = Client().post(f"/accounts/invitation/{key}/", {"password": password, "sent": "1"})
    assert said in words(answer)
    assert open_invitation(key, at=now()).used_at is None


def test_the_link_works_once(invited, words):
    key = invited()
    accept(key=key, password=PASSWORD, at=now())
    answer = Client().get(f"/accounts/invitation/{key}/")
    assert answer.status_code == 410
    assert "This invitation was used already: sign in, or reset your password." in words(answer)
    with pytest.raises(InvitationOver):
        accept(key=key, password="another pass phrase", at=now())


def test_the_link_dies_after_its_last_day(invited):
    key, late = invited(), now() + timedelta(days=8)
    with pytest.raises(InvitationOver, match="This invitation worked until"):
        open_invitation(key, at=late)


def test_a_key_that_is_none_is_answered_with_what_to_do(db, words):
    answer = Client().get("/accounts/invitation/not-a-key/")
    assert answer.status_code == 410
    assert "There is no such invitation. Ask your programme office" in words(answer)


def test_a_lost_telephone_is_got_over_by_a_new_invitation(office, nicola, signed_in):
    nicola.email = "nicola@trust.example"
    nicola.set_password(PASSWORD)
    nicola.save()
    Authenticator(user=nicola, type="totp", data={"secret": "x"}).save()
    session = signed_in(nicola)
    signed_in(office).post(f"/scas/access/{nicola.pk}/invite/", {"email": "nicola@trust.example"})
    assert Authenticator.objects.filter(user=nicola).exists()
    accept(key=key_in(mail.outbox[-1]), password="another pass phrase", at=now())
    assert not Authenticator.objects.filter(user=nicola).exists()
    assert session.get("/").status_code == 302


def test_a_sign_in_begun_afresh_leaves_no_token_of_before_at_work(
    office, lead, programme, signed_in
):
    until = today() + timedelta(days=90)
    token, opens = make_token(programme=programme, name="BI", expires_on=until, by=lead, at=now())
    signed_in(office).post(f"/scas/access/{lead.pk}/invite/", {"email": lead.email})
    assert token_of_key(opens, at=now())[0] == token  # until they accept
    accept(key=key_in(mail.outbox[-1]), password="another pass phrase", at=now())
    with pytest.raises(TokenRefused, match="This token was revoked"):
        token_of_key(opens, at=now())
    row = token.history.first()
    assert (row.revoked_by, row.history_user) == (lead, lead)
    assert row.history_change_reason == "Revoked by accepting an invitation"


def test_a_name_in_the_pack_is_found_to_be_somebody_who_signs_in_by_the_owner_alone(
    office, nicola, signed_in, words
):
    """The office is told nothing; the owner presses a button, and signs in as they always do."""
    known = Person.objects.create_user("nicola@trust.example", PASSWORD, name="Another Nicola")
    Authenticator(user=known, type="totp", data={"secret": "x"}).save()
    held = nicola.appointments.get()
    answer = signed_in(office).post(
        f"/scas/access/{nicola.pk}/invite/", {"email": "nicola@trust.example"}, follow=True
    )
    assert "A mail is on its way to nicola@trust.example." in words(answer)
    address = f"/accounts/invitation/{key_in(mail.outbox[-1])}/"
    client = signed_in(known)
    page = words(client.get(address))
    assert "You have an account with this address already. You keep it as it is" in page
    assert "Choose a password" not in page
    assert held in nicola.appointments.all()  # looking is not accepting
    page = words(client.post(address, {"password": "not asked for"}, follow=True))
    assert "You are on SCAS Improvement Programme now." in page
    held.refresh_from_db()
    row = held.history.first()
    assert (held.person, row.history_user) == (known, known)
    assert row.history_change_reason == "Accepted the invitation"
    known.refresh_from_db()
    assert known.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=known).exists()
    nicola.refresh_from_db()
    assert nicola.email is None
    assert Invitation.objects.get(person=nicola).used_by == known
    assert client.get(address).status_code == 410


@pytest.fixture
def elsewhere(programme: Programme) -> Programme:
    return another_programme.build(at=now())


@pytest.fixture
def nina(programme, elsewhere, office, committed) -> dict[str, str]:
    """Invite one new person to two programmes at once; give the keys by programme."""
    theirs = another_programme.person(elsewhere, Role.PROGRAMME_OFFICE)
    facts = {"name": "Nina", "job_title": "", "email": "nina@trust.example", "workstream": None}
    for where, by in ((programme, office), (elsewhere, theirs)):
        facts |= {"role": Role.CEO_OFFICE, "base_url": "http://here"}
        invite(**facts, programme=where, by=by, at=now())
    first, second = (key_in(one) for one in mail.outbox[-2:])
    return {"scas": first, "elsewhere": second}


@pytest.mark.parametrize("order", [("scas", "elsewhere"), ("elsewhere", "scas")])
def test_of_two_programmes_invitations_the_second_finds_the_account_of_the_first(
    nina, order, words
):
    first, second = order
    client = Client()
    client.post(f"/accounts/invitation/{nina[first]}/", {"password": PASSWORD})
    assert client.get(f"/{second}/").status_code == 404
    page = client.post(f"/accounts/invitation/{nina[second]}/", follow=True)
    assert page.redirect_chain == [(f"/{second}/", 302)]
    assert [client.get(f"/{slug}/").status_code for slug in order] == [200, 200]
    person = Person.objects.get(email="nina@trust.example")
    assert sorted(one.programme.slug for one in person.appointments.all()) == sorted(order)
    assert not Appointment.objects.filter(person__name="Nina").exclude(person=person).exists()


def test_who_is_signed_out_takes_up_the_second_and_signs_in_then(nina, words):
    accept(key=nina["scas"], password=PASSWORD, at=now())
    page = Client().post(f"/accounts/invitation/{nina['elsewhere']}/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/login/?next=/elsewhere/"
    client = Client()
    client.post("/accounts/login/", {"login": "nina@trust.example", "password": PASSWORD})
    assert client.get("/elsewhere/").status_code == 200


def test_an_appointment_that_the_account_has_already_is_not_had_twice(nina, programme):
    person = accept(key=nina["elsewhere"], password=PASSWORD, at=now())
    ends = today() + timedelta(days=1)
    held = Appointment(person=person, programme=programme, role=Role.CEO_OFFICE, ends_on=ends)
    held.save()
    accept_with_account(key=nina["scas"], at=now())
    kept = person.appointments.get(programme=programme)
    assert (kept, kept.ends_on) == (held, None)
    taken = Appointment.history.filter(history_type="-", programme=programme).get()
    assert (taken.person.name, taken.history_user) == ("Nina", person)


def test_a_closed_account_opens_again_by_the_invitation_of_another_programme(
    nina, elsewhere, programme, office
):
    key, person = nina["elsewhere"], accept(key=nina["scas"], password=PASSWORD, at=now())
    assert deactivate(person=person, by=office, at=now(), why="Left")
    found = accept(key=key, password="another pass phrase", at=now())
    assert (found, found.is_active) == (person, True)
    client = Client()
    given = {"login": "nina@trust.example", "password": "another pass phrase"}
    client.post("/accounts/login/", given)
    assert client.get("/elsewhere/").status_code == 200


def test_an_administrator_s_account_is_opened_again_by_an_administrator_alone(nina, words):
    facts = {"name": "Admin", "is_active": False}
    person = Person.objects.create_superuser("nina@trust.example", PASSWORD, **facts)
    page = Client().post(f"/accounts/invitation/{nina['scas']}/", {"password": PASSWORD})
    assert "only an administrator may invite you" in words(page)
    person.refresh_from_db()
    assert (person.is_active, person.appointments.exists()) == (False, False)


def test_each_way_of_accepting_is_refused_where_the_other_is_meant(nina):
    with pytest.raises(Refused, match="There is no account with this address"):
        accept_with_account(key=nina["scas"], at=now())
    accept(key=nina["scas"], password=PASSWORD, at=now())
    with pytest.raises(Refused, match="You have an account with this address already"):
        accept(key=nina["elsewhere"], password=PASSWORD, at=now())
    accept_with_account(key=nina["elsewhere"], at=now())
    with pytest.raises(InvitationOver):
        accept_with_account(key=nina["elsewhere"], at=now())
