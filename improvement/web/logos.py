"""The trust's own logo for the cover of its packs: a PNG file that the installation brings."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from django.conf import settings
from PIL import Image

LARGEST = 1_000_000  # bytes: every web page and every PDF of a pack carries it


def logo_of(programme: str) -> bytes | None:
    """Give the PNG in ``PACK_LOGOS`` that is named after the programme's slug: ``scas.png``.

    None when there is none, or when it is no picture: a pack is never kept back for its logo.
    """
    file = folder() / f"{programme}.png" if settings.PACK_LOGOS else None
    return file.read_bytes() if file and file.is_file() and not fault_of(file) else None


def as_data(logo: bytes | None) -> str:
    """Give the logo as the address of a picture inside a page, or nothing."""
    return f"data:image/png;base64,{b64encode(logo).decode()}" if logo else ""


def folder() -> Path:
    """Give the folder of the logos."""
    return Path(settings.PACK_LOGOS)


def fault_of(file: Path) -> str:
    """Say in a sentence why ``file`` cannot be a logo, or nothing when it can."""
    try:
        if file.stat().st_size > LARGEST:
            return f"{file.name} is larger than {LARGEST // 1_000_000} MB."
        with Image.open(file, formats=("PNG",)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return f"{file.name} is not a PNG picture."
    return ""
