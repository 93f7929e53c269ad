"""What a migration does to columns, and what of it an older version could not stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import (
    CheckConstraint,
    Field,
)
from django.db.models.fields import NOT_PROVIDED

# What the version that serves may write that no longer fits.
TIGHTENS = (migrations.AddConstraint, migrations.AlterUniqueTogether)
SEALS = {"history_seal", "seal"}


class Column(NamedTuple):
    """A column as the database has it. ``fills`` says what an old row gets: nothing, or a value."""

    kind: str
    may_be_left_out: bool
    fills: bool


Tables = dict[str, dict[str, Column]]


def tables_of(state: ProjectState) -> Tables:
    """Return the columns of every table at a state of the migrations."""
    return {
        model._meta.db_table: {
            str(field.column): column_of(field) for field in model._meta.local_concrete_fields
        }
        for model in state.apps.get_models(include_auto_created=True)
    }


def column_of(field: Field) -> Column:
    has_default = field.db_default is not NOT_PROVIDED
    return Column(
        kind=str(field.db_type(connection)),
        may_be_left_out=field.null or has_default,
        fills=not is_empty(in_old_rows(field)),
    )


def in_old_rows(field: Field) -> object:
    """Return what a row of before says in a new column."""
    if field.db_default is not NOT_PROVIDED:
        return getattr(field.db_default, "value", field.db_default)
    return field.get_default() if field.has_default() else None


def is_empty(value: object) -> bool:
    """Return whether a seal leaves a value out. Nought is a figure, and no JSON is empty."""
    return value is None or value is False or value == ""


def faults_of(before: Tables, after: Tables) -> Iterator[tuple[str, bool]]:
    """Say what the version before would miss, and whether a seal covers it."""
    sealed = sealed_in(before)
    for table, columns in before.items():
        now = after.get(table)
        if now is None:
            yield f"{table} is gone", table in sealed
            continue
        for name, column in columns.items():
            if name not in now:
                yield f"{table}.{name} is gone", table in sealed
            elif not holds(now[name].kind, column.kind):
                yield f"{table}.{name} is another kind of column", table in sealed
        for name in set(now) - set(columns):
            if not now[name].may_be_left_out:
                yield f"{table}.{name} has to be written", False
            elif now[name].fills and table in sealed:
                yield f"{table}.{name} is filled in old rows", True


def sealed_in(tables: Tables) -> set[str]:
    """Return the tables that seals cover: histories, what they are of, and the log."""
    sealed = {table for table, columns in tables.items() if SEALS & set(columns)}
    return sealed | {table.replace("_historical", "_") for table in sealed}


def holds(now: str, before: str) -> bool:
    """Return whether a kind of column takes what another took: the same, or a longer text."""
    lengths = [re.fullmatch(r"varchar\((\d+)\)", kind) for kind in (now, before)]
    if all(lengths):
        longer, shorter = (int(length[1]) for length in lengths if length)
        return longer >= shorter
    return now == before


def tightened(operations: list[Operation], before: Tables, app: str) -> Iterator[tuple[str, bool]]:
    """Say which constraints are added to columns of tables that were there."""
    added = {
        one.name
        for one in flat(operations)
        if isinstance(one, migrations.AddField) and may_stay_empty(one.field)
    }
    for operation in flat(operations):
        if isinstance(operation, TIGHTENS) and not is_of(operation, added):
            model = getattr(operation, "model_name", getattr(operation, "name", ""))
            if f"{app}_{model.lower()}" in before:
                yield operation.describe(), False


def is_of(operation: Operation, added: set[str]) -> bool:
    """Return whether a condition is of new columns alone, which the version before leaves empty."""
    constraint = getattr(operation, "constraint", None)
    is_condition = isinstance(constraint, CheckConstraint)
    return is_condition and constraint.condition.referenced_base_fields <= added


def may_stay_empty(field: Field) -> bool:
    return field.null and is_empty(in_old_rows(field))


def flat(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from flat([*operation.state_operations, *operation.database_operations])
        else:
            yield operation


def refused(migration: migrations.Migration, state: ProjectState) -> tuple[list[str], ProjectState]:
    """Return what a migration does that it may not, and the state after it."""
    before = tables_of(state)
    after = migration.mutate_state(state)
    faults = [
        *faults_of(before, tables_of(after)),
        *tightened(migration.operations, before, migration.app_label),
    ]
    contracts = getattr(migration, "contracts", "")
    return [f"{migration}: {fault}" for fault, sealed in faults if sealed or not contracts], after
