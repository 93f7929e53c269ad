"""A consistent read: the whole database as it is at one moment, while people go on working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def consistent_read() -> Iterator[None]:
    """Read the database as it is now, whatever is written meanwhile. Nobody has to wait."""
    database: Any = connection
    usual = getattr(database, "transaction_mode", None)
    is_first = not database.in_atomic_block  # a test reads inside the transaction it rolls back
    if database.vendor == "sqlite":
        # The application's transactions take the write lock; this one only reads.
        database.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            if database.vendor == "postgresql" and is_first:
                with database.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if database.vendor == "sqlite":
            database.transaction_mode = usual
