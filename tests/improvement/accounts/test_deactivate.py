"""Leavers: what ends on the day, what stays, and the way back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from improvement.accounts.accept_invitation import accept
from improvement.accounts.deactivate import deactivate
from improvement.accounts.tokens import TokenRefused, make_token, token_of_key
from improvement.models import Appointment, Invitation, Person, Programme, Role
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from reporting.models import Pack
from tests.support.signing_in import PASSWORD

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def leaver(lead: Person) -> Person:
    return lead


@pytest.fixture
def elsewhere(programme: Programme) -> Programme:
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    return elsewhere


def sign_in(client: Client):
    given = {"login": "nicola@trust.example", "password": PASSWORD}
    return client.post("/accounts/login/", given, follow=True)


def test_a_leaver_s_appointments_end_today_with_who_and_why(leaver, office):
    assert deactivate(person=leaver, by=office, at=now(), why="Left the trust")
    held = leaver.appointments.get()
    assert held.ends_on == today()
    row = held.history.first()
    assert (row.history_user, row.history_change_reason) == (office, "Left the trust")
    row = leaver.history.first()
    assert (row.history_user, row.is_active) == (office, False)


def test_a_leaver_is_signed_out_everywhere_and_stays_so(leaver, office, words):
    client, other = Client(), Client()
    sign_in(client)
    other.force_login(leaver)
    assert client.get("/").status_code == other.get("/").status_code == 200
    deactivate(person=leaver, by=office, at=now(), why="Left")
    assert client.get("/").status_code == other.get("/").status_code == 302
    assert "My work" not in words(sign_in(Client()))
    # Not even an account that opens again brings an old session back.
    leaver.refresh_from_db()
    leaver.is_active = True
    leaver.save()
    assert client.get("/").status_code == other.get("/").status_code == 302


def test_a_leaver_s_tokens_and_second_steps_and_invitations_stop(leaver, office, programme):
    until = today() + timedelta(days=30)
    key = make_token(programme=programme, name="BI", expires_on=until, by=leaver, at=now())[1]
    Authenticator(user=leaver, type="totp", data={"secret": "x"}).save()
    Invitation(
        person=leaver,
        programme=programme,
        email="nicola@trust.example",
        digest="x",
        expires_on=until,
        sent_at=now(),
        sent_by=office,
    ).save()
    deactivate(person=leaver, by=office, at=now(), why="Left")
    with pytest.raises(TokenRefused, match="This token was revoked"):
        token_of_key(key, at=now())
    assert not Authenticator.objects.filter(user=leaver).exists()
    assert Invitation.objects.get(person=leaver).withdrawn_by == office


def test_a_leaver_can_reset_no_password(leaver, office):
    deactivate(person=leaver, by=office, at=now(), why="Left")
    Client().post("/accounts/password/reset/", {"email": "nicola@trust.example"})
    assert "There is no account with it" in mail.outbox[-1].body


def test_the_name_stays_in_packs_and_in_history(leaver, office, signed_in, december):
    before = Pack.objects.get(month=december).contents
    deactivate(person=leaver, by=office, at=now(), why="Left")
    assert Pack.objects.get(month=december).contents == before
    assert "Nicola Howells" in str(before)
    told = signed_in(office).get(f"/scas/changes/person/{leaver.pk}/", follow=True)
    page = told.content.decode()
    assert "Left" in page
    assert "Programme office (demo)" in page


def test_an_appointment_that_has_not_begun_is_taken_back(leaver, office, programme):
    soon = today() + timedelta(days=5)
    Appointment(person=leaver, programme=programme, role=Role.CEO_OFFICE, starts_on=soon).save()
    deactivate(person=leaver, by=office, at=now(), why="Left")
    assert [one.role for one in leaver.appointments.all()] == [Role.SRO]
    taken = Appointment.history.filter(history_type="-", person=leaver).get()
    assert (taken.role, taken.history_user) == (Role.CEO_OFFICE, office)


def test_another_programme_s_appointment_and_token_go_on(leaver, office, programme, elsewhere):
    Appointment(person=leaver, programme=elsewhere, role=Role.CEO_OFFICE).save()
    until = today() + timedelta(days=30)
    keys = [
        make_token(programme=one, name="BI", expires_on=until, by=leaver, at=now())[1]
        for one in (programme, elsewhere)
    ]
    assert not deactivate(person=leaver, by=office, at=now(), why="Moved")
    leaver.refresh_from_db()
    assert leaver.is_active
    with pytest.raises(TokenRefused):
        token_of_key(keys[0], at=now())
    assert token_of_key(keys[1], at=now())[1].programme == elsewhere


def test_nobody_deactivates_themselves_or_a_stranger_or_an_administrator(office, stranger, someone):
    administrator = Person.objects.create_superuser("a@trust.example", name="Administrator")
    for person, said in (
        (office, "You cannot deactivate yourself"),
        (stranger, "A stranger was never appointed on a programme of yours"),
        (administrator, "only an administrator may do this"),
    ):
        with pytest.raises(Refused, match=said):
            deactivate(person=person, by=office, at=now(), why="x")
    with pytest.raises(Refused, match="Nicola Howells was never appointed on a programme of yours"):
        deactivate(person=someone("nicola-howells"), by=someone("amy-carden"), at=now(), why="x")
    for one in (office, stranger, administrator):
        one.refresh_from_db()
        assert one.is_active


def test_a_new_invitation_is_the_way_back(leaver, office, signed_in, words):
    deactivate(person=leaver, by=office, at=now(), why="Left")
    stream = Appointment.objects.get(person=leaver).workstream
    address = f"/scas/access/{leaver.pk}/invite/"
    assert "What are they appointed to?" in words(signed_in(office).get(address))
    given = {"email": "nicola@trust.example", "appointment": f"sro:{stream.pk}"}
    signed_in(office).post(address, given)
    key = re.search(r"/accounts/invitation/(\S+)/", mail.outbox[-1].body)[1]
    accept(key=key, password=PASSWORD, at=now())
    assert "My work" in words(sign_in(Client()))
    # Whoever left today has not left: the appointment goes on as it was.
    assert leaver.appointments.get().ends_on is None


def test_the_page_asks_why_and_says_what_was_done(leaver, office, signed_in, words):
    client = signed_in(office)
    address = f"/scas/access/{leaver.pk}/leave/"
    assert "Today is the last day of their appointments." in words(client.get(address))
    assert "Say why, for the history." in words(client.post(address, {"why": " "}))
    page = words(client.post(address, {"why": "Left the trust"}, follow=True))
    assert "Nicola Howells is deactivated and signed out everywhere." in page
    assert "Nicola Howells" in page.partition("Appointed no more")[2]


def test_closing_an_account_in_the_admin_site_does_the_same(leaver, office):
    administrator = Person.objects.create_superuser("a@trust.example", name="Administrator")
    client, session = Client(), Client()
    client.force_login(administrator)
    session.force_login(leaver)
    given = {
        "programme": leaver.programme_id,
        "slug": leaver.slug,
        "name": leaver.name,
        "email": leaver.email,
    }
    answer = client.post(f"/admin/improvement/person/{leaver.pk}/change/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert leaver.appointments.get().ends_on == today()
    assert session.get("/").status_code == 302


def test_the_admin_site_has_no_sign_in_of_its_own(db, nicola, signed_in, words):
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    refused = signed_in(nicola).get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "Only administrators open the admin site." in words(refused)
