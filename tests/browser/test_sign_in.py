"""Signing in with a second step, in a browser: an app, a passkey, an invitation, a directory."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import expect

from improvement.models import Person
from tests.support.authenticator_app import code_of

PASSWORD = "a pass phrase for the browser"
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def required(settings) -> None:
    settings.MFA_REQUIRED_FOR = ["everybody"]


def enter_password(visitor) -> None:
    visitor.go("/accounts/login/")
    visitor.page.get_by_label("Email").fill("lead@trust.example")
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    main = visitor.page.get_by_role("main")
    visitor.follow(main.get_by_role("button", name="Sign in", exact=True))


@WIDTHS
def test_an_app_is_set_up_once_and_asked_for_ever_after(visitor, required, lead, width):
    somebody = visitor(viewport={"width": width, "height": 800})
    page = somebody.page
    enter_password(somebody)
    expect(page.get_by_text("a password alone is not enough")).to_be_visible()
    somebody.follow(page.get_by_role("link", name="Set up an app"))
    page.get_by_text("The camera does not work").click()
    secret = page.locator(".app-key-once").inner_text()
    page.get_by_label("Security code").fill(code_of(secret, steps=-1))
    somebody.press("Continue")
    expect(page.get_by_text("10 of 10 are left")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    somebody.follow(page.get_by_role("link", name="I have kept them: go to my work"))
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    somebody.sign_out()
    enter_password(somebody)
    page.get_by_label("Security code").fill("000000")
    somebody.press("Sign in")
    expect(page.get_by_role("link", name="This code is not right")).to_be_visible()
    page.get_by_label("Security code").fill(code_of(secret))
    somebody.press("Sign in")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def with_a_fingerprint_reader(page) -> None:
    """Add to the browser a device that makes and uses passkeys."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_stands_in_for_password_and_code(visitor, required, lead):
    somebody = visitor()
    page = somebody.page
    with_a_fingerprint_reader(page)
    enter_password(somebody)
    somebody.follow(page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Use it instead of the password, too").check()
    somebody.press("Add a passkey")
    expect(page.get_by_text("10 of 10 are left")).to_be_visible()
    assert Authenticator.objects.get(type="webauthn").data["name"] == "My laptop"
    somebody.follow(page.get_by_role("link", name="I have kept them: go to my work"))
    somebody.sign_out()
    somebody.go("/accounts/login/")
    somebody.press("Use a passkey")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    somebody.go("/accounts/second-step/webauthn/")
    expect(page.get_by_role("rowheader", name="My laptop")).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(visitor, required, lead):
    somebody = visitor()
    page = somebody.page
    with_a_fingerprint_reader(page)
    enter_password(somebody)
    somebody.follow(page.get_by_role("link", name="Add a passkey"))
    somebody.press("Add a passkey")
    somebody.follow(page.get_by_role("link", name="I have kept them: go to my work"))
    somebody.sign_out()
    enter_password(somebody)
    somebody.press("Use a passkey instead")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_a_browser_without_the_passkey_says_so_on_the_page(visitor, lead):
    somebody = visitor()
    page = somebody.page
    with_a_fingerprint_reader(page)
    somebody.go("/accounts/login/")
    said = page.get_by_role("main").get_by_text("Your passkey could not be used")
    expect(said).to_be_hidden()
    page.get_by_role("button", name="Use a passkey").click()
    expect(said).to_be_visible()


@WIDTHS
def test_somebody_is_invited_comes_in_and_leaves(visitor, programme, width):
    office = visitor(viewport={"width": width, "height": 800})
    office.sign_in(Person.objects.get(programme=programme, slug="programme-office"))
    page = office.go("/scas/access/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    office.follow(page.get_by_role("link", name="Invite somebody"))
    office.press("Send the invitation")
    expect(page.get_by_role("link", name="Enter their name.")).to_be_visible()
    page.get_by_label("Name").fill("New Reader")
    page.get_by_label("E-mail address").fill("reader@trust.example")
    page.get_by_label("What are they appointed to?").select_option(label="Board reader")
    office.press("Send the invitation")
    expect(page.get_by_text("A mail is on its way to reader@trust.example.")).to_be_visible()
    expect(page.get_by_role("row", name="New Reader")).to_contain_text("Invited, link works until")
    path = re.search(r"/accounts/invitation/\S+/", mail.outbox[-1].body)[0]
    reader = visitor(viewport={"width": width, "height": 800})
    reader.go(path)
    assert reader.page.evaluate("document.documentElement.scrollWidth") == width
    reader.page.get_by_label("Choose a password").fill("a pass phrase of a reader")
    reader.press("Save and sign in")
    expect(reader.page).to_have_url(f"{reader.server}/scas/")
    expect(reader.go("/accounts/sessions/").get_by_text("This one")).to_be_visible()
    office.go("/scas/access/")
    office.follow(page.get_by_role("link", name="Deactivate New Reader"))
    page.get_by_label("Why?").fill("Left the trust")
    office.press("Deactivate")
    expect(page.get_by_text("New Reader is deactivated and signed out")).to_be_visible()
    reader.page.goto(f"{reader.server}/")
    expect(reader.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_elsewhere_is_ended_from_here(visitor, lead):
    here, there = visitor(), visitor()
    for one in (there, here):
        enter_password(one)
    here.go("/accounts/sessions/")
    here.press("End the session in")
    expect(here.page.get_by_text("That session is ended.")).to_be_visible()
    there.page.goto(f"{there.server}/")
    expect(there.page.get_by_role("heading", name="Sign in")).to_be_visible()
