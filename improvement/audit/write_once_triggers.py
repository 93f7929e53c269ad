"""Triggers that refuse to change or delete rows that are written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections

from improvement.audit.triggers import Trigger, create_missing, unprotected_tables
from improvement.models import WrittenOnce

REFUSED = "This was written once and stays as it was written."

_FUNCTION = "refuse_to_change"
_BODY = f"""
BEGIN
    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
END """
# A trigger's name ends in what it refuses: “…_stays_update”.
_STATEMENTS = {
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


def write_once_models(app: AppConfig | None = None) -> list[type[WrittenOnce]]:
    """Return the models whose rows are written once: histories, the log, packs."""
    models: Iterable[Any] = app.get_models() if app else apps.get_models()
    return [model for model in models if issubclass(model, WrittenOnce)]


def create_triggers(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Create the triggers of an app's tables that are missing or differ."""
    create_missing(_triggers(write_once_models(sender), using), using)


def unprotected(using: str = "default") -> list[str]:
    """Return the tables whose rows the database would let somebody change, and in what way."""
    return unprotected_tables(_triggers(write_once_models(), using), using)


def _triggers(models: Iterable[type[WrittenOnce]], using: str) -> list[Trigger]:
    vendor = connections[using].vendor
    return [trigger for model in models for trigger in _triggers_of(model, vendor)]


def _triggers_of(model: type[WrittenOnce], vendor: str) -> Iterator[Trigger]:
    table = model._meta.db_table
    function = (_FUNCTION, _BODY) if vendor == "postgresql" else ()
    # On SQLite: whether a row with one of the new row's keys is there already.
    taken = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")"
        for key in _keys(model)
    )
    for refuses, template in _STATEMENTS[vendor].items():
        name = f"{table[:48]}_stays_{refuses}"  # PostgreSQL keeps 63 characters of a name
        statement = template.format(name=name, table=table, taken=taken)
        yield Trigger(name, table, refuses, statement, *function)


def _keys(model: type[WrittenOnce]) -> Iterator[list[str]]:
    """Yield the columns of each key: every unique column, and those that are unique together."""
    meta: Any = model._meta
    together = [constraint.fields for constraint in meta.total_unique_constraints]
    for names in [*together, *meta.unique_together]:
        yield [meta.get_field(name).column for name in names]
    yield from ([field.column] for field in meta.concrete_fields if field.unique)
