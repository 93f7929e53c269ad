"""The navigation: who sees which entries, where they lead, and which is marked as current."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import localtime

from improvement.models import Appointment, Person, Programme, Role
from tests.support.read_header import account_menu, current, navigation

READING = ["Dashboard", "Workstreams", "Measures", "Actions", "Exit", "Packs"]
EVERYTHING = ["My work", *READING, "History", "Returns", "Set-up"]
SEEN_BY = {
    "nicola-howells": ["My work", *READING, "History"],
    "melanie-saunders": ["My work", *READING, "History"],
    "programme-office": EVERYTHING,
    "ceo-office": [*READING, "History"],
    "board-reader": READING,
}
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
ADDRESSES = {
    "My work": "/",
    "Dashboard": "/scas/",
    "Workstreams": "/scas/workstreams/",
    "Measures": "/scas/measures/",
    "Actions": "/scas/actions/",
    "Exit": "/scas/exit/",
    "Packs": "/scas/packs/",
    "History": "/scas/history/",
    "Returns": "/scas/returns/",
    "Set-up": "/scas/set-up/",
}


@pytest.mark.parametrize("slug", SEEN_BY)
@pytest.mark.parametrize("address", ["/scas/", "/scas/2023-12/", "/help/", "/search/", "/nowhere/"])
def test_each_sees_their_entries_on_every_page(signed_in, someone, slug, address):
    shown = navigation(signed_in(someone(slug)).get(address))
    assert list(shown.items()) == [(label, ADDRESSES[label]) for label in SEEN_BY[slug]]


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/", [("My work", "page")]),
        ("/scas/", [("Dashboard", "page")]),
        ("/scas/?month=2023-12", [("Dashboard", "page")]),
        ("/scas/history/", [("History", "page")]),
        ("/scas/set-up/", [("Set-up", "page")]),
        ("/scas/metrics/", [("Set-up", "true")]),
        ("/scas/2024-01/returns/", [("Returns", "true")]),
        (f"{REPORT}highlight-report/", [("My work", "true")]),
        (f"{REPORT}actions/", [("My work", "true")]),
        ("/help/", []),
    ],
)
def test_the_entry_of_the_page_is_marked(signed_in, office, address, marked):
    assert current(signed_in(office).get(address)) == marked


def test_who_is_on_two_programmes_is_led_to_both_outside_of_them(signed_in, office, programme):
    other = Programme(slug="other", name="Other", organisation="Other Trust")
    other.first_quarter, other.last_quarter = "2023/24 Q1", "2023/24 Q4"
    other.save()
    Appointment(person=office, role=Role.BOARD_READER, programme=other).save()
    client = signed_in(office)
    assert navigation(client.get("/help/")) == {"My work": "/"}
    assert list(navigation(client.get("/scas/"))) == EVERYTHING
    assert navigation(client.get("/other/2031-01/"))["Dashboard"] == "/other/"


def test_an_administrator_without_appointment_sees_no_page_of_a_programme(signed_in, programme):
    administrator = Person.objects.create_superuser("a@trust.example", name="An administrator")
    answer = signed_in(administrator).get("/scas/access/")
    assert navigation(answer) == {}
    assert account_menu(answer)["Access"] == "/scas/access/"


def test_whoever_is_signed_out_sees_neither_navigation_nor_menu(db):
    answer = Client().get("/accounts/login/")
    assert (navigation(answer), account_menu(answer)) == ({}, {})
    assert 'class="app-header__words">Improvement programme<' in answer.content.decode()


def test_the_account_menu_has_all_that_is_one_s_own(signed_in, office, nicola):
    links = account_menu(signed_in(nicola).get("/scas/"))
    assert links == {
        "Change password": "/accounts/password/change/",
        "Second step at sign-in": "/accounts/second-step/",
        "Where I am signed in": "/accounts/sessions/",
        "Reminders": "/reminders/",
        "Data access tokens": "/tokens/",
        "Help": "/help/lead/#dashboard",
        "Support": "/support/",
        "Privacy notice": "/privacy/",
        "Accessibility statement": "/accessibility/",
    }
    assert account_menu(signed_in(office).get("/scas/"))["Access"] == "/scas/access/"


def test_the_menu_says_who_is_signed_in_and_as_what(signed_in, nicola, words):
    page = words(signed_in(nicola).get("/scas/"))
    of = "Senior Responsible Officer of Culture & Staff Wellbeing"
    assert "Menu My work Dashboard" in page
    nicola.refresh_from_db()
    since = f"Signed in {localtime(nicola.last_login):%A %-d %B, %H:%M}"
    assert f"Nicola Howells {of} {since} Change password" in page.replace(
        "nicola.howells@demo.example ", ""
    )
