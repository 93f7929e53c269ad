"""The dashboard in a browser: one screen, one page on paper, nothing cut on a telephone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from improvement.models import Person

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
HEADINGS = (
    "Where each workstream stands",
    "Off trajectory, getting worse first",
    "What moved",
    "Red, and for how long",
    "The way to the exit",
)
WINDOWS = ((1280, 800), (1920, 1080))
HEIGHT = "() => document.documentElement.scrollHeight"
WIDTH = "() => document.documentElement.scrollWidth"
CUT = """() => [...document.querySelectorAll('main td, main th, main p, main li, main h2')]
  .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.textContent.trim())"""


@pytest.fixture
def large(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody of the CEO's office of a programme of 18 months and five workstreams."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from large_programme import Size, build

    by = Person.objects.create_user("large@trust.example", name="Somebody")
    build("large", Size(5, 60, 40, 18), by)
    return by


def is_one_screen(page: Page, address: str) -> None:
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        assert page.evaluate(HEIGHT) <= height, (width, page.evaluate(HEIGHT))
        assert page.evaluate(WIDTH) <= width
        for name in HEADINGS:
            expect(page.get_by_role("heading", name=name)).to_be_in_viewport(ratio=1)


def is_one_page_on_paper(page: Page) -> None:
    body = page.pdf(prefer_css_page_size=True, print_background=True)
    with pikepdf.open(BytesIO(body)) as pdf:
        assert len(pdf.pages) == 1
        *_, width, height = pdf.pages[0].mediabox
        assert (round(width), round(height)) == (842, 595)


def test_the_demo_is_one_screen_that_answers_six_questions(visitor, programme):
    ceo = visitor().sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.page
    is_one_screen(page, f"{ceo.server}/scas/?month=2023-12")
    page.set_viewport_size({"width": 1280, "height": 800})
    for answer in (
        "16 of 31",
        "December 2023 is the first month here.",
        "Delivery since December 2023 or before",
        "9 of 16 are worse than the reading before",
        "0 of 16 so far",
        "Late:",
    ):
        found = (
            page.locator("main")
            .get_by_text(answer)
            .or_(
                page.locator(".app-five, .app-panel__said, .app-red__since").filter(has_text=answer)
            )
        )
        expect(found.first).to_be_in_viewport()
    is_one_page_on_paper(page)
    assert ceo.faults == []


def test_eighteen_months_of_five_workstreams_are_one_screen(visitor, large: Person):
    somebody = visitor().sign_in(large)
    is_one_screen(somebody.page, f"{somebody.server}/large/")
    is_one_page_on_paper(somebody.page)
    assert somebody.faults == []


def test_on_a_telephone_and_on_a_tablet_nothing_is_cut(visitor, programme):
    ceo = visitor().sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.page
    for width in (360, 600, 768, 1023):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{ceo.server}/scas/?month=2023-12")
        assert page.evaluate(WIDTH) == width
        assert page.evaluate(CUT) == [], width
        expect(page.get_by_role("link", name="Category 2")).to_be_visible()
        for name in ("Delivery: ", "Embedding: ", "Exit criteria: "):
            expect(page.get_by_role("link", name=name).last).to_be_visible()
    ceo.check()


def test_without_scripts_a_filter_is_a_press_of_its_button(visitor, programme):
    ceo = visitor(java_script_enabled=False).sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.page
    page.goto(f"{ceo.server}/scas/?month=2023-12")
    page.get_by_label("Workstream", exact=True).select_option("patient-safety")
    with page.expect_navigation():
        page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".app-stream")).to_have_count(1)
    assert ceo.faults == []
