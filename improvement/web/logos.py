"""The trust's own logo, for its pages and packs: a PNG file that the installation brings."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from django.conf import settings
from PIL import Image

LARGEST = 1_000_000  # bytes: every web page and every PDF of a pack carries it


def logo_of(programme: str) -> bytes | None:
    """Return the PNG in ``PACK_LOGOS`` that is named after the programme's slug: ``scas.png``.

    None without one, or where it is not a picture: a faulty logo does not stop a pack.
    """
    if not settings.PACK_LOGOS:
        return None
    file = folder() / f"{programme}.png"
    try:
        return file.read_bytes() if file.is_file() and not fault_of(file) else None
    except OSError:  # a folder that this user may not read, which the system checks report
        return None


def has_logo(programme: str) -> bool:
    """Return whether there is a file for the programme's logo; nobody looks into it here."""
    return bool(settings.PACK_LOGOS) and (folder() / f"{programme}.png").is_file()


def as_data(logo: bytes | None) -> str:
    """Return the logo as a data URL, or an empty text."""
    return f"data:image/png;base64,{b64encode(logo).decode()}" if logo else ""


def folder() -> Path:
    """Return the folder of the logos."""
    return Path(settings.PACK_LOGOS)


def fault_of(file: Path) -> str:
    """Return why ``file`` cannot be a logo, in a sentence; empty when it can."""
    try:
        if file.stat().st_size > LARGEST:
            return f"{file.name} is larger than {LARGEST // 1_000_000} MB."
        with Image.open(file, formats=("PNG",)) as picture:
            picture.load()
    except PermissionError:
        return f"{file.name} may not be read by this user."
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return f"{file.name} is not a PNG picture."
    return ""
