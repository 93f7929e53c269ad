"""Pages to read are white and dense; pages to write on are grey, in larger type."""

from __future__ import annotations

import pytest

LOOK = """() => [
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("main p")).fontSize,
  getComputedStyle(document.body).fontVariantNumeric,
]"""
WHITE, GREY, FIGURES = "rgb(255, 255, 255)", "rgb(240, 244, 245)", "lining-nums tabular-nums"
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.mark.parametrize(
    ("address", "width", "ground", "size"),
    [
        ("/scas/history/", 360, WHITE, "14px"),
        ("/scas/history/", 1280, WHITE, "13px"),
        ("/scas/history/", 1920, WHITE, "14px"),
        ("/scas/2023-12/pack/1/", 1280, WHITE, "13px"),
        ("/scas/ratings/", 1280, WHITE, "13px"),
        ("/scas/history/", 768, WHITE, "13px"),
        (REPORT, 360, GREY, "16px"),
        (REPORT, 1280, GREY, "16px"),
    ],
)
def test_a_page_has_the_ground_of_what_it_is_for(visitor, person, address, width, ground, size):
    lead = visitor(viewport={"width": width, "height": 800}).sign_in(person("nicola-howells"))
    page = lead.go(address)
    assert page.evaluate(LOOK) == [ground, size, FIGURES]
    assert page.evaluate("document.documentElement.scrollWidth") == width
