"""What was written once, the database itself keeps: it refuses to change or delete those rows.

The triggers are put in place after every ``migrate``, because no migration knows the tables that
come after it and SQLite drops a table's triggers where it remakes the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from improvement.models import WrittenOnce

REFUSED = "This was written once and stays as it was written."

_BODY = f"""
BEGIN
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
END """
_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
)
# A trigger's name ends in what it refuses: “…_stays_update”.
_TRIGGERS = {
    "postgresql": {
        "update": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change()",
        "delete": "CREATE TRIGGER {name} BEFORE DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change()",
        "truncate": "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change()",
    },
    "sqlite": {
        "update": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
        "delete": "CREATE TRIGGER {name} BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
        # INSERT OR REPLACE deletes what has the same key, and fires no trigger of deleting.
        "insert": "CREATE TRIGGER {name} BEFORE INSERT ON {table} "  # noqa: S608 - names of ours
        "WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    },
}
# All that makes a trigger refuse, which is compared whole: one of the right name may have a
# condition, another table or a function that lets everything through.
_STANDING = {
    "postgresql": "SELECT pg_get_triggerdef(pg_trigger.oid, true), prosrc, lanname "
    "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON "
    "pg_language.oid = prolang WHERE tgname LIKE %s AND tgenabled = 'O'",
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
}
_AND_ITS_FUNCTION = {"postgresql": (_BODY, "plpgsql"), "sqlite": ()}
_DROP = {
    "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}",
    "sqlite": "DROP TRIGGER IF EXISTS {name}",
}


def written_once(app: AppConfig | None = None) -> list[type[WrittenOnce]]:
    """Give the models whose rows are written once: histories, the log, packs."""
    models: Iterable[Any] = app.get_models() if app else apps.get_models()
    return [model for model in models if issubclass(model, WrittenOnce)]


def keep_unchanged(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the triggers of an app's tables in place: those that are missing or not as made here."""
    connection = connections[using]
    missing = list(_missing(connection, written_once(sender)))
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for model, refuses in missing:
            cursor.execute(_filled(_DROP[connection.vendor], model, refuses))
            cursor.execute(_statement(connection.vendor, model, refuses))


def unguarded(using: str = "default") -> list[str]:
    """Name the tables that the database would let somebody change, with what it would let them."""
    missing = _missing(connections[using], written_once())
    return [f"{model._meta.db_table} ({refuses})" for model, refuses in missing]


def _missing(
    connection: BaseDatabaseWrapper, models: Iterable[type[WrittenOnce]]
) -> Iterator[tuple[type[WrittenOnce], str]]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor], ["%_stays_%"])
        standing = set(cursor.fetchall())
        tables = set(connection.introspection.table_names(cursor))
    for model in models:
        table = model._meta.db_table
        for refuses in _TRIGGERS[connection.vendor] if table in tables else ():
            if _wanted(connection.vendor, model, refuses) not in standing:
                yield model, refuses


def _wanted(vendor: str, model: type[WrittenOnce], refuses: str) -> tuple[str, ...]:
    """Give what the database says of a trigger that is as it was made here."""
    return _statement(vendor, model, refuses), *_AND_ITS_FUNCTION[vendor]


def _statement(vendor: str, model: type[WrittenOnce], refuses: str) -> str:
    return _filled(_TRIGGERS[vendor][refuses], model, refuses)


def _filled(statement: str, model: type[WrittenOnce], refuses: str) -> str:
    table = model._meta.db_table
    return statement.format(name=_name(table, refuses), table=table, taken=_taken(model))


def _taken(model: type[WrittenOnce]) -> str:
    """Give the condition that a row with one of the new row's keys is there already."""
    return " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")"
        for key in _keys(model)
    )


def _keys(model: type[WrittenOnce]) -> Iterator[list[str]]:
    """Give the columns of each key: every single one, and those that are one together."""
    meta: Any = model._meta
    together = [constraint.fields for constraint in meta.total_unique_constraints]
    for names in [*together, *meta.unique_together]:
        yield [meta.get_field(name).column for name in names]
    yield from ([field.column] for field in meta.concrete_fields if field.unique)


def _name(table: str, refuses: str) -> str:
    """Name a trigger. PostgreSQL keeps 63 characters of a name."""
    return f"{table[:48]}_stays_{refuses}"
