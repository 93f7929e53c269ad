"""Appointments: made with their consequences shown first, ended, and marked as vacant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.http import HttpResponse

from improvement.audit.changes import change, record
from improvement.models import Appointment, Invitation, Month, Person, Role
from improvement.setup.people.appointments import (
    Appointee,
    Appointing,
    Post,
    Term,
    appoint,
    holders_of,
)
from improvement.values.clock import now, today
from improvement.values.refusals import Refused
from reporting.contents.assemble import assemble

APPOINT = "/scas/set-up/people/appoint/"
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def workstream(culture):
    return culture.workstream


@pytest.fixture
def asked(workstream) -> dict[str, str]:
    """Somebody known here as the Senior Responsible Officer of a workstream, from tomorrow."""
    return {
        "who": "Emma Manaton",
        "role": "sro",
        "of": str(workstream.pk),
        "starts_on_0": str(TOMORROW.day),
        "starts_on_1": str(TOMORROW.month),
        "starts_on_2": str(TOMORROW.year),
        "replaces": "ends",
    }


@pytest.fixture
def press(office, signed_in, django_capture_on_commit_callbacks) -> Callable[..., HttpResponse]:
    """Ask what changes, and press the button that the page then has, unless told to look alone."""

    def _press(sent: dict[str, str], *, look: bool = False) -> HttpResponse:
        client = signed_in(office)
        page = client.post(APPOINT, sent)
        if look or page.status_code != 200 or not page.context["consequences"]:
            return page
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(APPOINT, sent | {"shown": page.context["shown"]}, follow=True)

    return _press


def held(workstream, role: str, on: date) -> list[str]:
    appointments = Appointment.objects.current(on).filter(workstream=workstream, role=role)
    return [str(one.person) for one in appointments]


def test_what_changes_is_shown_before_anything_is_saved(press, workstream, asked, words):
    before = Appointment.objects.count()
    page = words(press(asked, look=True))
    for sentence in (
        "Nothing is saved yet.",
        "Emma Manaton writes the reports of Culture & Staff Wellbeing.",
        "January 2024, being written, goes on: what is typed in it stays.",
        f"Nicola Howells’s appointment ends on {today():%-d %B %Y}.",
        "Appoint Emma Manaton",
    ):
        assert sentence in page
    assert Appointment.objects.count() == before


def test_a_lead_is_changed_without_touching_a_password(
    press, workstream, asked, nicola: Person, office, words
):
    password = nicola.password
    page = words(press(asked | {"why": "A new lead"}))
    assert "Emma Manaton is Senior Responsible Officer of Culture & Staff Wellbeing from" in page
    assert held(workstream, Role.SRO, today()) == ["Nicola Howells"]
    assert held(workstream, Role.SRO, TOMORROW) == ["Emma Manaton"]
    ended = nicola.appointments.get(workstream=workstream)
    assert ended.ends_on == today()
    assert ended.history.first().history_change_reason == "A new lead"
    assert ended.history.first().history_user == office
    nicola.refresh_from_db()
    assert nicola.password == password
    assert not Invitation.objects.exists()


def test_somebody_new_is_invited_and_gets_no_sign_in_before(press, asked, words):
    sent = asked | {"who": "Luci New", "email": "Luci@trust.example", "job_title": "Director"}
    page = words(press(sent, look=True))
    assert "Luci New is invited at luci@trust.example: a link that works once" in page
    press(sent)
    person = Person.objects.get(name="Luci New")
    assert (person.email, person.has_usable_password()) == (None, False)
    assert person.job_title == "Director"
    assert [message.to for message in mail.outbox] == [["luci@trust.example"]]
    assert "/accounts/invitation/" in mail.outbox[0].body


def test_a_name_without_an_address_is_a_name_in_the_pack_alone(press, asked, words):
    page = words(press(asked | {"who": "Paper Name"}, look=True))
    assert "Paper Name is a name in the pack and cannot sign in until" in page
    press(asked | {"who": "Paper Name"})
    assert Person.objects.get(name="Paper Name").email is None
    assert mail.outbox == []


def test_both_may_hold_it_together(press, workstream, asked):
    press(asked | {"replaces": "together"})
    assert held(workstream, Role.SRO, TOMORROW) == ["Nicola Howells", "Emma Manaton"]


def test_what_was_shown_must_be_what_would_be_done(press, workstream, asked, signed_in, office):
    shown = press(asked, look=True).context["shown"]
    signed_in(office).post(APPOINT, asked | {"shown": shown, "replaces": "together"})
    assert held(workstream, Role.SRO, TOMORROW) == ["Nicola Howells"]


def test_a_deputy_may_do_the_same_and_the_pack_does_not_name_them(
    press, workstream, asked, january, words
):
    page = words(press(asked | {"is_deputy": "on"}, look=True))
    assert "The pack does not name deputies." in page
    press(asked | {"is_deputy": "on"})
    deputy = Appointment.objects.get(workstream=workstream, is_deputy=True)
    assert str(deputy) == "Emma Manaton, Deputy Senior Responsible Officer"
    Appointment.objects.filter(pk=deputy.pk).update(starts_on=None)
    facts = {one.slug: one for one in assemble(january).workstreams}
    leads = {lead.role: lead.names for lead in facts[workstream.slug].leads}
    assert leads[Role.SRO] == ("Nicola Howells",)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"who": ""}, "Say who."),
        ({"of": ""}, "Choose the workstream."),
        ({"role": "ceo_office", "is_deputy": "on"}, "Only a role of a workstream has a deputy."),
        ({"who": "Nicola Howells"}, "Nicola Howells holds this already"),
        ({"email": "soon"}, "Enter an e-mail address, such as name@trust.nhs.uk."),
        (
            {"ends_on_0": "1", "ends_on_1": "1", "ends_on_2": "2020"},
            "The last day is before the first one.",
        ),
    ],
)
def test_what_cannot_be_is_said(press, asked, words, changed, sentence):
    assert sentence in words(press(asked | changed))


def test_a_lead_appoints_nobody(programme, workstream, nicola):
    post, term = Post(programme, Role.SRO, workstream), Term(today())
    appointing = Appointing(post, Appointee("Nobody"), term, holders=tuple(holders_of(post, term)))
    with pytest.raises(Refused, match="Only the Programme office may invite people"):
        appoint(appointing=appointing, base_url="", by=nicola, at=now())


def test_an_appointment_ends_and_the_last_of_the_office_stays(
    office, nicola, workstream, signed_in, words
):
    own = office.appointments.get(role=Role.PROGRAMME_OFFICE)
    client = signed_in(office)
    day = {"ends_on_0": "31", "ends_on_1": "12", "ends_on_2": "2030", "why": "Left"}
    page = words(client.post(f"/scas/set-up/people/{own.pk}/end/", day))
    assert "Somebody has to run the programme: appoint another to the programme office" in page
    lead = nicola.appointments.get(workstream=workstream)
    page = words(client.post(f"/scas/set-up/people/{lead.pk}/end/", day, follow=True))
    assert "Nicola Howells’s appointment ends on 31 December 2030." in page
    lead.refresh_from_db()
    assert lead.ends_on == date(2030, 12, 31)


def test_a_vacancy_is_marked_and_filled_by_an_appointment(
    press, workstream, asked, office, nicola, signed_in, words
):
    nicola.appointments.all().delete()
    address = f"/scas/set-up/people/{workstream.slug}/sro/vacancy/"
    page = words(signed_in(office).post(address, {"is": "vacant"}, follow=True))
    assert "Senior Responsible Officer of Culture & Staff Wellbeing is vacant." in page
    workstream.refresh_from_db()
    assert workstream.vacant_from(Role.SRO) == today()
    press(asked)
    workstream.refresh_from_db()
    assert workstream.vacant_from(Role.SRO) is None


def test_of_two_who_hold_a_role_the_one_moved_up_is_named_first(
    office, nicola, workstream, january, signed_in, words
):
    lead = nicola.appointments.get(workstream=workstream, role=Role.SRO)
    emma = Person.objects.get(slug="emma-manaton")
    other = Appointment(person=emma, role=Role.SRO, programme=lead.programme, position=1)
    other.workstream = workstream
    record(other, by=office)
    client, page = signed_in(office), "/scas/set-up/people/"
    assert "Move Emma Manaton up" in words(client.get(page))
    moved = client.post(f"{page}{other.pk}/move/", {"to": "up"}, follow=True)
    assert "Emma Manaton moved up." in words(moved)
    assert _named(january) == ("Emma Manaton", "Nicola Howells")
    client.post(f"{page}{other.pk}/move/", {"to": "down"})
    assert _named(january) == ("Nicola Howells", "Emma Manaton")
    change(other, by=office, ends_on=today() - timedelta(days=1))
    refused = client.post(f"{page}{other.pk}/move/", {"to": "up"})
    assert "Emma Manaton’s appointment has ended." in words(refused)


def _named(month: Month) -> tuple[str, ...]:
    culture = assemble(month).workstreams[1]
    return next(lead.names for lead in culture.leads if lead.role == "sro")


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in_again(
    office, signed_in, asked, workstream, nicola
):
    client = signed_in(office)
    writer = client.get(APPOINT).context["writer"]
    client.logout()
    assert client.post(APPOINT, asked | {"writer": writer}).status_code == 302
    client.force_login(office)
    page = client.get(APPOINT)
    assert page.context["form"]["who"].value() == "Emma Manaton"
    assert page.context["consequences"], "what it would change is shown, and nothing is saved"
    assert not workstream.appointments.filter(person__slug="emma-manaton", role="sro").exists()
    lead = nicola.appointments.get(workstream=workstream)
    end = f"/scas/set-up/people/{lead.pk}/end/"
    day = {
        "ends_on_0": "31",
        "ends_on_1": "12",
        "ends_on_2": "2030",
        "why": "Left for another post",
    }
    client.logout()
    client.post(end, day | {"writer": writer})
    client.force_login(office)
    assert client.get(end).context["form"]["why"].value() == "Left for another post"
    lead.refresh_from_db()
    assert lead.ends_on is None
