"""The exit chart of the dashboard: Plotly comes when somebody points at it, and not before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("come", ["hover", "focus"])
def test_plotly_takes_the_place_of_the_drawing_once_somebody_comes(visitor, programme, come):
    ceo = visitor(viewport={"width": 1280, "height": 800})
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    fetched: list[str] = []
    ceo.page.on("request", lambda request: fetched.append(request.url))
    page = ceo.go("/scas/?month=2023-12")
    page.wait_for_load_state("networkidle")
    assert [address for address in fetched if "plotly" in address] == []
    chart = page.locator("a[data-figure]")
    before = chart.bounding_box()
    getattr(chart, come)()
    expect(page.locator("a[data-drawn] .main-svg").first).to_be_visible()
    assert chart.bounding_box() == before
    ceo.check()


def test_arrows_go_through_its_months_and_not_to_another_one(visitor, programme):
    ceo = visitor()
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.go("/scas/?month=2024-01")
    page.locator("a[data-figure]").focus()
    expect(page.locator("a[data-drawn]")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    said = page.locator(".app-exit [role=status]")
    expect(said).to_have_text("January 2024: 0 complete")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("December 2023: 0 complete")
    page.keyboard.press("Escape")
    expect(said).to_have_text("")
    assert page.url.endswith("?month=2024-01")
