"""Whether this process can do its work: its database answers and has the tables it expects."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

NO_ANSWER = "The database does not answer."
PATIENCE = 2  # seconds
MOST_NAMED = 5
FIRST_RELEASE = ("improvement", "0001_first_release")
FROM_BEFORE = (
    "was made before version 1.0.0 and cannot be brought up to date: keep it with the version that "
    "made it, give this version an empty database, run manage.py migrate, and load the programme "
    "there with manage.py load_programme FILE."
)
_OF_A_CACHE = ("cache_key", "value", "expires")
_COLUMNS = {
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = ANY (current_schemas(false))",
    "sqlite": "SELECT tables.name, columns.name FROM sqlite_master AS tables "
    "JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
}


def why_not_ready() -> str:
    """Return a sentence that explains why this process is not ready; empty where it is.

    It uses a connection of its own, because one that is open already may hide a fault. Tables and
    columns that this version does not know belong to a newer one, and do no harm.
    """
    probe = _own_connection()
    try:
        applied = _applied(probe)
        with probe.cursor() as cursor:
            cursor.execute(_COLUMNS[probe.vendor])
            missing = expected_columns() - set(cursor.fetchall())
    except DatabaseError:
        return NO_ANSWER
    finally:
        probe.close()
    if is_from_before(applied):
        return f"The database {FROM_BEFORE}"
    if waiting := sorted(expected_migrations() - applied):
        migrations = ", ".join(f"{app}.{name}" for app, name in waiting)
        return f"The database lacks the migrations {migrations}: run manage.py migrate."
    return _missing_columns(missing) if missing else ""


def is_from_before(migrations: Collection[tuple[str, str]]) -> bool:
    """Return whether a database with these migrations was made before the first release."""
    ours = any(app == FIRST_RELEASE[0] for app, _ in migrations)
    return ours and FIRST_RELEASE not in migrations


@cache
def expected_migrations() -> set[tuple[str, str]]:
    """Return the app and name of every migration that this version comes with."""
    return set(MigrationLoader(None).graph.nodes)


@cache
def expected_columns() -> frozenset[tuple[str, str]]:
    """Return every table and column that this version reads or writes."""
    tables = {
        (model._meta.db_table, str(field.column))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
    }
    shared = [cache for cache in caches.all(initialized_only=False) if hasattr(cache, "_table")]
    return frozenset(tables | {(cache._table, name) for cache in shared for name in _OF_A_CACHE})


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


def _missing_columns(missing: Collection[tuple[str, str]]) -> str:
    """Return a sentence that names missing columns, where every migration is recorded."""
    names = [f"{table}.{column}" for table, column in sorted(missing)]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (
        f"The database lacks the columns {', '.join(names[:MOST_NAMED])}{more}, though it notes "
        "every migration: restore the last backup into an empty database."
    )
