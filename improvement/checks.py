"""What a fresh checkout lacks, said before a page is silently unstyled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from improvement.second_step import KNOWN


@register()
def assets_are_there(**options: Any) -> list[CheckMessage]:
    """Warn when the stylesheet and fonts that set-up fetches are missing."""
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
    """Stop an installation whose ``MFA_REQUIRED_FOR`` names a role that there is not."""
    unknown = [name for name in settings.MFA_REQUIRED_FOR if name not in KNOWN]
    return [
        Error(
            f"MFA_REQUIRED_FOR names “{name}”, which is no role.",
            hint=f"Choose from {', '.join(sorted(KNOWN))}.",
            id="improvement.E001",
        )
        for name in unknown
    ]
