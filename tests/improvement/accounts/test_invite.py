"""Invitations: a link that works once, for one address; nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from improvement.accounts.accept_invitation import accept, accept_with_account, open_invitation
from improvement.accounts.deactivate import deactivate
from improvement.accounts.invite import invite_again
from improvement.models import Appointment, Invitation, Person, Role
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from tests.support.signing_in import PASSWORD, key_in

pytestmark = pytest.mark.usefixtures("committed")
INVITE = "/scas/access/invite/"
ACCESS_CSV = "/scas/access/access.csv"


def test_an_invitation_appoints_and_mails_a_link_with_its_last_day(invited, programme, office):
    invited()
    message = mail.outbox[-1]
    last = today() + timedelta(days=7)
    assert message.to == ["new.lead@trust.example"]
    assert f"The link works once, until {last.day} {last:%B %Y}." in message.body
    assert "http://127.0.0.1:8000/accounts/invitation/" in message.body
    held = Appointment.objects.get(programme=programme, role=Role.CEO_OFFICE, starts_on=today())
    assert (held.person.name, held.person.email) == ("New Lead", None)
    assert held.history.first().history_user == office
    assert Invitation.objects.get(person=held.person).history.first().history_user == office


def test_a_newer_invitation_replaces_the_link_and_keeps_the_person(invited, words):
    first, second = invited(), invited()
    assert "replaced by a newer one" in words(Client().get(f"/accounts/invitation/{first}/"))
    assert open_invitation(second, at=now()).person.name == "New Lead"
    assert Person.objects.filter(name="New Lead").count() == 1


def test_an_address_that_was_given_for_somebody_by_mistake_is_free_once_theirs_is_put_right(
    invited, office, signed_in
):
    invited("jane@trust.example", name="Jon Smith")
    jon = Person.objects.get(name="Jon Smith")
    signed_in(office).post(f"/scas/access/{jon.pk}/invite/", {"email": "jon@trust.example"})
    accept(key=key_in(mail.outbox[-1]), password=PASSWORD, at=now())
    jane = accept(key=invited("jane@trust.example", name="Jane Jones"), password=PASSWORD, at=now())
    assert (jane.name, jane.email) == ("Jane Jones", "jane@trust.example")
    assert jane.pk != jon.pk


def test_whoever_was_invited_and_deactivated_is_not_who_is_invited_by_the_address_next(
    invited, office, signed_in
):
    invited("jane@trust.example", name="Jon Smith")
    jon = Person.objects.get(name="Jon Smith")
    signed_in(office).post(f"/scas/access/{jon.pk}/leave/", {"why": "The wrong address"})
    key = invited("jane@trust.example", name="Jane Jones")
    assert accept(key=key, password=PASSWORD, at=now()).name == "Jane Jones"


def test_an_address_somebody_was_given_is_not_theirs_once_they_have_another(invited):
    invited("mistyped@trust.example")
    person = Person.objects.get(name="New Lead")
    person.email = "new.lead@trust.example"
    person.set_password(PASSWORD)
    person.save()
    other = open_invitation(invited("mistyped@trust.example"), at=now()).person
    assert (other.name, other.pk == person.pk) == ("New Lead", False)


@pytest.mark.parametrize("has_accepted", [False, True])
def test_an_address_that_is_somebody_else_s_on_the_programme_is_refused_where_it_was_typed(
    invited, office, signed_in, words, has_accepted
):
    key = invited("jon@trust.example", name="Jon Smith")
    if has_accepted:
        accept(key=key, password=PASSWORD, at=now())
    given = {"name": "Jane Jones", "email": "Jon@trust.example", "appointment": "board_reader"}
    page = words(signed_in(office).post(INVITE, given))
    said = (
        "jon@trust.example is the address of Jon Smith on SCAS Improvement Programme, "
        "not of Jane Jones: invite Jon Smith again, or enter another address."
    )
    assert page.count(said) == 2  # in the summary and at the field
    assert len(mail.outbox) == 1
    assert not Person.objects.filter(name="Jane Jones").exists()
    assert not Appointment.objects.filter(person__name="Jon Smith", role="board_reader").exists()


def test_a_name_in_the_pack_is_not_invited_by_the_address_of_another(
    invited, office, nicola, programme, signed_in, words
):
    accept(key=invited("jon@trust.example", name="Jon Smith"), password=PASSWORD, at=now())
    given = {"email": "jon@trust.example"}
    page = words(signed_in(office).post(f"/scas/access/{nicola.pk}/invite/", given))
    assert "jon@trust.example is the address of Jon Smith on" in page
    facts = {"programme": programme, "person": nicola, "role": None, "workstream": None}
    with pytest.raises(Refused, match="not of Nicola Howells: invite Jon Smith again"):
        invite_again(**facts, **given, base_url="http://here", by=office, at=now())


def test_the_name_is_known_however_it_is_spaced_and_written(invited):
    invited(name="New Lead")
    key = invited(name="new  LEAD")
    assert open_invitation(key, at=now()).person.name == "New Lead"


def test_the_key_is_kept_nowhere(invited):
    key = invited()
    invitation = Invitation.objects.get(person__name="New Lead")
    assert key not in str(vars(invitation))
    assert not hasattr(invitation.history.first(), "digest")


def test_whether_an_address_has_an_account_is_not_told(office, signed_in, words):
    """One answer, one mail, one line of the access review, until whoever it is accepts."""
    known = Person.objects.create_user("known@elsewhere.example", PASSWORD, name="Known already")
    Person.objects.filter(pk=known.pk).update(last_login=now())
    told = []
    for email in ("known@elsewhere.example", "other@elsewhere.example"):
        given = {"name": "Somebody", "appointment": "ceo_office", "email": email}
        answer = signed_in(office).post(INVITE, given, follow=True)
        held = Appointment.objects.order_by("pk").last()
        told.append((words(answer), signed_in(office).get(ACCESS_CSV).content.decode()))
        told[-1] = tuple(one.replace(email, "X") for one in told[-1])
        deactivate(person=held.person, by=office, at=now(), why="To compare")
        Appointment.objects.filter(pk=held.pk).delete()
    assert told[0] == told[1]
    assert "Somebody CEO’s office, since" in told[0][0]
    assert "Invited, link works until" in told[0][0]
    assert not any("Known already" in one for one in told[0])
    assert [one.to for one in mail.outbox] == [
        ["known@elsewhere.example"],
        ["other@elsewhere.example"],
    ]
    assert all("Begin here:" in one.body for one in mail.outbox)


def test_who_has_an_account_elsewhere_is_on_the_review_once_they_accept(invited, office, signed_in):
    known = Person.objects.create_user("known@elsewhere.example", PASSWORD, name="Known already")
    key = invited(known.email, name="Somebody")
    assert not known.appointments.exists()
    assert "Known already" not in signed_in(office).get(ACCESS_CSV).content.decode()
    accept_with_account(key=key, at=now())
    page = signed_in(office).get(ACCESS_CSV).content.decode()
    assert "Known already,,known@elsewhere.example,CEO’s office" in page
    assert "Somebody" not in page


def test_who_is_on_the_programme_and_signs_in_only_hears_of_another_appointment(
    lead, office, signed_in, words
):
    given = {"name": lead.name, "email": lead.email, "appointment": "board_reader"}
    page = words(signed_in(office).post(INVITE, given, follow=True))
    assert f"A mail is on its way to {lead.email}." in page
    assert "Sign in as you always do" in mail.outbox[-1].body
    assert not Invitation.objects.filter(person=lead).exists()
    assert {one.role for one in lead.appointments.all()} == {Role.SRO, Role.BOARD_READER}


def test_a_name_in_the_pack_becomes_a_sign_in(office, nicola, signed_in, words):
    page = signed_in(office).get(f"/scas/access/{nicola.pk}/invite/")
    assert "What are they appointed to?" not in words(page)
    signed_in(office).post(f"/scas/access/{nicola.pk}/invite/", {"email": "Nicola@trust.example"})
    accept(key=key_in(mail.outbox[-1]), password=PASSWORD, at=now())
    nicola.refresh_from_db()
    assert nicola.email == "nicola@trust.example"
    assert nicola.appointments.count() == 1


def test_an_address_that_was_invited_before_is_offered_again(office, nicola, signed_in):
    address = f"/scas/access/{nicola.pk}/invite/"
    signed_in(office).post(address, {"email": "nicola@trust.example"})
    assert 'value="nicola@trust.example"' in signed_in(office).get(address).content.decode()


def test_what_is_missing_is_said_at_its_field(office, signed_in, words):
    page = words(signed_in(office).post(INVITE, {"name": "", "email": "x", "appointment": ""}))
    for said in (
        "Enter their name.",
        "Enter an e-mail address, such as name@trust.nhs.uk.",
        "Choose what they are appointed to.",
    ):
        assert page.count(said) == 2, said  # in the summary and at the field


def test_a_mail_that_cannot_leave_is_said_and_can_be_sent_again(
    office, signed_in, words, monkeypatch
):
    def fails(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    given = {"name": "New Lead", "email": "new@trust.example", "appointment": "ceo_office"}
    with monkeypatch.context() as patched:
        patched.setattr("improvement.accounts.invite.send_mail", fails)
        page = words(signed_in(office).post(INVITE, given, follow=True))
    assert "The mail could not be sent, so they have no link yet." in page
    signed_in(office).post(INVITE, given)
    assert mail.outbox[-1].to == ["new@trust.example"]
    assert Person.objects.filter(name="New Lead").count() == 1
