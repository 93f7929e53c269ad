"""How long backups are kept, where somebody said so. A file of another name is never touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "%Y-%m-%d-%H%M%S.backup.zip"


def name_of(at: datetime) -> str:
    """Give the name a backup made at ``at`` has where nobody gave it another."""
    return f"{at.astimezone(UTC):{NAME}}"


def remove_earlier(*, than: Path, days: int, at: datetime) -> list[Path]:
    """Remove the backups beside ``than`` that are older than ``days`` by their names; give them.

    ``than`` itself stays, and so does every file of another name. Raises ``OSError``.
    """
    before = at - timedelta(days=days)
    over = [one for one in sorted(than.parent.iterdir()) if one != than and _made(one) < before]
    for one in over:
        one.unlink()
    return over


def _made(file: Path) -> datetime:
    """Give when a backup was made, by its name; of any other file, a time that never comes."""
    try:
        return datetime.strptime(file.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
