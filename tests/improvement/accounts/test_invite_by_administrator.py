"""Inviting as an administrator: to any programme, as one, and to another address."""

from __future__ import annotations

import pytest
from django.core import mail

from improvement.accounts.invite import invite_again
from improvement.models import Appointment, Person, Programme, Role
from improvement.values.clock import now
from improvement.values.refusals import Refused
from tests.support.signing_in import PASSWORD

pytestmark = pytest.mark.usefixtures("committed")
INVITE = "/scas/access/invite/"


@pytest.fixture
def administrator(db: None) -> Person:
    return Person.objects.create_superuser("admin@trust.example", name="Administrator")


def test_nobody_but_an_administrator_sends_a_link_to_another_address(
    office, administrator, nicola, programme, signed_in, words
):
    """Whoever has the link signs in as them: the office must not become its own executive."""
    nicola.email = "nicola@trust.example"
    nicola.set_password(PASSWORD)
    nicola.save()
    address = f"/scas/access/{nicola.pk}/invite/"
    signed_in(office).post(address, {"email": "office@trust.example"})
    assert mail.outbox[-1].to == ["nicola@trust.example"]
    facts = {"programme": programme, "person": nicola, "role": None, "workstream": None}
    facts |= {"email": "office@trust.example", "base_url": "http://here", "at": now()}
    with pytest.raises(Refused, match="only an administrator changes that"):
        invite_again(**facts, by=office)
    invite_again(**facts, by=administrator)
    assert mail.outbox[-1].to == ["office@trust.example"]


def test_only_an_administrator_invites_an_administrator(
    office, administrator, programme, signed_in, words
):
    administrator.is_active = False
    administrator.save()
    Appointment(person=administrator, programme=programme, role=Role.BOARD_READER).save()
    given = {"name": "Administrator", "email": "admin@trust.example", "appointment": "ceo_office"}
    answer = signed_in(office).post(INVITE, given)
    assert "only an administrator may invite them" in words(answer)
    assert mail.outbox == []


def test_an_administrator_invites_to_any_programme_without_an_appointment(
    administrator, programme: Programme, signed_in, words
):
    client = signed_in(administrator)
    stream = programme.workstreams.get(slug="patient-safety")
    given = {
        "name": "First Lead",
        "email": "first@trust.example",
        "appointment": f"sro:{stream.pk}",
    }
    page = client.post(INVITE, given, follow=True)
    assert "A mail is on its way to first@trust.example." in words(page)
    held = Appointment.objects.get(person__name="First Lead")
    assert (held.role, held.workstream) == (Role.SRO, stream)
