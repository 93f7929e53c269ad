"""Restoring a backup into an empty database, all of it or nothing, and reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from improvement.audit.consistency_triggers import drop_triggers
from improvement.audit.verify import find_differing, fingerprinted_models
from reporting.backup.archive import (
    Backup,
    BackupRefused,
    Manifest,
    TablePart,
    open_backup,
    part_of,
)
from reporting.backup.create import LEFT_OUT, applied_migrations, models_in
from reporting.backup.json_rows import AT_A_TIME, fields_of, lines_of, values_in
from reporting.operations.health import FROM_BEFORE, expected_migrations, is_from_before

# Every run of migrate fills these; they are replaced by the rows of the backup.
FILLED_BY_MIGRATE = {"auth.permission", "contenttypes.contenttype"}


@dataclass(frozen=True)
class Restored:
    """What was restored and read back: the parts of the file, and how many fingerprints there are.

    ``differing`` has a sentence for each pack and document that differs from its fingerprint.
    """

    manifest: Manifest
    parts: list[TablePart]
    fingerprints: int
    differing: list[str]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


def restore_backup(path: Path, *, despite_fingerprints: bool = False) -> Restored:
    """Load a backup into the database, which has no tables or has just been migrated.

    An older backup is then migrated to this version. Raises ``BackupRefused``, with nothing of
    the file left in the database. That includes a pack that differs from its fingerprint, unless
    ``despite_fingerprints`` is set, which restores it as it is in the file.
    """
    with open_backup(path) as backup:
        executor = MigrationExecutor(connection)
        state = set(backup.manifest.migrations)
        _check_release(state, path)
        executor.loader.build_graph()
        registry = executor.loader.project_state(_leaves(executor, state)).apps
        models = {model._meta.label_lower: model for model in models_in(registry)}
        _check_tables({part.model for part in backup.manifest.tables}, models, state, path)
        _make_tables(executor, state, path)
        # A file of an earlier version may have tables that are left out today.
        parts = [part for part in backup.manifest.tables if part.model not in LEFT_OUT]
        with transaction.atomic(durable=True):
            _check_empty(models)
            drop_triggers(connection.alias)
            for part in parts:
                _load(backup, part, models[part.model])
            _check_references(list(models.values()))
            restored = _read_back(backup.manifest, parts, models)
            if restored.differing and not despite_fingerprints:
                raise BackupRefused(f"{restored.differing[0]} {_DESPITE}")
    call_command("migrate", verbosity=0, interactive=False)
    return restored


_DESPITE = (
    "So nothing was restored: take an earlier backup, or restore with --despite-fingerprints, "
    "which lists all that differ and restores them as they are in the file."
)


def _check_release(state: set[tuple[str, str]], path: Path) -> None:
    if is_from_before(state):
        raise BackupRefused(f"{path} {FROM_BEFORE}")
    if unknown := sorted(state - expected_migrations()):
        raise BackupRefused(
            f"{path} was made by a newer version of this application, which has the migration "
            f"{'.'.join(unknown[0])}: install that version first."
        )


def _check_tables(
    labels: set[str], models: dict[str, type[Model]], state: set[tuple[str, str]], path: Path
) -> None:
    """Check that the file has no unknown table and, if it is of this version, every table."""
    if unknown := sorted(labels - set(models) - LEFT_OUT):
        raise BackupRefused(
            f"{path} has the table {unknown[0]}, which its migrations do not make, so nothing of "
            "it was restored."
        )
    if (missing := sorted(set(models) - labels)) and state == expected_migrations():
        raise BackupRefused(
            f"{path} lacks the table {missing[0]}: it is not whole, and nothing of it was restored."
        )


def _make_tables(executor: MigrationExecutor, state: set[tuple[str, str]], path: Path) -> None:
    """Make the tables as the backup has them, or check that they are there already."""
    applied = applied_migrations()
    if not applied:
        executor.migrate(_leaves(executor, state))
    elif applied - state:
        raise BackupRefused(
            f"{path} was made by an older version, and this database has the tables of a newer "
            "one: restore into a database without tables, and it is brought up to date."
        )
    elif state - applied:
        raise BackupRefused("This database is not up to date: run manage.py migrate first.")


def _leaves(executor: MigrationExecutor, state: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last migrations of a state: those that no other one of it depends on."""
    graph = executor.loader.graph
    needed = {
        parent.key for key in state for parent in graph.node_map[key].parents if parent.key != key
    }
    return sorted(state - needed)


def _check_empty(models: dict[str, type[Model]]) -> None:
    for label, model in models.items():
        if label in FILLED_BY_MIGRATE:
            continue
        if count := model._base_manager.count():
            raise BackupRefused(
                f"This database is not empty ({model._meta.verbose_name_plural}: {count:,}), and "
                "nothing in it was touched: restore into an empty one."
            )


def _load(backup: Backup, part: TablePart, model: type[Model]) -> None:
    """Write a table's rows as they are in the file, with their ids, times and history."""
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
            while batch := list(islice(lines, AT_A_TIME)):
                cursor.executemany(insert, [values_in(line, fields, connection) for line in batch])
    except (DatabaseError, ValidationError, ValueError, TypeError, KeyError) as error:
        raise BackupRefused(
            f"The table of {part.model} cannot be loaded here, so nothing was restored."
        ) from error


def _check_references(models: list[type[Model]]) -> None:
    """Check every reference between rows, and set the sequences to number after the last row."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupRefused(
            f"A row refers to one that is not in the file, so nothing was restored. {error}"
        ) from error
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _read_back(
    manifest: Manifest, parts: list[TablePart], models: dict[str, type[Model]]
) -> Restored:
    """Read every row again, and compute every pack's fingerprint. Raises ``BackupRefused``."""
    for part in parts:
        if part_of(part.model, lines_of(models[part.model])) != part:
            raise BackupRefused(
                f"The table of {part.model} does not read back as it was backed up, so nothing "
                "was restored."
            )
    checked = [
        find_differing(kind, models[kind._meta.label_lower]) for kind in fingerprinted_models()
    ]
    differing = [sentence for _, sentences in checked for sentence in sentences]
    return Restored(manifest, parts, sum(count for count, _ in checked), differing)
