"""What is in a backup and in the databases that one is restored into."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from reporting.backup.archive import BackupWriter, Manifest, open_backup

LEFT_OUT = {"sessions.Session", "usersessions.UserSession"}
MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)


def tables() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [one for one in models if not one._meta.proxy and one._meta.label not in LEFT_OUT]


def content(model: type[Model], alias: str) -> list[tuple]:
    """Return every value of every row, bytes as bytes."""
    rows = model._base_manager.using(alias).order_by("pk").values_list()
    return [
        tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in rows
    ]


def rewritten(backup: Path, file: Path, more: dict | None = None, **facts) -> Path:
    """Write a backup again with ``more`` tables or other facts, sealed as it ought to be."""
    with open_backup(backup) as old:
        told = {**vars(old.manifest), "tables": [], **facts}
        writer = BackupWriter(file, Manifest(**told), at=MADE_AT)
        for part in old.manifest.tables:
            writer.add(part.model, old.lines(part))
        for label, lines in (more or {}).items():
            writer.add(label, lines)
        writer.seal()
        writer.close()
    return file
