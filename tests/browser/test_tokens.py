"""Data access in a browser: made, shown once, used, revoked; on a screen and on a phone."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from improvement.models import Person


def asked(server: str, key: str) -> int:
    """Ask for the months as a reporting tool would, give the status."""
    address = f"{server}/api/v1/programmes/scas/months"
    request = Request(address, headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    try:
        return urlopen(request).status  # noqa: S310
    except HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("width", [1280, 360])
def test_a_token_is_made_used_and_revoked(visitor, programme, live_server, width):
    nicola = Person.objects.get(programme=programme, slug="nicola-howells")
    lead = visitor(viewport={"width": width, "height": 800}).sign_in(nicola)
    page = lead.go("/tokens/")
    page.get_by_label("What is it for?").fill("Board report")
    lead.press("Make a token")
    key = page.locator(".app-key-once").inner_text()
    assert asked(live_server.url, key) == 200
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page = lead.go("/tokens/")
    expect(page.get_by_text(key)).to_have_count(0)
    lead.press("Revoke Board report")
    expect(page.get_by_text("Token Board report is revoked")).to_be_visible()
    assert asked(live_server.url, key) == 401
