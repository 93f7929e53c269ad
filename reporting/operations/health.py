"""Whether this process can do its work: its database answers and has the tables it expects."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

NO_ANSWER = "The database does not answer."
PATIENCE = 2  # seconds


def why_not_ready() -> str:
    """Give one sentence that says what is in the way, or nothing.

    Asks on a connection of its own, so that one that was open already hides nothing.
    """
    probe = _own_connection()
    try:
        waiting = sorted(expected_migrations() - _applied(probe))
    except DatabaseError:
        return NO_ANSWER
    finally:
        probe.close()
    if not waiting:
        return ""
    named = ", ".join(f"{app}.{name}" for app, name in waiting)
    return f"The database lacks the migrations {named}: run manage.py migrate."


@cache
def expected_migrations() -> set[tuple[str, str]]:
    """Give the app and name of every migration that this version comes with."""
    return set(MigrationLoader(None).graph.nodes)


def _own_connection() -> BaseDatabaseWrapper:
    probe = connection.copy()
    options = probe.settings_dict["OPTIONS"]
    options.pop("pool", None)
    if probe.vendor == "postgresql":
        options["connect_timeout"] = PATIENCE
    return probe


def _applied(probe: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    probe.set_autocommit(False)
    if probe.vendor == "postgresql":
        with probe.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE}s"])
    return set(MigrationRecorder(probe).applied_migrations())
