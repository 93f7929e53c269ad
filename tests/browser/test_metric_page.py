"""The metric's page in a browser: Plotly draws under the strict policy, and nothing needs it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from improvement.models import Person, Programme
from scorecards.models import Metric

SHOTS = os.environ.get("METRIC_SHOTS", "")
DRAWN = [
    ("performance-improvement", "1", "0:20:00"),
    ("governance-and-well-led", "6", "E (Excellent)"),
    ("governance-and-well-led", "5", "Partial, from 75%"),
    ("governance-and-well-led", "11", "80%"),
    ("patient-safety", "2", "80%"),
    ("performance-improvement", "7", "Programme Plan"),
]


@pytest.fixture
def address(programme: Programme) -> Callable[[str, str], str]:
    def of(slug: str, number: str) -> str:
        metrics = Metric.objects.filter(workstream__programme=programme, workstream__slug=slug)
        return f"/scas/metrics/{metrics.get(number=number).pk}/"

    return of


@pytest.fixture
def amy(programme: Programme) -> Person:
    return Person.objects.get(programme=programme, slug="amy-carden")


def test_plotly_draws_and_nothing_is_blocked_or_inaccessible(visitor, amy, address):
    lead = visitor().sign_in(amy)
    for slug, number, tick in DRAWN:
        page = lead.go(address(slug, number))
        figure = page.locator("[data-figure]")
        expect(figure.locator(".main-svg").first).to_be_visible()
        expect(figure.locator(".yaxislayer-above")).to_contain_text(tick)
        assert figure.locator(".scatterlayer .trace").count() >= 2
        expect(page.locator("[data-instead]")).to_be_hidden()
        assert figure.locator("a, button, input, [tabindex]").count() == 0
        lead.check()
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{slug}-{number}.png"), full_page=True)


def test_the_pointer_shows_the_figure_as_printed(visitor, amy, address):
    lead = visitor().sign_in(amy)
    page = lead.go(address("patient-safety", "2"))
    page.locator(".scatterlayer .trace").nth(1).locator(".points path").nth(3).hover(force=True)
    expect(page.locator(".hoverlayer")).to_contain_text("60.75%")
    expect(page.locator(".hoverlayer")).to_contain_text("Met")
    lead.check()


def test_a_narrow_screen_draws_without_scrolling_sideways(visitor, amy, address):
    lead = visitor(viewport={"width": 320, "height": 700}).sign_in(amy)
    page = lead.go(address("governance-and-well-led", "5"))
    expect(page.locator("[data-figure] .main-svg").first).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320
    figure = page.locator("[data-figure]")
    assert figure.locator(".main-svg").first.bounding_box()["height"] <= 460
    lead.check()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / "narrow.png"), full_page=True)


def test_without_scripts_the_trend_and_the_table_are_there(visitor, amy, address, context_of):
    page = context_of(amy, address("performance-improvement", "1"))
    expect(page.locator(".app-trend__svg")).to_be_visible()
    expect(page.locator("[data-figure]")).to_be_hidden()
    expect(page.get_by_role("row", name="2023/24 Q1")).to_contain_text("00:27:59")


@pytest.fixture
def context_of(visitor, live_server) -> Callable:
    """Give a page as somebody signed in sees it with scripts switched off."""

    def opened(person: Person, address: str):
        visit = visitor(java_script_enabled=False)
        person.email = person.email or f"{person.slug}@trust.example"
        person.set_password("a pass phrase for the browser")
        person.save()
        visit.page.goto(f"{live_server.url}{address}")
        visit.page.get_by_label("Email").fill(person.email)
        visit.page.get_by_label("Password", exact=True).fill("a pass phrase for the browser")
        with visit.page.expect_navigation():
            visit.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        assert visit.faults == []
        return visit.page

    return opened
