"""Where signing in leads: to the returns, a task list, what waits, the dashboard or my work."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from improvement.models import Appointment, Role
from improvement.workflow import transitions
from tests.support.signing_in import PASSWORD

START = "/accounts/start/"
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
BEGINS = {
    "nicola-howells": REPORT,
    "dai-tamplin": "/scas/2024-01/patient-safety/",
    "emma-manaton": "/",
    "melanie-saunders": "/scas/",
    "programme-office": "/scas/2024-01/returns/",
    "ceo-office": "/scas/",
    "board-reader": "/scas/",
}


def begins(client: Client) -> str:
    return str(client.get(START).headers["Location"])


@pytest.mark.parametrize("slug", BEGINS)
def test_each_role_begins_where_its_work_is(signed_in, someone, slug):
    assert begins(signed_in(someone(slug))) == BEGINS[slug]


def test_an_executive_begins_with_the_report_that_waits(
    signed_in, nicola, melanie, amy, january, culture, noon
):
    client = signed_in(melanie)
    transitions.submit(report=culture, by=nicola, at=noon)
    assert begins(client) == f"{REPORT}as-it-stands/"
    governance = january.reports.get(workstream__slug="governance-and-well-led")
    lead = {"role": Role.EXECUTIVE_LEAD, "programme": january.programme}
    Appointment(person=melanie, workstream=governance.workstream, **lead).save()
    transitions.submit(report=governance, by=amy, at=noon)
    assert begins(client) == "/"
    transitions.approve(report=culture, by=melanie, at=noon)
    transitions.approve(report=governance, by=melanie, at=noon)
    assert begins(client) == "/scas/"


def test_a_lead_begins_with_the_task_list_after_submitting_too(signed_in, nicola, culture, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    assert begins(signed_in(nicola)) == REPORT


def test_a_lead_who_has_to_approve_another_report_begins_with_both(
    signed_in, nicola, amy, january, noon
):
    governance = january.reports.get(workstream__slug="governance-and-well-led")
    lead = {"role": Role.EXECUTIVE_LEAD, "programme": january.programme}
    Appointment(person=nicola, workstream=governance.workstream, **lead).save()
    assert begins(signed_in(nicola)) == REPORT
    transitions.submit(report=governance, by=amy, at=noon)
    assert begins(signed_in(nicola)) == "/"


def test_whoever_has_no_appointment_begins_with_the_page_that_says_so(signed_in, stranger, nicola):
    assert begins(signed_in(stranger)) == "/"
    nicola.appointments.update(ends_on=date(2024, 1, 1))
    assert begins(signed_in(nicola)) == "/"


@pytest.mark.parametrize(
    ("address", "lands_on"),
    [
        ("/accounts/login/", REPORT),
        ("/accounts/login/?next=/scas/history/", "/scas/history/"),
    ],
)
def test_signing_in_leads_there_unless_the_address_says_where_to(nicola, address, lands_on):
    nicola.email = "nicola@trust.example"
    nicola.set_password(PASSWORD)
    nicola.save()
    _, _, query = address.partition("?next=")
    given = {"login": nicola.email, "password": PASSWORD} | ({"next": query} if query else {})
    answer = Client().post(address, given, follow=True)
    assert answer.redirect_chain[-1] == (lands_on, 302)


def test_what_waits_for_the_office_stands_above_the_returns(
    signed_in, office, someone, nicola, melanie, culture, noon, words
):
    client = signed_in(office)
    waits = "Nothing waits for you: no report of January 2024 is approved yet."
    assert waits in words(client.get("/scas/2024-01/returns/"))
    transitions.submit(report=culture, by=nicola, at=noon)
    transitions.approve(report=culture, by=melanie, at=noon)
    page = words(client.get("/scas/2024-01/returns/"))
    said = "Yours to do now Culture & Staff Wellbeing Approved: read it, or return it"
    assert page.index(said) < page.index("Every workstream’s tasks, late first")
    assert "Issue the pack of January 2024" not in page
    assert "Yours to do now" not in words(
        signed_in(someone("ceo-office")).get("/scas/2024-01/returns/")
    )


def test_the_returns_of_the_open_month_have_an_address_of_their_own(signed_in, office, january):
    client = signed_in(office)
    assert client.get("/scas/returns/").headers["Location"] == "/scas/2024-01/returns/"
