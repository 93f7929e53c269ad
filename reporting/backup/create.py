"""Making a backup: every table as it was at one moment, while people go on working."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from improvement.fingerprints import find_differing, fingerprinted
from reporting.backup.file import BackupRefused, Manifest, Writer
from reporting.backup.rows import lines_of
from reporting.health import expected_migrations

# Who was signed in, and the key they are known by, is nothing to bring back: after a restore
# everybody signs in again.
LEFT_OUT = {"sessions.session", "usersessions.usersession"}


@dataclass(frozen=True)
class Made:
    """What a backup holds, and a sentence for each pack and document that it holds altered."""

    manifest: Manifest
    differing: list[str]


def make_backup(path: Path, *, at: datetime) -> Made:
    """Write the database to ``path``, which appears once it is whole, and give what it holds.

    Raises ``BackupRefused`` where the file is there already or cannot be written.
    """
    if os.path.lexists(path):  # a link that leads nowhere is there, too
        raise BackupRefused(f"{path} is there already, and no backup is overwritten: name another.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        made = _write(unfinished, at=at)
        unfinished.rename(path)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return made


def _write(path: Path, *, at: datetime) -> Made:
    with one_moment():
        manifest = Manifest(at.isoformat(), connection.vendor, sorted(applied_migrations()))
        writer = Writer(path, manifest, at=at)
        try:
            for model in models_in(apps):
                writer.add(model._meta.label_lower, lines_of(model))
            writer.seal()
        finally:
            writer.close()
        differing = [told for kind in fingerprinted() for told in find_differing(kind)[1]]
    return Made(manifest, differing)


def models_in(registry: Any) -> list[type[Model]]:
    """Give the model of every table that a backup holds, those between two models among them."""
    return [
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def applied_migrations() -> set[tuple[str, str]]:
    """Give the migrations the database has had, of those that this version comes with."""
    return set(MigrationRecorder(connection).applied_migrations()) & expected_migrations()


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is now, whatever is written meanwhile; nobody has to wait."""
    database: Any = connection
    usual = getattr(database, "transaction_mode", None)
    if database.vendor == "sqlite":
        # The application's transactions take the write lock; this one only reads.
        database.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            if database.vendor == "postgresql":
                with database.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if database.vendor == "sqlite":
            database.transaction_mode = usual
