"""Triggers: what the database itself refuses, created after every ``migrate``.

No migration knows the tables that come after it, and SQLite drops a table's triggers where it
remakes the table. Triggers are compared by their whole definition: one of the right name may have
a condition, another table or a function that lets everything through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_DEFINITIONS = {
    "postgresql": "SELECT pg_get_triggerdef(pg_trigger.oid, true), prosrc, lanname "
    "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON "
    "pg_language.oid = prolang WHERE NOT tgisinternal AND tgenabled = 'O'",
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'",
}
_DROP = {
    "postgresql": 'DROP TRIGGER IF EXISTS "{name}" ON {table}',
    "sqlite": 'DROP TRIGGER IF EXISTS "{name}"',
}


@dataclass(frozen=True)
class Trigger:
    """A trigger: the statement that creates it, and on PostgreSQL the function it calls.

    ``refuses`` is what it keeps from being done to its table, for messages. ``function`` is the
    function's name and ``body`` its text.
    """

    name: str
    table: str
    refuses: str
    statement: str
    function: str = ""
    body: str = ""

    @property
    def definition(self) -> tuple[str, ...]:
        """The row in which the database's catalogue shows the trigger as it is made here."""
        return (self.statement, self.body, "plpgsql") if self.function else (self.statement,)


def create_missing(triggers: Iterable[Trigger], using: str) -> None:
    """Create the triggers that are missing or differ from how they are made here."""
    connection = connections[using]
    lacking = missing(triggers, using)
    functions = {trigger.function: trigger.body for trigger in lacking if trigger.function}
    with connection.cursor() as cursor:
        for name, body in functions.items():
            returns = f"{name}() RETURNS trigger LANGUAGE plpgsql"
            cursor.execute(f"CREATE OR REPLACE FUNCTION {returns} AS $${body}$$")
        for trigger in lacking:
            cursor.execute(_DROP[connection.vendor].format(**vars(trigger)))
            cursor.execute(trigger.statement)


def drop(triggers: Iterable[Trigger], using: str) -> None:
    """Drop the triggers of tables that exist."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if trigger.table in tables:
                cursor.execute(_DROP[connection.vendor].format(**vars(trigger)))


def missing(triggers: Iterable[Trigger], using: str) -> list[Trigger]:
    """Return those of existing tables that are not there, or not as made here. Two queries."""
    connection: BaseDatabaseWrapper = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_DEFINITIONS[connection.vendor])
        definitions = set(cursor.fetchall())
        tables = set(connection.introspection.table_names(cursor))
    return [
        trigger
        for trigger in triggers
        if trigger.table in tables and trigger.definition not in definitions
    ]


def unprotected_tables(triggers: Iterable[Trigger], using: str) -> list[str]:
    """Return the tables that lack one of ``triggers``, each with what it would refuse."""
    return [f"{trigger.table} ({trigger.refuses})" for trigger in missing(triggers, using)]
