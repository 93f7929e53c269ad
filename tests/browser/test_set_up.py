"""A trust sets itself up in a browser, from nothing to the first dashboard, in few clicks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Locator, expect

from improvement.models import Appointment, Person, Programme
from improvement.values.clock import today
from improvement.values.periods import CalendarMonth
from tests.support.permissions_ids import ids
from tests.support.permissions_of_set_up import SETTING_UP

MOST_CLICKS = 60
WORKSTREAMS = """Workstream\tExit statement
Safe Care\tCare is safe.
Flow\tPatients are seen in time."""
PEOPLE = """Name\tRole\tWorkstream\tE-mail
Ann Exec\tExecutive Lead\tSafe Care\tann@north.example
Bo Lead\tSRO\tSafe Care\tbo@north.example
Cy Manager\tProgramme Manager\tFlow\tcy@north.example
Di Exec\tExecutive Lead\tFlow\t
Ed Chief\tCEO’s office\t\ted@north.example
Flo Board\tBoard reader\t\tflo@north.example"""
ACTIONS = """Ref\tM/S\tWording\tWorkstream\tTarget\tOwner
SC-1\tMust\tThe trust must learn from harm.\tSafe Care\t31/3/2027\tBo Lead
SC-2\tShould\tThe trust should share what it learns.\tSafe Care\t\t
FL-1\tMust\tThe trust must see patients in time.\tFlow\t30/6/2027\tCy Manager"""
CRITERIA = """No\tCondition\tWorkstream
1\tHarm falls for six months.\tSafe Care
1\tNine of ten patients are seen in time.\tFlow"""


class Clicking:
    """A visitor whose clicks are counted. Typing goes from box to box with Tab and counts none."""

    def __init__(self, visitor: Any, clicks: list[str]) -> None:
        self.visitor, self.page, self.clicks = visitor, visitor.page, clicks

    def follow(self, link: Locator, name: str) -> None:
        self.clicks.append(name)
        self.visitor.follow(link)

    def link(self, name: str) -> None:
        self.follow(self.page.get_by_role("main").get_by_role("link", name=name).first, name)

    def crumb(self, name: str) -> None:
        way = self.page.get_by_role("navigation", name="Breadcrumb")
        self.follow(way.get_by_role("link", name=name, exact=True), name)

    def button(self, name: str) -> None:
        self.follow(self.page.get_by_role("main").get_by_role("button", name=name).first, name)

    def choose(self, name: str) -> None:
        self.clicks.append(name)
        self.page.get_by_role("radio", name=name).check()

    def fill(self, **texts: str) -> None:
        for label, text in texts.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).first.fill(text)

    def paste(self, rows: str, button: str) -> None:
        self.link("Paste rows")
        self.page.get_by_label("The copied rows, with their headings").fill(rows)
        self.button("Check the rows")
        expect(self.page.get_by_role("main")).to_contain_text("Nothing is saved yet.")
        self.button(button)


@pytest.fixture
def administrator(transactional_db) -> Person:
    return Person.objects.create_superuser("root@north.example", "unused", name="Root")


def make_the_programme(admin: Clicking) -> str:
    """Make a programme as an administrator, and return the link that its office is mailed."""
    admin.visitor.go("/")
    admin.link("Make a programme and invite its office")
    admin.fill(Name_of_the_programme="Getting Better", Organisation="North Trust")
    admin.fill(Short_name_in_addresses="north", Name="Olive Office")
    admin.page.get_by_label("E-mail address").fill("olive@north.example")
    admin.button("Make it and invite")
    expect(admin.page.get_by_role("main")).to_contain_text("A mail is on its way to olive@")
    return re.search(r"/accounts/invitation/[^\s]+", mail.outbox[-1].body)[0]


def add_a_measure(office: Clicking, workstream: str, name: str) -> None:
    office.link(f"Add a metric to {workstream}")
    office.fill(Number="1", Name=name)
    for answer in ("Percentage, such as 60.75%", "Higher is better"):
        office.choose(answer)
    office.clicks.append("roll-up")
    office.page.locator("input[name=roll_up]").first.check()
    office.button("Save")


def test_an_administrator_and_an_office_build_a_programme_from_nothing(visitor, administrator):
    clicks: list[str] = []
    link = make_the_programme(Clicking(visitor().sign_in(administrator), clicks))
    office = Clicking(visitor(), clicks)
    office.visitor.go(link)
    office.page.get_by_label("Choose a password").fill("a pass phrase of her own")
    office.button("Save and sign in")
    header = office.page.get_by_role("navigation", name="Menu").first
    office.follow(header.get_by_role("link", name="Set-up"), "Set-up")
    office.link("Workstreams")
    office.paste(WORKSTREAMS, "Add 2 workstreams")
    office.crumb("Set-up")
    office.link("People and appointments")
    office.paste(PEOPLE, "Add 6 appointments")
    office.crumb("Set-up")
    office.link("Sources and actions")
    office.link("Add a report, notice or undertaking")
    office.fill(Title="CQC inspection report", What_it_calls_its_actions="Must\nShould")
    office.button("Save")
    office.paste(ACTIONS, "Add 3 actions")
    office.crumb("Set-up")
    office.link("Exit criteria")
    office.paste(CRITERIA, "Add 2 exit criteria")
    office.crumb("Set-up")
    office.link("Measures")
    add_a_measure(office, "Safe Care", "Incidents closed in time")
    add_a_measure(office, "Flow", "Patients seen in time")
    office.follow(header.get_by_role("link", name="Set-up"), "Set-up")
    office.link("First month")
    month = CalendarMonth.of(today()).words
    office.button(f"Open {month}")
    office.follow(header.get_by_role("link", name="Dashboard"), "Dashboard")
    for said in ("Safe Care", "Flow", month):
        expect(office.page.get_by_role("main")).to_contain_text(said)
    programme = Programme.objects.get(slug="north")
    people = Appointment.objects.filter(programme=programme).exclude(person__name="Olive Office")
    assert people.values("person").distinct().count() == 6
    assert len(clicks) < MOST_CLICKS, clicks


SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


def test_the_page_of_a_new_programme_is_whole_on_any_screen(visitor, administrator):
    admin = visitor(viewport={"width": 1280, "height": 800}).sign_in(administrator)
    admin.go("/set-up/new/")
    for width in (1280, 360):
        page = admin.resize(width)
        assert not page.evaluate(SIDEWAYS), width
        expect(page.get_by_role("button", name="Make it and invite")).to_be_visible()


def test_every_page_of_set_up_is_whole_on_any_screen(visitor, programme, person):
    someone = visitor(viewport={"width": 1280, "height": 800}).sign_in(person("programme-office"))
    known = ids(programme)
    pages = [row.address for row in SETTING_UP if row.method == "GET" and row.may]
    assert len(pages) > 20
    for address in pages:
        someone.go(address.format(**known))
        for width in (1280, 360):
            assert not someone.resize(width).evaluate(SIDEWAYS), (address, width)
        someone.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_row_is_moved_with_the_keyboard_and_keeps_the_focus(visitor, programme, person):
    someone = visitor().sign_in(person("programme-office"))
    page = someone.go("/scas/set-up/workstreams/")
    first = page.get_by_role("button", name="Move Governance & Well Led down")
    first.focus()
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("button", name="Move Governance & Well Led down")).to_be_focused()
    names = list(programme.workstreams.values_list("slug", flat=True))
    assert names[:2] == ["culture-and-staff-wellbeing", "governance-and-well-led"]
