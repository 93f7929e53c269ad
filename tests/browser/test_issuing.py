"""The pages of a pack in a browser: the draft beside what is left, and what was issued."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from improvement.models import Person

WIDTHS = [1280, 360]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_preview_says_that_the_pack_is_made_until_it_is_there(visitor, programme, width):
    office = Person.objects.get(programme=programme, slug="programme-office")
    at_work = visitor(viewport={"width": width, "height": 800}).sign_in(office)
    page = at_work.go("/scas/2024-01/preview/")
    expect(page.get_by_text("The pack is being made")).to_be_hidden()
    expect(page.get_by_role("link", name="Headline of the overview is empty")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    at_work.go("/scas/2024-01/issue/")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_a_board_reader_reads_the_issued_pack_as_a_web_page(visitor, programme, width):
    reader = Person.objects.get(programme=programme, slug="board-reader")
    reading = visitor(viewport={"width": width, "height": 800}).sign_in(reader)
    page = reading.go("/scas/2023-12/pack/1/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    reading.follow(page.get_by_role("link", name="Read the pack"))
    expect(page.locator("#executive-summary")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
