"""The HTML pack as somebody opens it: a file on their own machine, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from reporting.renderers import render
from reporting.snapshots.month import contents_of
from tests.support.accessibility_rules import RULES

# Of what is right, which is nearly all of this long page, nothing is written down.
AXE = {"runOnly": RULES, "resultTypes": ["violations"]}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def file(programme, tmp_path):
    month = programme.months.get(starts_on="2023-12-01")
    made = tmp_path / "pack.html"
    made.write_bytes(render(contents_of(month), "html"))
    return made


def test_it_is_accessible_and_no_wider_than_its_window(browser, file):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    said, asked_for = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked_for.append(request.url))
    try:
        page.goto(file.as_uri())
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDER) <= 0, width
            assert page.evaluate("getComputedStyle(document.querySelector('header')).color") == (
                "rgb(255, 255, 255)"
            )
            found = Axe().run(page, options=AXE).response["violations"]
            assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
        assert asked_for == [file.as_uri()]
        assert said == []
    finally:
        page.close()
