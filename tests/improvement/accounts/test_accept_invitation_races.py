"""Two links at the same moment: one is first, the other gets a sentence, nobody is there twice."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from improvement.accounts.accept_invitation import accept, accept_with_account
from improvement.accounts.invite import invite
from improvement.audit import changes
from improvement.models import Invitation, Person, Programme, Role
from improvement.values.clock import now
from tests.support import another_programme
from tests.support.signing_in import PASSWORD, key_in
from tests.support.threads import while_held

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "nina@trust.example"
ONCE_MORE = "You have an account with this address already: open the link once more."


@pytest.fixture
def programme(committed_demo: Programme) -> Programme:
    """The demo, for threads see only what is committed."""
    return committed_demo


@pytest.fixture
def keys(programme: Programme) -> list[str]:
    """Invite one new person to two programmes, and give the key of each."""
    elsewhere = another_programme.build(at=now())
    office = Person.objects.get(programme=programme, slug="programme-office")
    theirs = another_programme.person(elsewhere, Role.PROGRAMME_OFFICE)
    facts = {"name": "Nina", "job_title": "", "email": ADDRESS, "workstream": None}
    for where, by in ((programme, office), (elsewhere, theirs)):
        facts |= {"role": Role.CEO_OFFICE, "base_url": "http://here"}
        invite(**facts, programme=where, by=by, at=now())
    return [key_in(one) for one in mail.outbox[-2:]]


def test_of_two_links_to_one_address_the_second_is_told_to_open_it_once_more(keys, words):
    def press() -> str:
        answer = Client().post(f"/accounts/invitation/{keys[1]}/", {"password": PASSWORD})
        assert answer.status_code == 403
        return words(answer)

    said = while_held(
        lambda: accept(key=keys[0], password="the first one's phrase", at=now()), press
    )
    assert ONCE_MORE in said
    person = Person.objects.get(email=ADDRESS)
    assert person.check_password("the first one's phrase")
    used = Invitation.objects.filter(email=ADDRESS).exclude(used_at=None)
    assert [one.used_by for one in used] == [person]
    assert accept_with_account(key=keys[1], at=now()) == person
    assert sorted(one.programme.slug for one in person.appointments.all()) == ["elsewhere", "scas"]


def test_a_link_used_twice_at_once_is_used_once(keys, words):
    def press() -> str:
        answer = Client().post(f"/accounts/invitation/{keys[0]}/", {"password": PASSWORD})
        assert answer.status_code == 410
        return words(answer)

    said = while_held(
        lambda: accept(key=keys[0], password="the first one's phrase", at=now()), press
    )
    assert "This invitation was used already: sign in, or reset your password." in said
    assert Person.objects.get(email=ADDRESS).check_password("the first one's phrase")


def test_an_address_given_to_somebody_else_at_once_is_not_had_twice(keys, programme, words):
    nicola = Person.objects.get(programme=programme, slug="nicola-howells")
    nicola.set_password(PASSWORD)
    nicola.save()

    def press() -> str:
        answer = Client().post(f"/accounts/invitation/{keys[1]}/", {"password": PASSWORD})
        assert answer.status_code == 403
        return words(answer)

    said = while_held(lambda: changes.change(nicola, by=nicola, email=ADDRESS), press)
    assert ONCE_MORE in said
    assert Person.objects.get(email=ADDRESS) == nicola
    assert not Invitation.objects.filter(email=ADDRESS).exclude(used_at=None).exists()
