"""System checks: fetched assets, roles named by the environment, and the trust's pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from improvement.accounts.second_step import KNOWN
from improvement.trust_pages.text import PAGES, UnreadableTrustPage, read


@register()
def assets_are_there(**options: Any) -> list[CheckMessage]:
    """Warn where the stylesheet and fonts that set-up fetches are missing."""
    if (settings.ASSETS_DIR / "nhsuk").is_dir() and (settings.ASSETS_DIR / "fonts").is_dir():
        return []
    return [
        Warning(
            "The stylesheet and fonts are missing: pages are plain and no PDF can be made.",
            hint="Run make setup.",
            id="improvement.W001",
        )
    ]


@register()
def roles_that_need_a_second_step(**options: Any) -> list[CheckMessage]:
    """Report an error where ``MFA_REQUIRED_FOR`` names a role that does not exist."""
    unknown = [name for name in settings.MFA_REQUIRED_FOR if name not in KNOWN]
    return [
        Error(
            f"MFA_REQUIRED_FOR names “{name}”, which is no role.",
            hint=f"Choose from {', '.join(sorted(KNOWN))}.",
            id="improvement.E001",
        )
        for name in unknown
    ]


@register()
def pages_of_the_trust_are_text(**options: Any) -> list[CheckMessage]:
    """Warn of a folder of pages that does not exist, and of each file in it that no page shows."""
    folder = Path(settings.TRUST_PAGES)
    if not settings.TRUST_PAGES:
        return []
    try:
        faults = [*_other_files(folder), *_pages_without_one_text()]
    except OSError as error:
        faults = [f"TRUST_PAGES names {folder}, which cannot be read: {error.strerror}."]
    names = ", ".join(f"{page.slug}.md" for page in PAGES)
    hint = f"Put {names} there: Markdown in UTF-8, or plain text with names that end in .txt."
    return [Warning(fault, hint=hint, id="improvement.W002") for fault in faults]


def _other_files(folder: Path) -> list[str]:
    known = {f"{page.slug}{kind}" for page in PAGES for kind in (".md", ".txt")}
    names = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    return [f"No page shows {folder / name}." for name in names if name not in known]


def _pages_without_one_text() -> list[str]:
    faults = []
    for page in PAGES:
        if len(files := page.files) > 1:
            faults.append(
                f"/{page.slug}/ shows {files[0].name}, and not {files[1].name} beside it."
            )
        for file in files[:1]:
            try:
                read(file)
            except UnreadableTrustPage as error:
                faults.append(f"{error} /{page.slug}/ shows the text that came with the app.")
    return faults
