"""The list of measures in a browser: opening one beside the list, and going on with keys."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def listed(visitor, person):
    """Return the list as the CEO's office sees it, wide, and what listens for faults."""
    visit = visitor(viewport={"width": 1280, "height": 900}).sign_in(person("ceo-office"))
    return visit, visit.go("/scas/measures/?month=2023-12")


def test_a_measure_opens_beside_the_list_and_closes_again(listed):
    visit, page = listed
    row = page.get_by_role("row", name=re.compile("^PI 5 "))
    row.get_by_role("link").click()
    heading = page.locator("#pane-name")
    expect(heading).to_be_focused()
    expect(page).to_have_url(re.compile(r"open=\d+"))
    expect(page.locator(".app-pane [data-drawn]")).to_be_visible()
    table, pane = page.locator(".app-list--measures"), page.locator(".app-pane")
    assert pane.bounding_box()["x"] >= table.bounding_box()["x"] + table.bounding_box()["width"]
    visit.check()
    page.keyboard.press("Escape")
    expect(pane).to_have_count(0)
    expect(row.get_by_role("link")).to_be_focused()
    expect(page).not_to_have_url(re.compile("open="))
    page.go_back()
    expect(heading).to_be_visible()
    visit.check()


def test_arrows_go_to_the_rows_beside_it(listed):
    visit, page = listed
    page.get_by_role("row", name=re.compile("^PI 5 ")).get_by_role("link").click()
    where = page.locator(".app-pane__head")
    expect(where).to_contain_text("PI 5")
    page.keyboard.press("ArrowDown")
    expect(where).to_contain_text("PI 6")
    expect(page.locator("#pane-name")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(where).to_contain_text("PI 5")
    visit.check()


def test_under_1100_pixels_it_opens_under_its_row(visitor, person):
    visit = visitor(viewport={"width": 1000, "height": 900}).sign_in(person("ceo-office"))
    page = visit.go("/scas/measures/?month=2023-12")
    row = page.get_by_role("row", name=re.compile("^PI 5 "))
    row.get_by_role("link").click()
    pane = page.locator(".app-pane")
    expect(pane).to_be_visible()
    below = row.bounding_box()["y"] + row.bounding_box()["height"]
    assert abs(pane.bounding_box()["y"] - below) < 20
    visit.check()


def test_on_a_telephone_nothing_is_off_the_screen(visitor, person):
    visit = visitor(viewport={"width": 360, "height": 740}).sign_in(person("ceo-office"))
    page = visit.go("/scas/measures/?month=2023-12")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    change = page.get_by_text("−8.5 worse").bounding_box()
    assert change["x"] >= 0
    assert change["x"] + change["width"] <= 360
    visit.check()
