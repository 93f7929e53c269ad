"""The demo as it stood in the database once, to put back where a test has emptied it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

Tables = dict[str, list[tuple[Any, ...]]]


def read_tables() -> Tables:
    """Give every row of every table that has one, but for what migrations note for themselves."""
    with connection.cursor() as cursor:
        return {table: rows for table in _tables() if (rows := _rows(cursor, table))}


@contextmanager
def unguarded_for_a_while() -> Iterator[None]:
    """Do what nobody who has no more than the app can do: change what was written once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        standing = {name for (name,) in cursor.fetchall()}
        for name, sql in triggers:
            if name not in standing:
                cursor.execute(sql)


def put_back(tables: Tables) -> None:
    """Make the database hold what was read and nothing else; its guards have to be down."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"DELETE FROM {_named(table)}")
        for table, rows in tables.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {_named(table)} VALUES ({places})", rows)
        if connection.vendor == "postgresql":
            _go_on_counting(cursor)
    ContentType.objects.clear_cache()


def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - {"django_migrations"})


def _named(table: str) -> str:
    return connection.ops.quote_name(table)


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT * FROM {_named(table)}")
    return cursor.fetchall()


def _go_on_counting(cursor: Any) -> None:
    """Number the next row of each table after the last one there is."""
    for counted in connection.introspection.sequence_list():
        table, column = counted["table"], counted["column"]
        last = f"SELECT max({_named(column)}) FROM {_named(table)}"
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), greatest(1, ({last})), "
            f"({last}) IS NOT NULL)",
            [_named(table), column],
        )
