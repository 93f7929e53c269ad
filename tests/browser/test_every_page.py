"""Every page there is, opened once: nothing on it is blocked, broken or fetched from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from improvement.models import Person
from improvement.trust_pages.text import PAGES
from tests.support.permissions_ids import BY_SESSION, ids

OF_ONE_S_OWN = [
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/second-step/",
    "/accounts/second-step/totp/activate/",
    "/accounts/second-step/webauthn/",
    "/accounts/second-step/webauthn/add/",
    "/accounts/second-step/recovery-codes/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/nowhere/",
]
OF_ANYBODY = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-nothing/",
    "/accounts/invitation/nothing/",
    "/accounts/oidc/cancelled/",
    "/accounts/oidc/error/",
    *(f"/{page.slug}/" for page in PAGES),
    "/help/",
]
IN_THE_TABLE = sorted({row.address + row.query for row in BY_SESSION if row.method == "GET"})
# What differs each time a page is asked for, and the address that its header's form leads back to.
TOKENS = re.compile(r'(csrfmiddlewaretoken|seen|back)" value="[^"]*"')


def pages(addresses: list[str], client: Client) -> dict[str, str]:
    """Return those that are pages, with what they are: what is downloaded no browser shows."""
    answers = {one: client.get(one, follow=True) for one in addresses}
    return {
        one: TOKENS.sub("", answer.content.decode())
        for one, answer in answers.items()
        if "html" in answer.headers["Content-Type"]
    }


def unlike(pages: dict[str, str]) -> list[str]:
    """Return the first address of each page: many refuse in the same words."""
    return list({page: address for address, page in reversed(pages.items())}.values())


def faults_on(visitor, addresses: list[str]) -> dict[str, list[str]]:
    """Open each; give what the browser complains of, but for a page's own status."""
    found = {}
    for address in addresses:
        visitor.faults.clear()
        visitor.page.goto(f"{visitor.server}{address}")
        told = [one for one in visitor.faults if "the server responded with a status of" not in one]
        if told:
            found[address] = told
    return found


@pytest.mark.parametrize("slug", ["programme-office", "nicola-howells", "board-reader"])
def test_nothing_is_blocked_on_any_page_of_somebody_signed_in(visitor, programme, slug):
    person = Person.objects.get(programme=programme, slug=slug)
    someone, client = visitor().sign_in(person), Client()
    client.force_login(person)
    known = ids(programme)
    opened = pages([one.format(**known) for one in IN_THE_TABLE] + OF_ONE_S_OWN, client)
    assert len(opened) > 50
    assert faults_on(someone, unlike(opened)) == {}


def test_nothing_is_blocked_on_any_page_of_nobody(visitor, programme):
    assert list(pages(OF_ANYBODY, Client())) == OF_ANYBODY
    assert faults_on(visitor(), OF_ANYBODY) == {}


def test_the_trust_s_pages_are_for_everybody_on_any_screen(visitor, programme):
    someone = visitor(viewport={"width": 1280, "height": 800})
    for page in PAGES:
        someone.go(f"/{page.slug}/")
        for width in (360, 1280):
            someone.resize(width)


def test_nothing_is_blocked_where_too_many_tried_to_sign_in(visitor, programme):
    someone = visitor()
    for _ in range(7):
        someone.page.goto(f"{someone.server}/accounts/login/")
        someone.page.get_by_label("Email").fill("nobody@trust.example")
        someone.page.get_by_label("Password", exact=True).fill("wrong")
        with someone.page.expect_navigation():
            someone.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert "wait" in someone.page.get_by_role("main").inner_text()
    assert [one for one in someone.faults if "status of" not in one] == []
