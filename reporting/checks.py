"""What would be missing on the cover of a pack, said when the installation starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from reporting.logos import fault_of, folder


@register()
def logos_are_pictures(**options: Any) -> list[CheckMessage]:
    """Warn of a folder of logos that is not there, and of each file in it that is no logo."""
    if not settings.PACK_LOGOS:
        return []
    if not folder().is_dir():
        return [_warning(f"PACK_LOGOS names {folder()}, which is not a folder.")]
    faults = (fault_of(file) for file in sorted(folder().iterdir()) if file.is_file())
    return [_warning(fault) for fault in faults if fault]


def _warning(sentence: str) -> Warning:
    hint = "Put a PNG file of at most 1 MB there, named after the programme: scas.png."
    return Warning(
        f"{sentence} Packs are issued without that logo.", hint=hint, id="reporting.W001"
    )
