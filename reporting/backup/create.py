"""Making a backup: every table as it was at one moment, while people go on working."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from improvement.audit.consistent_read import consistent_read
from improvement.audit.verify import find_differing, fingerprinted_models
from reporting.backup.archive import BackupRefused, BackupWriter, Manifest
from reporting.backup.json_rows import lines_of
from reporting.operations.health import expected_migrations

# Sessions and their keys are not restored: everybody signs in again.
LEFT_OUT = {"sessions.session", "usersessions.usersession"}


@dataclass(frozen=True)
class BackupResult:
    """A backup's manifest, and a sentence for each pack and document in it that was altered."""

    manifest: Manifest
    differing: list[str]


def make_backup(path: Path, *, at: datetime) -> BackupResult:
    """Write the database to ``path``, which appears once it is complete.

    Raises ``BackupRefused`` where the file exists already or cannot be written.
    """
    if os.path.lexists(path):  # a broken link counts as well
        raise BackupRefused(f"{path} is there already, and no backup is overwritten: name another.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        result = _write(unfinished, at=at)
        unfinished.rename(path)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return result


def _write(path: Path, *, at: datetime) -> BackupResult:
    with consistent_read():
        manifest = Manifest(at.isoformat(), connection.vendor, sorted(applied_migrations()))
        writer = BackupWriter(path, manifest, at=at)
        try:
            for model in models_in(apps):
                writer.add(model._meta.label_lower, lines_of(model))
            writer.seal()
        finally:
            writer.close()
        differing = [line for kind in fingerprinted_models() for line in find_differing(kind)[1]]
    return BackupResult(manifest, differing)


def models_in(registry: Any) -> list[type[Model]]:
    """Return the model of every table in a backup, with those of many-to-many relations."""
    return [
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def applied_migrations() -> set[tuple[str, str]]:
    """Return the migrations of this version that the database has had."""
    return set(MigrationRecorder(connection).applied_migrations()) & expected_migrations()
