"""Signing in with a second step, in a browser: an app, a passkey, an invitation, a directory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import expect

from config.directory import directory, origins_of
from improvement.models import LogEntry, LogKind, Person
from tests.authenticator_app import code_of
from tests.browser.directory import Directory, running

PASSWORD = "a pass phrase for the browser"
STYLE = "https://cdn.jsdelivr.net/"
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@pytest.fixture
def lead(transactional_db: None) -> Person:
    return Person.objects.create_user("lead@trust.example", PASSWORD, name="A lead")


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
    somebody.press("Sign out")
    enter_password(somebody)
    page.get_by_label("Security code").fill("000000")
    somebody.press("Sign in")
    expect(page.get_by_role("link", name="This code is not right")).to_be_visible()
    page.get_by_label("Security code").fill(code_of(secret))
    somebody.press("Sign in")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def with_a_fingerprint_reader(page) -> None:
    """Give the browser a device that makes and uses passkeys."""
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
    somebody.press("Sign out")
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
    somebody.press("Sign out")
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
    expect(reader.page.get_by_role("heading", name="My work")).to_be_visible()
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


@pytest.fixture(scope="session")
def provider() -> Iterator[Directory]:
    with running() as found:
        yield found


@pytest.fixture
def signs_on(provider: Directory, live_server, settings) -> Directory:
    """The application as an environment with a directory sets it up."""
    back = f"{live_server.url}/accounts/oidc/directory/login/callback/"
    client_id, secret = provider.register(back)
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, "your trust account"
    settings.SOCIALACCOUNT_PROVIDERS = directory(
        issuer=provider.issuer,
        name="your trust account",
        client_id=client_id,
        secret=secret,
        domains=["trust.example"],
    )
    forms = ["'self'", *origins_of(provider.issuer)]
    settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": forms}
    return provider


@pytest.fixture
def at_the_directory(visitor, signs_on: Directory):
    """Go to the directory from the sign-in page."""

    def go():
        somebody = visitor()
        # The provider's own page asks for a style sheet that is not on this machine.
        somebody.elsewhere = (signs_on.issuer, STYLE)
        somebody.page.route(f"{STYLE}**", lambda asked: asked.fulfill(content_type="text/css"))
        page = somebody.go("/accounts/login/")
        with page.expect_navigation(url=f"{signs_on.issuer}/**"):
            page.get_by_role("button", name="Sign in with your trust account").click()
        return somebody

    return go


@pytest.fixture
def arrive(at_the_directory):
    """Come back from the directory as somebody it knows."""

    def sign_on(subject: str):
        somebody = at_the_directory()
        page = somebody.page
        page.get_by_role("textbox").fill(subject)
        with page.expect_navigation(url=f"{somebody.server}/**"):
            page.get_by_role("button", name="Authorize").click()
        return somebody

    return sign_on


def test_a_known_address_of_the_trust_signs_in_without_being_called_verified(
    arrive, signs_on, lead
):
    """As Entra ID answers: with an address, and with no word on whether it is verified."""
    signs_on.knows("subject-1", email="lead@trust.example", name="A lead")
    somebody = arrive("subject-1")
    somebody.check()
    expect(somebody.page.get_by_role("heading", name="My work")).to_be_visible()
    # From then on it is the subject that counts, whatever becomes of the address.
    signs_on.knows("subject-1", email="married@trust.example")
    again = arrive("subject-1")
    expect(again.page.get_by_role("heading", name="My work")).to_be_visible()
    tied = LogEntry.objects.get(kind=LogKind.DIRECTORY)
    assert (tied.person, tied.about, tied.detail) == (lead, "subject-1", "tied")


def test_an_unknown_address_is_refused_and_makes_no_account(arrive, signs_on, lead):
    signs_on.knows("subject-2", email="nobody@trust.example", email_verified=True)
    page = arrive("subject-2").page
    expect(page.get_by_text("There is no account here for nobody@trust.example.")).to_be_visible()
    expect(page.get_by_text("Ask the programme office for an invitation.")).to_be_visible()
    assert [one.email for one in Person.objects.exclude(email=None)] == ["lead@trust.example"]


@pytest.mark.parametrize("verified", [False, "false", "true", None])
def test_an_address_elsewhere_that_nobody_vouches_for_is_refused(arrive, signs_on, lead, verified):
    lead.email = "lead@elsewhere.example"
    lead.save()
    claims = {} if verified is None else {"email_verified": verified}
    signs_on.knows("subject-3", email="lead@elsewhere.example", **claims)
    page = arrive("subject-3").page
    said = "The directory does not vouch for the address lead@elsewhere.example"
    expect(page.get_by_text(said)).to_be_visible()
    assert not lead.socialaccount_set.exists()


def test_an_address_elsewhere_that_is_verified_signs_in(arrive, signs_on, lead):
    lead.email = "lead@elsewhere.example"
    lead.save()
    signs_on.knows("subject-4", email="lead@elsewhere.example", email_verified=True)
    page = arrive("subject-4").page
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_a_leaver_whom_the_directory_still_knows_is_not_let_in(arrive, signs_on, lead):
    signs_on.knows("subject-5", email="lead@trust.example")
    arrive("subject-5")
    lead.is_active = False
    lead.save()
    page = arrive("subject-5").page
    expect(page.get_by_role("heading", name="This account is closed")).to_be_visible()


@pytest.mark.parametrize(
    ("counts", "heading"), [(True, "My work"), (False, "Your second step at sign-in")]
)
def test_the_directory_s_second_step_counts_where_the_environment_says_so(
    arrive, signs_on, lead, settings, counts, heading
):
    settings.MFA_REQUIRED_FOR, settings.OIDC_MFA = ["everybody"], counts
    signs_on.knows("subject-6", email="lead@trust.example")
    page = arrive("subject-6").page
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_whoever_turns_back_at_the_directory_is_told_so(at_the_directory, lead):
    somebody = at_the_directory()
    page = somebody.page
    with page.expect_navigation(url=f"{somebody.server}/**"):
        page.get_by_role("button", name="Deny").click()
    heading = page.get_by_role("heading", name="The directory did not sign you in")
    expect(heading).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_what_the_provider_says_of_itself_is_what_the_standard_asks(provider):
    """So that the directory of the tests is one, and not a stand-in that says yes."""
    with urlopen(f"{provider.issuer}/.well-known/openid-configuration") as answer:  # noqa: S310
        told = json.load(answer)
    assert told["issuer"] == provider.issuer
    assert told["id_token_signing_alg_values_supported"] == ["RS256"]
