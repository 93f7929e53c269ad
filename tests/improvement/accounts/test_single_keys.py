"""Single-key shortcuts: switched by their person, kept with who and when, and back to the page."""

from __future__ import annotations

import pytest

SWITCH = "/accounts/single-keys/"


def test_they_follow_the_person_and_stand_in_the_history(signed_in, nicola, words):
    here, there = signed_in(nicola), signed_in(nicola)
    assert "Switch single-key shortcuts off" in words(here.get("/help/"))
    answer = here.post(SWITCH, {"keys": "off", "back": "/help/?page=2"}, follow=True)
    assert answer.redirect_chain == [("/help/?page=2", 302)]
    assert "Single-key shortcuts are off." in words(answer)
    page = there.get("/help/")
    assert "Switch single-key shortcuts on" in words(page)
    assert " data-single-keys" not in page.content.decode()
    latest = nicola.history.first()
    assert (latest.single_keys_off, latest.history_user) == (True, nicola)
    there.post(SWITCH, {"keys": "on", "back": "/help/"})
    assert " data-single-keys" in here.get("/help/").content.decode()
    assert nicola.history.first().single_keys_off is False


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_nobody_is_led_to_another_site(signed_in, nicola, back):
    answer = signed_in(nicola).post(SWITCH, {"keys": "off", "back": back})
    assert answer.headers["Location"] == "/"


def test_following_the_address_switches_nothing(signed_in, nicola, words):
    answer = signed_in(nicola).get(SWITCH, follow=True)
    assert "Nothing was done yet: please press the button again." in words(answer)
    nicola.refresh_from_db()
    assert nicola.single_keys_off is False
