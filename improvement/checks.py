"""What a fresh checkout lacks, said before a page is silently unstyled."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


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
