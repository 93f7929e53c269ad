"""A real browser on a live server. Anything a page does behind one's back fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import get_random_string
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from improvement.models import Person, Programme
from tests.support.accessibility_rules import RULES
from tests.support.programs import program
from tests.support.signing_in import session_of

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "a pass phrase for the browser"
AXE = {"runOnly": RULES, "resultTypes": ["violations"]}
# All that axe judges a page by, but for the tokens of its forms: they differ each time.
LOOKS = """() => JSON.stringify([
  innerWidth, innerHeight, matchMedia("(forced-colors: active)").matches,
  document.documentElement.outerHTML.replace(/(csrfmiddlewaretoken|seen)" value="[^"]*"/g, ""),
  [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].map(
    (one) => [one.checked, one.value]
  ),
])"""
# What answers a change of the window, charts for one, has done so after the second frame.
TWO_FRAMES = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
FAULTLESS: set[int] = set()  # hashes of pages as they looked to this worker's visitors
# Milliseconds that a page, an element or a sentence may take on a machine that is busy with others.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

# The browser's own loop runs in the thread that makes the test's queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# What make test shows in a browser each time; make test-slow shows everything.
QUICK = {
    "test_a_rating_a_bullet_and_a_figure_reach_the_pack_and_the_history",
    "test_a_rating_that_moves_says_so_at_once",
    "test_ratings_that_did_not_move_are_confirmed_by_keyboard_alone",
    "test_the_pages_work_without_javascript",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if item.name not in QUICK:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[[], Browser]]:
    """Return a way to start a browser, each a process of its own."""
    chromium = program("chromium")
    with sync_playwright() as playwright:
        yield lambda: playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


@pytest.fixture(scope="session")
def browser(launch) -> Browser:
    return launch()


@pytest.fixture(autouse=True)
def no_attempts_yet(transactional_db: None) -> None:
    """Attempts to sign in are counted for the whole machine, and tests are many."""
    cache.clear()


@pytest.fixture
def programme(committed_demo: Programme) -> Programme:
    """The demo, as a live server sees it."""
    return committed_demo


# What Chromium itself shows a PDF with: it is on this machine, and no page of anybody's.
PDF_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")


class Visitor:
    """Somebody at a browser. ``look`` goes to a page and checks what a test should not forget."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server = page, server
        self.faults: list[str] = []
        self.elsewhere: tuple[str, ...] = ()  # where a test means to go besides
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._asked_for)

    def _heard(self, message) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _asked_for(self, request) -> None:
        if not request.url.startswith(
            (self.server, "data:", "blob:", *PDF_VIEWER, *self.elsewhere)
        ):
            self.faults.append(f"fetched from another host: {request.url}")

    def sign_in(self, person: Person) -> Visitor:
        """Be signed in, as after the form that test_sign_in fills in; the password works, too.

        A browser has the token of that form by then: with cookies that change, Back would load a
        page anew instead of showing it as it was left.
        """
        if not person.check_password(PASSWORD):  # a new one would end their other sessions
            person.email = person.email or f"{person.slug}@trust.example"
            person.set_password(PASSWORD)
            person.save()
        name, key = settings.SESSION_COOKIE_NAME, session_of(person, "password", email=person.email)
        cookies = {name: key, settings.CSRF_COOKIE_NAME: get_random_string(32)}
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.server} for name, value in cookies.items()]
        )
        return self

    def go(self, address: str) -> Page:
        self.page.goto(f"{self.server}{address}")
        self.check()
        return self.page

    def resize(self, width: int, height: int = 800) -> Page:
        """Make the window as large as this, and check the page as it is then."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(TWO_FRAMES)
        self.check()
        return self.page

    def press(self, name: str) -> None:
        """Press a button and check the page it leads to."""
        self.follow(self.page.get_by_role("button", name=name))

    def follow(self, link: Locator) -> Page:
        """Click and check the page it leads to, which a click alone does not wait for."""
        with self.page.expect_navigation():
            link.click()
        self.check()
        return self.page

    def sign_out(self) -> None:
        """Open the account menu and leave."""
        self.page.locator("[data-menu] > summary").click()
        self.press("Sign out")

    def issue_the_pack(self) -> None:
        """Press the button, say why what is missing may be missing, and press again."""
        self.press("Issue the pack")
        for box in self.page.get_by_role("textbox").all():
            box.fill("It is known, and comes next month.")
        self.press("Issue the pack")

    def check(self, part: str | None = None) -> None:
        """Fail on any accessibility fault, console message or request off this machine.

        Charts are drawn first: one that changes under axe has no contrast to speak of. What looked
        just so before is not looked at again. ``part`` is a selector, for where all that changed
        since the page was checked lies within.
        """
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        looks = hash(self.page.evaluate(LOOKS))
        if looks not in FAULTLESS:
            found = Axe().run(self.page, context=part, options=AXE).response["violations"]
            told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
            assert told == [], self.page.url
            if not part:
                FAULTLESS.add(looks)
        assert self.faults == [], self.page.url


@pytest.fixture
def visitor(browser: Browser, launch, live_server) -> Iterator[Callable[..., Visitor]]:
    """Return a visitor with cookies of their own, or with a whole browser of their own."""
    opened: list[BrowserContext | Browser] = []

    def arrive(own_browser: bool = False, **options) -> Visitor:
        if own_browser:
            opened.append(started := launch())
        context = (started if own_browser else browser).new_context(**options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return Visitor(context.new_page(), live_server.url)

    yield arrive
    for one in reversed(opened):
        one.close()


PASSWORD = "a pass phrase for the browser"


@pytest.fixture
def lead(transactional_db: None) -> Person:
    return Person.objects.create_user("lead@trust.example", PASSWORD, name="A lead")


@pytest.fixture
def person(programme: Programme) -> Callable[[str], Person]:
    return lambda slug: Person.objects.get(programme=programme, slug=slug)
