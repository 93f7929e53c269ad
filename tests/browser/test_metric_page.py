"""The metric's page in a browser: Plotly draws under the strict policy, and nothing needs it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from improvement.models import Person, Programme
from scorecards.models import Metric, MonthlyReading

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


def drawn(page: Page) -> Locator:
    """Return the chart once Plotly has drawn it."""
    chart = page.locator("[data-chart][data-drawn]")
    expect(chart.locator(".main-svg").first).to_be_visible()
    return chart


def test_plotly_draws_and_nothing_is_blocked_or_inaccessible(visitor, amy, address):
    lead = visitor().sign_in(amy)
    for slug, number, tick in DRAWN:
        page = lead.go(address(slug, number))
        figure = drawn(page).locator(".app-chart__plotly")
        expect(figure.locator(".yaxislayer-above")).to_contain_text(tick)
        assert figure.locator(".scatterlayer .trace").count() >= 2
        expect(page.locator("[data-drawing]")).to_be_hidden()
        assert figure.locator("a, button, input, [tabindex]").count() == 0
        lead.check()
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{slug}-{number}.png"), full_page=True)


def test_nothing_moves_when_plotly_takes_the_place_of_the_servers_drawing(visitor, amy, address):
    lead, held = visitor().sign_in(amy), []
    lead.page.route("**/plotly.min*.js", lambda route: held.append(route))
    page = lead.page
    with page.expect_request("**/plotly.min*.js"):
        page.goto(f"{lead.server}{address('patient-safety', '2')}")
    before = page.locator("[data-drawing]").bounding_box()
    held[0].continue_()
    after = drawn(page).locator(".app-chart__plotly").bounding_box()
    assert (after["y"], after["height"]) == (before["y"], before["height"])
    lead.check()


def test_the_pointer_shows_the_figure_as_printed(visitor, amy, address):
    lead = visitor().sign_in(amy)
    page = lead.go(address("patient-safety", "2"))
    drawn(page).locator(".scatterlayer .points path.point").nth(3).hover(force=True)
    expect(page.locator(".hoverlayer")).to_contain_text("60.75%")
    expect(page.locator(".hoverlayer")).to_contain_text("Met")
    lead.check()


def test_the_chart_is_saved_as_svg_and_as_png(visitor, amy, address):
    lead = visitor().sign_in(amy)
    page = lead.go(address("patient-safety", "2"))
    drawn(page)
    for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        assert download.value.suggested_filename == f"scas-measure-2.{kind.lower()}"
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(begins)
        assert len(content) > 5_000
    lead.check()


def test_a_narrow_screen_draws_without_scrolling_sideways(visitor, amy, address):
    lead = visitor(viewport={"width": 320, "height": 700}).sign_in(amy)
    page = lead.go(address("governance-and-well-led", "5"))
    figure = drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert figure.locator(".main-svg").first.bounding_box()["width"] <= 320
    lead.check()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / "narrow.png"), full_page=True)


def test_without_scripts_the_servers_drawing_and_the_table_are_there(
    visitor, amy, address, context_of
):
    page = context_of(amy, address("performance-improvement", "1"))
    expect(page.locator(".app-chart__wide .app-chart__svg")).to_be_visible()
    expect(page.get_by_role("button", name="PNG")).to_be_hidden()
    expect(page.get_by_role("row", name="2023/24 Q1")).to_contain_text("00:27:59")


@pytest.fixture
def context_of(visitor, live_server) -> Callable:
    """Return a page as somebody signed in sees it with scripts switched off."""

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


def test_one_view_of_the_figures_is_seen_at_a_time_and_each_has_an_address(
    visitor, amy, address, context_of
):
    found = address("patient-safety", "2")
    line = Metric.objects.get(pk=found.rstrip("/").rpartition("/")[2]).lines.get()
    told = [f"{40 + month}%" for month in range(1, 13)]
    for month, printed in enumerate(told, start=1):
        MonthlyReading(line=line, starts_on=f"2023-{month:02}-01", printed=printed).save()
    lead = visitor().sign_in(amy)
    page = lead.go(found)
    quarters, months = (
        page.locator("#figure").locator(".."),
        page.locator("#figure-by-month").locator(".."),
    )
    tables = [page.get_by_role("row", name=name) for name in ("2023/24 Q1", "November 2023")]
    seen = {
        "By quarter": (True, False, True, False),
        "By month": (False, True, False, True),
        "Table": (False, False, True, True),
    }
    for view, shown in seen.items():
        page.get_by_role("navigation", name="The figures").get_by_role("link", name=view).click()
        for part, is_shown in zip((quarters, months, *tables), shown, strict=True):
            expect(part).to_be_visible(visible=is_shown)
        if view == "By month":
            expect(months.locator(".main-svg").first).to_be_visible()
            assert page.url.endswith("#by-month")
            page.set_viewport_size({"width": 360, "height": 740})
            page.reload()
            expect(months.locator(".main-svg").first).to_be_visible()
            page.set_viewport_size({"width": 1280, "height": 800})
            expect(months.locator(".textpoint")).to_have_text(told)
        lead.check()
    page = context_of(amy, found)
    for name in ("By quarter", "Every quarter", "By month", "Every month"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
