"""Help opens at the place that is about the page."""

from __future__ import annotations

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from improvement.models import Role
from improvement.web.guides import GUIDES, Guide, help_address
from tests.support.read_header import account_menu

# The pages that everybody reads, and the place that is about each.
PAGES = {
    "dashboard": "dashboard",
    "measures": "measures",
    "metric": "measure",
    "action_list": "actions",
    "action_timeline": "actions",
    "exit": "exit",
    "criterion_timeline": "exit",
    "packs": "packs",
}
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_a_guide_has_every_place_and_names_pages_there_are(db, guide: Guide):
    page = get_template(guide.template).render({"guide": guide})
    assert [place for place in guide.places.values() if page.count(f'id="{place}"') != 1] == []
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(guide.places) - names == set()


@pytest.mark.parametrize(
    ("slug", "address", "place"),
    [
        ("nicola-howells", REPORT, "/help/lead/#tasks"),
        ("nicola-howells", f"{REPORT}highlight-report/", "/help/lead/#report"),
        ("nicola-howells", "/scas/history/", "/help/lead/"),
        ("melanie-saunders", f"{REPORT}as-it-stands/", "/help/executive/#reading"),
        ("programme-office", "/scas/2024-01/returns/", "/help/programme-office/#returns"),
        ("ceo-office", "/scas/", "/help/ceo-office/#dashboard"),
        ("board-reader", "/scas/2023-12/", "/help/board-reader/#pack"),
        ("board-reader", "/scas/", "/help/board-reader/#dashboard"),
        ("board-reader", "/scas/packs/", "/help/board-reader/#packs"),
    ],
)
def test_the_link_of_a_page_opens_its_place(signed_in, someone, slug, address, place):
    assert account_menu(signed_in(someone(slug)).get(address))["Help"] == place


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_everybody_has_help_about_each_page_to_read(guide: Guide):
    role = {guide.roles[0]}
    assert {page: help_address(role, page).partition("#")[2] for page in PAGES} == PAGES


def test_whoever_has_several_roles_gets_the_guide_that_is_about_the_page(db):
    both = {Role.SRO, Role.EXECUTIVE_LEAD}
    assert help_address(both, "reading") == "/help/executive/#reading"
    assert help_address(both, "history") == "/help/"
    assert help_address(set(), "home") == "/help/"
