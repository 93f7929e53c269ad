"""Names of backup files, and the removal of old ones. A file of another name is never removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = "%Y-%m-%d-%H%M%S.backup.zip"


def default_name(at: datetime) -> str:
    """Return the file name of a backup made at ``at`` where no name is chosen."""
    return f"{at.astimezone(UTC):{NAME}}"


def encrypted_copy_of(backup: Path) -> Path:
    """Return the path of a backup's encrypted copy, in a folder for such copies alone."""
    return backup.parent / "encrypted" / f"{backup.name}.age"


def remove_earlier(*, than: Path, days: int, at: datetime) -> list[Path]:
    """Remove and return backups beside ``than``, and their copies, older than ``days`` by name.

    ``than`` itself stays, and so does every file of another name. Raises ``OSError``.
    """
    before = at - timedelta(days=days)
    files = {file: file.name for file in than.parent.iterdir()}
    copies = encrypted_copy_of(than).parent
    for file in copies.iterdir() if copies.is_dir() else ():
        files[file] = file.name.removesuffix(".age")
    stay = {than, encrypted_copy_of(than)}
    expired = sorted(file for file in files.keys() - stay if _made_at(files[file]) < before)
    for file in expired:
        file.unlink()
    return expired


def _made_at(name: str) -> datetime:
    """Return when a backup was made, by its name; for any other file the latest possible time."""
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
