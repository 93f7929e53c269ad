"""The search in a browser: from the box in the header to the page the hit stands on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from improvement.models import Person, Section


@pytest.mark.parametrize("width", [1280, 360])
def test_a_word_is_searched_narrowed_and_its_hit_opened(visitor, programme, width):
    section = Section.objects.get(
        kind="risks",
        report__month__starts_on="2024-01-01",
        report__workstream__slug="patient-safety",
    )
    section.text = f"A <b>zebra</b> {'without an end ' * 700}"
    section.save()
    amy = Person.objects.get(programme=programme, slug="amy-carden")
    lead = visitor(viewport={"width": width, "height": 800}).sign_in(amy)
    page = lead.go("/scas/")
    if width == 360:  # there a link in the header leads to the box
        lead.follow(page.get_by_role("link", name="Search"))
        page.get_by_label("Words, a reference or a figure").fill("zebra")
    else:
        page.get_by_label("Search actions, metrics, reports and plans").fill("zebra")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 result")
    lead.check()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("mark").all_inner_texts() == ["zebra"]
    expect(page.get_by_text("A <b>zebra</b> without an end")).to_be_visible()
    page.get_by_label("Month").select_option("December 2023")
    filters = page.get_by_role("search", name="With filters")
    lead.follow(filters.get_by_role("button", name="Search"))
    expect(page.get_by_role("status")).to_have_text("Nothing that you may see says this.")
    assert "month=2023-12" in page.url
    lead.follow(page.get_by_role("link", name="Look in every month and workstream"))
    lead.follow(page.get_by_role("link", name="Workstream key risks"))
    heading = page.locator("h3#risks")
    expect(heading).to_have_text("Workstream key risks")
    expect(heading).to_be_in_viewport()
    assert page.url.endswith("/scas/2024-01/patient-safety/as-it-stands/#risks")


def test_the_search_works_without_scripts(visitor, programme):
    amy = Person.objects.get(programme=programme, slug="amy-carden")
    lead = visitor(java_script_enabled=False)
    # What is checked on a page is a script, so this visitor only looks.
    lead.check = lambda: None
    page = lead.sign_in(amy).go("/scas/2023-12/")
    page.get_by_label("Search actions, metrics, reports and plans").fill("60.75%")
    lead.press("Search")
    expect(page.get_by_role("status")).to_have_text("1 result")
    expect(page.locator("mark")).to_have_text("60.75")
