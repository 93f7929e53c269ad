"""A lead looks up what a section said, sees the report as it stood, and brings the text back."""

from __future__ import annotations

import pytest
from django.utils.timezone import localtime, now
from playwright.sync_api import expect

from improvement.audit import changes
from improvement.models import Person, Section

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.fixture
def nicola(programme) -> Person:
    return Person.objects.get(programme=programme, slug="nicola-howells")


@pytest.fixture
def section(programme, nicola) -> Section:
    section = Section.objects.get(
        report__month__programme=programme,
        report__month__starts_on="2024-01-01",
        report__workstream__slug="culture-and-staff-wellbeing",
        kind="progress",
    )
    changes.change(section, by=nicola, text="Four wards were trained in civility")
    changes.change(section, by=nicola, text="Two wards were trained")
    return section


@pytest.mark.parametrize("width", [1280, 360])
def test_an_earlier_text_is_found_seen_and_brought_back(visitor, nicola, section, width):
    lead = visitor(viewport={"width": width, "height": 800}).sign_in(nicola)
    the_history_is_asked_for_sections(lead)
    the_change_is_told_word_by_word(lead)
    the_report_is_shown_as_it_stood(lead)
    the_text_is_brought_back(lead, section)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_change_of_two_texts_of_a_plan_leads_to_each(visitor, nicola, section, width):
    plan = section.report.plan
    changes.change(plan, by=nicola, background="A good reason", aims="Every concern is heard")
    changes.change(plan, by=nicola, background="A reason", aims="Some concerns are heard")
    lead = visitor(viewport={"width": width, "height": 800}).sign_in(nicola)
    page = lead.go("/scas/history/?kind=plan")
    fits(lead)
    way = page.get_by_role("link", name="Bring back “Aims”").first
    change = page.get_by_role("listitem").filter(has=way).first
    expect(change.get_by_role("link", name="Bring back “Background”")).to_be_visible()
    lead.follow(way)
    expect(page.get_by_text("Plan on a page: Aims")).to_be_visible()
    fits(lead)
    lead.press("Bring this text back")
    expect(page.get_by_text("The earlier text is back.")).to_be_visible()
    plan.refresh_from_db()
    assert (plan.background, plan.aims) == ("A reason", "Every concern is heard")


def fits(lead) -> None:
    lead.check()
    assert lead.page.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def the_history_is_asked_for_sections(lead) -> None:
    page = lead.go("/scas/history/")
    fits(lead)
    page.get_by_label("Kind").select_option("Section of a highlight report")
    page.get_by_label("Workstream").select_option("Culture & Staff Wellbeing")
    lead.press("Show")
    assert "kind=section" in page.url
    expect(page.get_by_role("heading", name="changes, newest first")).to_be_visible()
    fits(lead)


def the_change_is_told_word_by_word(lead) -> None:
    change = lead.page.get_by_role("listitem").filter(has_text="in civility").first
    expect(change.get_by_role("deletion").first).to_contain_text("Four")
    expect(change.get_by_role("insertion").first).to_contain_text("Two")
    expect(change).to_contain_text("Nicola Howells")


def the_report_is_shown_as_it_stood(lead) -> None:
    page = lead.page
    first = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Bring this"))
    lead.follow(first.first.get_by_role("link", name="The report as it was then"))
    expect(page.get_by_role("heading", name="The report as it stood")).to_be_visible()
    fits(lead)
    expect(page.get_by_text("Four wards were trained in civility").first).to_be_visible()
    expect(page.get_by_text("Nothing on this page can be changed.")).to_be_visible()
    page.go_back()


def the_text_is_brought_back(lead, section: Section) -> None:
    page = lead.page
    lead.follow(page.get_by_role("link", name="Bring this text back").first)
    expect(page.get_by_role("heading", name="Bring back an earlier text")).to_be_visible()
    fits(lead)
    lead.press("Bring this text back")
    expect(page.get_by_text("The earlier text is back.")).to_be_visible()
    section.refresh_from_db()
    assert section.text == "Four wards were trained in civility"


def test_a_moment_is_asked_for_on_the_dashboard(visitor, programme):
    office = Person.objects.get(programme=programme, slug="programme-office")
    looking = visitor().sign_in(office)
    page = looking.go("/scas/?month=2024-01")
    asked = localtime(now())
    page.get_by_text("As at now").click()
    page.get_by_label("Day and time").fill(f"{asked:%Y-%m-%dT%H:%M:%S}")
    looking.follow(page.get_by_role("button", name="Show", exact=True))
    bar = page.get_by_role("form", name="Filters")
    expect(bar).to_contain_text(f"{asked:%-d %B %Y at %H:%M:}")
    looking.follow(page.get_by_role("link", name="Show it as it is now"))
    expect(bar).to_contain_text("As at now")
