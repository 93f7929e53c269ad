"""Signing in through the trust’s directory, in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from config.single_sign_on import directory, origins_of
from improvement.models import LogEntry, LogKind, Person
from tests.support.oidc_provider import Directory, running

STYLE = "https://cdn.jsdelivr.net/"


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
