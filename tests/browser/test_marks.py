"""What a mark says: at a pointer, with arrow keys, at a tap; each group is one link to its list."""

from __future__ import annotations

import re

from playwright.sync_api import expect

CELLS = ".app-stream__cells a"


def test_a_pointer_at_a_cell_is_told_the_action_and_its_rating(visitor, programme):
    ceo = visitor(viewport={"width": 1280, "height": 800})
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.go("/scas/?month=2023-12")
    cells, box = page.locator(CELLS).nth(1), page.locator(".app-told")
    cells.hover(position={"x": 6, "y": 12})
    expect(box).to_contain_text("GWL-01 Governance and risk processes fit for purpose")
    expect(box).to_contain_text("Embedding overdue, since Dec 2023 or before")
    assert box.locator("p").all_inner_texts()[2:] == ["Daryl Lutchmaya"]
    ceo.check()
    box.hover()  # what is told can be pointed at
    expect(box).to_contain_text("GWL-01")
    page.get_by_role("heading", name="What moved").hover()
    expect(box).to_be_empty()


def test_arrows_go_along_a_group_and_not_to_another_month(visitor, programme):
    ceo = visitor(viewport={"width": 1280, "height": 800})
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.go("/scas/?month=2023-12")
    box = page.get_by_role("status").and_(page.locator(".app-told"))
    page.locator(".app-stream__name").first.focus()
    page.keyboard.press("Tab")
    expect(box).to_contain_text("GWL-01")
    page.keyboard.press("ArrowRight")
    expect(box).to_contain_text("GWL-02")
    page.keyboard.press("Escape")
    expect(box).to_be_empty()
    page.locator(".app-stream__strip a").first.focus()
    page.keyboard.press("End")
    expect(box).to_contain_text("December 2023")
    expect(box).to_contain_text("Embedding not yet rated")
    page.keyboard.press("ArrowLeft")
    expect(box).to_contain_text("Delivery not known")
    assert box.locator("p").all_inner_texts()[3:] == ["Daryl Lutchmaya"]
    assert page.url.endswith("?month=2023-12")
    page.locator(CELLS).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/scas/actions/\?month=2023-12&workstream=[a-z-]+#action-\d+$"))


def test_the_first_tap_tells_and_the_second_goes_to_the_list(visitor, programme):
    ceo = visitor(viewport={"width": 360, "height": 740}, has_touch=True)
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.go("/scas/?month=2023-12")
    cells = page.locator(CELLS).first
    cells.tap(position={"x": 20, "y": 12})
    expect(page.locator(".app-told")).to_contain_text("GWL-02")
    cells.tap(position={"x": 20, "y": 12})
    page.wait_for_url("**/scas/actions/**")


def test_a_month_of_the_rating_history_tells_the_action_its_rating_and_whose_it_is(
    visitor, programme
):
    """Each row is one stop of the tab key, and leads to the months of its action."""
    ceo = visitor(viewport={"width": 1920, "height": 1080})
    ceo.sign_in(programme.people.get(slug="ceo-office"))
    page = ceo.go("/scas/?month=2023-12")
    rows, box = page.locator(".app-months tbody a[data-marks]"), page.locator(".app-told")
    width = rows.first.bounding_box()["width"]
    rows.first.hover(position={"x": width - 3, "y": 12})
    assert box.locator("p").all_inner_texts() == [
        "GWL-01 Governance and risk processes fit for purpose",
        "December 2023: Embedding overdue",
        "Daryl Lutchmaya",
    ]
    page.locator(".app-months tbody a").nth(2).focus()
    page.keyboard.press("Tab")
    expect(box).to_contain_text("July 2022: Embedding not known")
    page.keyboard.press("End")
    expect(box).to_contain_text("GWL-02")
    expect(box).to_contain_text("December 2023: Embedding")
    ceo.check()
