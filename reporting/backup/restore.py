"""Restoring a backup into an empty database, all of it or nothing, and reading it back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from improvement.fingerprints import find_differing, fingerprinted
from reporting.backup.file import Backup, BackupRefused, Manifest, Part, opened
from reporting.backup.making import LEFT_OUT, applied_migrations, models_in
from reporting.backup.rows import AT_A_TIME, fields_of, lines_of, values_in
from reporting.health import expected_migrations

# Every migration run fills these; the backup brings its own.
FILLED_BY_MIGRATE = {"auth.permission", "contenttypes.contenttype"}


@dataclass(frozen=True)
class Restored:
    """What was restored and read back: the parts of the file, and which fingerprints held.

    ``differing`` has a sentence for each pack and document that is not what it was issued as.
    """

    manifest: Manifest
    parts: list[Part]
    fingerprints: int
    differing: list[str]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


def restore_backup(path: Path, *, despite_fingerprints: bool = False) -> Restored:
    """Load a backup into the database, which has no tables yet or was only just migrated.

    An older backup is brought up to date after. Raises ``BackupRefused``, and then nothing of
    the file is in the database: also where a pack is not what its fingerprint says, unless it is
    to be restored ``despite_fingerprints``, as it is in the file.
    """
    with opened(path) as backup:
        executor = MigrationExecutor(connection)
        state = backup.manifest.state()
        _check_not_newer(state, path)
        models = _models_at(executor, state)
        _check_tables({part.model for part in backup.manifest.tables}, models, state, path)
        _lay_tables(executor, state, path)
        # A file of an earlier version may hold what is left out by now.
        parts = [part for part in backup.manifest.tables if part.model not in LEFT_OUT]
        with transaction.atomic(durable=True):
            _check_empty(models)
            for part in parts:
                _load(backup, part, models[part.model])
            _settle(list(models.values()))
            restored = _read_back(backup.manifest, parts, models)
            if restored.differing and not despite_fingerprints:
                raise BackupRefused(f"{restored.differing[0]} {_DESPITE}")
    call_command("migrate", verbosity=0, interactive=False)
    return restored


_DESPITE = (
    "So nothing was restored: take an earlier backup, or restore with --despite-fingerprints, "
    "which lists all that differ and restores them as they are in the file."
)


def _check_not_newer(state: set[tuple[str, str]], path: Path) -> None:
    if unknown := sorted(state - expected_migrations()):
        raise BackupRefused(
            f"{path} was made by a newer version of this application, which has the migration "
            f"{'.'.join(unknown[0])}: install that version first."
        )


def _check_tables(
    told: set[str], models: dict[str, type[Model]], state: set[tuple[str, str]], path: Path
) -> None:
    """See that the file has the tables of its migrations: of this version's all of them."""
    if unknown := sorted(told - set(models) - LEFT_OUT):
        raise BackupRefused(
            f"{path} has the table {unknown[0]}, which its migrations do not make, so nothing of "
            "it was restored."
        )
    if (missing := sorted(set(models) - told)) and state == expected_migrations():
        raise BackupRefused(
            f"{path} lacks the table {missing[0]}: it is not whole, and nothing of it was restored."
        )


def _lay_tables(executor: MigrationExecutor, state: set[tuple[str, str]], path: Path) -> None:
    """Make the tables as the backup knows them, or see that they are those already."""
    there = applied_migrations()
    if not there:
        executor.migrate(_leaves(executor, state))
    elif there - state:
        raise BackupRefused(
            f"{path} was made by an older version, and this database has the tables of a newer "
            "one: restore into a database without tables, and it is brought up to date."
        )
    elif state - there:
        raise BackupRefused("This database is not up to date: run manage.py migrate first.")


def _leaves(executor: MigrationExecutor, state: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the last migrations of a state: those that no other of it builds on."""
    graph = executor.loader.graph
    needed = {
        parent.key for key in state for parent in graph.node_map[key].parents if parent.key != key
    }
    return sorted(state - needed)


def _models_at(executor: MigrationExecutor, state: set[tuple[str, str]]) -> dict[str, type[Model]]:
    """Give the models of every table as they were when the backup was made."""
    executor.loader.build_graph()
    registry = executor.loader.project_state(_leaves(executor, state)).apps
    return {model._meta.label_lower: model for model in models_in(registry)}


def _check_empty(models: dict[str, type[Model]]) -> None:
    for label, model in models.items():
        if label in FILLED_BY_MIGRATE:
            continue
        if count := model._base_manager.count():
            raise BackupRefused(
                f"This database is not empty ({model._meta.verbose_name_plural}: {count:,}), and "
                "nothing in it was touched: restore into an empty one."
            )


def _load(backup: Backup, part: Part, model: type[Model]) -> None:
    """Write a table's rows as they are told, ids, times and history rows among it."""
    quote = connection.ops.quote_name
    table, fields = quote(model._meta.db_table), fields_of(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
    lines = backup.lines(part)
    try:
        with connection.cursor() as cursor:
            if part.model in FILLED_BY_MIGRATE:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            while some := list(islice(lines, AT_A_TIME)):
                cursor.executemany(insert, [values_in(line, fields, connection) for line in some])
    except (DatabaseError, ValidationError, ValueError, TypeError, KeyError) as error:
        told = f"The table of {part.model} cannot be loaded here, so nothing was restored."
        raise BackupRefused(told) from error


def _settle(models: list[type[Model]]) -> None:
    """Check every reference between rows, and let new rows be numbered after the last."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _read_back(manifest: Manifest, parts: list[Part], models: dict[str, type[Model]]) -> Restored:
    """Read every row again, and work out every pack's fingerprint. Raises ``BackupRefused``."""
    for part in parts:
        if _as_part(models[part.model]) != part:
            raise BackupRefused(
                f"The table of {part.model} does not read back as it was backed up, so nothing "
                "was restored."
            )
    found = [find_differing(kind, models[kind._meta.label_lower]) for kind in fingerprinted()]
    differing = [told for _, some in found for told in some]
    return Restored(manifest, parts, sum(count for count, _ in found), differing)


def _as_part(model: type[Model]) -> Part:
    rows, digest = 0, hashlib.sha256()
    for line in lines_of(model):
        digest.update(line)
        rows += 1
    return Part(model._meta.label_lower, rows, digest.hexdigest())
