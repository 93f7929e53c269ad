"""The header in a browser: one row at every width, its menu, and the keys of every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

# For every part of the header that is seen: whether it ends inside the window and within the row.
OUTSIDE = """() => {
  const row = document.querySelector(".app-header").getBoundingClientRect();
  const parts = document.querySelectorAll(".app-header > *, .app-header__navigation a");
  return [...parts].filter((part) => part.checkVisibility()).filter((part) => {
    const box = part.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || box.top < row.top || box.bottom > row.bottom;
  }).map((part) => part.outerHTML);
}"""
HEIGHT = "document.querySelector('.app-header').offsetHeight"
WIDTH = "document.documentElement.scrollWidth"
HIGH = [(320, 52), (360, 52), (768, 52), (1024, 40), (1280, 40), (1920, 40)]


def menu(page):
    return page.locator("[data-menu]")


def entries(page):
    """Return the navigation within the menu, which narrow screens show."""
    return page.get_by_role("navigation", name="Pages", exact=True)


def test_the_header_is_one_row_that_everything_fits_into(visitor, person):
    office = visitor(viewport={"width": 320, "height": 740}).sign_in(person("programme-office"))
    page = office.go("/scas/history/")
    for width, height in HIGH:
        office.resize(width, 740)
        assert page.evaluate(HEIGHT) == height, width
        assert page.evaluate(WIDTH) == width
        assert page.evaluate(OUTSIDE) == [], width
        expect(page.get_by_role("navigation", name="Menu")).to_be_visible(visible=width >= 1024)
        menu(page).locator("summary").click()
        office.check(part=".app-header")
        expect(entries(page)).to_be_visible(visible=width < 1024)
        assert page.evaluate(WIDTH) == width
        menu(page).locator("summary").click()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_is_opened_left_and_closed_by_keyboard(visitor, person, width):
    lead = visitor(viewport={"width": width, "height": 740}).sign_in(person("nicola-howells"))
    page = lead.go("/help/")
    button = menu(page).locator("summary")
    button.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Change password")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").focus()
    page.keyboard.press("Tab")
    expect(link).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_works_without_scripts(visitor, person, width):
    lead = visitor(viewport={"width": width, "height": 740}, java_script_enabled=False)
    page = lead.sign_in(person("nicola-howells")).page
    page.goto(f"{lead.server}/scas/")
    menu(page).locator("summary").click()
    page.get_by_role("link", name="Change password").click()
    expect(page.get_by_role("heading", name="Change your password")).to_be_visible()


def test_the_navigation_of_a_phone_leads_on(visitor, person):
    lead = visitor(viewport={"width": 360, "height": 740}).sign_in(person("nicola-howells"))
    page = lead.go("/scas/")
    menu(page).locator("summary").click()
    lead.follow(
        page.get_by_role("navigation", name="Pages", exact=True).get_by_role("link", name="History")
    )
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def test_the_slash_leads_to_the_search(visitor, person):
    lead = visitor(viewport={"width": 1280, "height": 800}).sign_in(person("nicola-howells"))
    page = lead.go("/scas/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search actions, metrics, reports and plans")
    expect(box).to_be_focused()
    page.keyboard.type("1/2")
    expect(box).to_have_value("1/2")
    page.set_viewport_size({"width": 360, "height": 740})
    lead.go("/scas/")
    with page.expect_navigation():
        page.keyboard.press("/")
    expect(page.get_by_role("heading", name="Search")).to_be_visible()


LINKS = """() => document.querySelector("main").insertAdjacentHTML("afterbegin",
  '<a href="#earlier" data-key="previous">Earlier</a><a href="#later" data-key="next">Later</a>')"""


def test_the_arrows_follow_the_links_that_say_so(visitor, person):
    lead = visitor(viewport={"width": 1280, "height": 800}).sign_in(person("nicola-howells"))
    page = lead.go("/help/")
    page.keyboard.press("ArrowLeft")
    page.evaluate(LINKS)
    assert "#" not in page.url
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/help/#earlier")
    page.get_by_role("link", name="Earlier").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/help/#later")
    page.get_by_role("searchbox").fill("word")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+ArrowLeft")
    assert page.url.endswith("#later")


def test_single_keys_are_switched_off_and_on_for_the_person(visitor, person):
    lead = visitor(viewport={"width": 1280, "height": 800}).sign_in(person("nicola-howells"))
    page = lead.go("/scas/history/?kind=report")
    menu(page).locator("summary").click()
    lead.press("Switch single-key shortcuts off")
    expect(page.get_by_text("Single-key shortcuts are off.")).to_be_visible()
    assert page.url.endswith("/scas/history/?kind=report")
    page.keyboard.press("/")
    page.evaluate(LINKS)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("searchbox").first).not_to_be_focused()
    assert "#" not in page.url
    menu(page).locator("summary").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Change password")).to_be_hidden()
    menu(page).locator("summary").click()
    lead.press("Switch single-key shortcuts on")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").first).to_be_focused()
