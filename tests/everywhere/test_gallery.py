"""The gallery draws every component, so that one look at it is a look at them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.gallery.views import PAGE

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ROOMS = ("_components", "_layout", "improvement", "scorecards", "reporting")
NAMED = re.compile(r'"([a-z_]+(?:/[a-z_]+)+\.html)"')
# Drawn by the layout or by a tag; those of writing and of set-up by browser tests of their own.
ELSEWHERE = {
    "account_menu.html",
    "actions_of.html",
    "aside.html",
    "ending_link.html",
    "error_summary.html",
    "header.html",
    "navigation.html",
    "order.html",
    "paste_box.html",
    "paste_outcome.html",
    "pasted_row.html",
    "posts.html",
    "search_box.html",
    "sub_actions.html",
    "table_region.html",
    "writing_scripts.html",
    "writing_title.html",
}


def components() -> set[str]:
    """Return the name of every template that is a part of a page."""
    files = [path for room in ROOMS for path in (TEMPLATES / room).rglob("*.html")]
    parts = [path for path in files if path.name[0] == "_" or path.parent.name[0] == "_"]
    return {path.relative_to(TEMPLATES).as_posix() for path in parts}


def drawn_by(page: Path) -> set[str]:
    """Return what a page includes, itself or through what it includes."""
    seen: set[str] = set()
    waiting = {page}
    while waiting:
        named = set(NAMED.findall(waiting.pop().read_text(encoding="utf-8"))) - seen
        seen |= named
        waiting |= {TEMPLATES / name for name in named}
    return seen


def test_the_gallery_draws_every_component():
    missing = {Path(name).name.removeprefix("_") for name in components() - drawn_by(PAGE)}
    assert missing == ELSEWHERE


@pytest.mark.urls("tests.support.gallery.urls")
def test_what_the_gallery_draws_are_words(signed_in, office, words):
    page = words(signed_in(office).get("/gallery/"))
    assert "Explain the red." in page
    assert "namespace(" not in page


def test_the_application_itself_has_no_gallery(signed_in, office):
    for address in ("/gallery/", "/developers/components/"):
        assert signed_in(office).get(address).status_code == 404
