"""The text of a page of the trust's own: its file, or the text that comes with the application.

The file is named after the page, ``privacy.md`` (Markdown) or ``privacy.txt`` (plain text), and
lies in the folder that the setting ``TRUST_PAGES`` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LARGEST = 100_000  # bytes
GIVEN = Path(__file__).parent / "given"
CLASSES = {
    "h2": "nhsuk-heading-m",
    "h3": "nhsuk-heading-s",
    "h4": "nhsuk-heading-xs",
    "ul": "nhsuk-list nhsuk-list--bullet",
    "ol": "nhsuk-list nhsuk-list--number",
    "table": "nhsuk-table",
}
# HTML stays the text it is. A picture would be somebody else's: none is fetched.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class TrustPage:
    """A page by its address and the heading it has where its file begins with none."""

    slug: str
    heading: str

    @property
    def files(self) -> list[Path]:
        """Return the trust's files for it; there should be one at most."""
        if not settings.TRUST_PAGES:
            return []
        named = (Path(settings.TRUST_PAGES) / f"{self.slug}{kind}" for kind in (".md", ".txt"))
        return [file for file in named if file.exists()]


PRIVACY = TrustPage("privacy", "Privacy notice")
ACCESSIBILITY = TrustPage("accessibility", "Accessibility statement")
SUPPORT = TrustPage("support", "Support")
PAGES = (PRIVACY, ACCESSIBILITY, SUPPORT)


@dataclass(frozen=True)
class PageText:
    """A page's words, safe to be shown. ``is_given``: the application's, not yet the trust's."""

    heading: str
    body: SafeString
    is_given: bool


class UnreadableTrustPage(Exception):
    """A sentence that says what is wrong with a file of the trust."""


def text_of(page: TrustPage) -> PageText:
    """Read the trust's file, or where there is none that can be read, what comes with the app."""
    try:
        for file in page.files:
            return _rendered(page, read(file), is_plain=file.suffix == ".txt", is_given=False)
    except (OSError, UnreadableTrustPage):
        pass  # the checks at start say so; the page is there for whoever needs it
    given = (GIVEN / f"{page.slug}.md").read_text(encoding="utf-8")
    return _rendered(page, given, is_plain=False, is_given=True)


def read(file: Path) -> str:
    """Read a file of the trust. Raises ``UnreadableTrustPage`` with a sentence."""
    try:
        if file.stat().st_size > LARGEST:
            raise UnreadableTrustPage(f"{file.name} is larger than {LARGEST // 1000} kB.")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTrustPage(f"{file.name} is not text in UTF-8.") from error
    except OSError as error:
        raise UnreadableTrustPage(f"{file.name} cannot be read: {error.strerror}.") from error
    if not text.strip():
        raise UnreadableTrustPage(f"{file.name} is empty.")
    return text


def _rendered(page: TrustPage, text: str, *, is_plain: bool, is_given: bool) -> PageText:
    if is_plain:
        return PageText(page.heading, mark_safe(linebreaks(text, autoescape=True)), is_given)  # noqa: S308
    tokens = _markdown.parse(text)
    heading = page.heading
    if tokens and tokens[0].tag == "h1":
        heading, tokens = tokens[1].content, tokens[3:]
    for token in tokens:
        _style(token)
    drawn = _markdown.renderer.render(tokens, _markdown.options, {})
    return PageText(heading, mark_safe(drawn), is_given)  # noqa: S308 - drawn from text without HTML


def _style(token: Token) -> None:
    """Style a part like other pages; only the page's own heading is of the first level."""
    if token.tag == "h1":
        token.tag = "h2"
    if token.nesting == 1 and token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])
