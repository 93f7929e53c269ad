"""Triggers that refuse rows which disagree with another table, or texts that are no quarter.

A check constraint sees one row of one table and cannot read a text. The models' ``clean`` methods
say the same in a sentence at the field.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections

from improvement.audit.triggers import Trigger, create_missing, drop, unprotected_tables


@dataclass(frozen=True)
class Rule:
    """``table`` refuses a row for which the SQL ``wrong`` is true, where ``columns`` change.

    A row that was wrong before there was a rule can still be ended and corrected.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    wrong: str
    sentence: str


_NO_YEAR = {
    "postgresql": "NEW.{0} !~ '^(19|20|21)[0-9]{{2}}/[0-9]{{2}} Q[1-4]$'",
    "sqlite": "NEW.{0} NOT GLOB '[12][019][0-9][0-9]/[0-9][0-9] Q[1-4]'",
}
# Years are compared only where there are two to read.
_NO_QUARTER = (
    "CASE WHEN {no_year} THEN true ELSE (CAST(substr(NEW.{0}, 3, 2) AS integer) + 1) % 100 "
    "<> CAST(substr(NEW.{0}, 6, 2) AS integer) END"
)

_FOREIGN_SOURCE = (
    "EXISTS (SELECT 1 FROM improvement_source AS source, improvement_workstream AS stream "
    "WHERE source.id = NEW.source_id AND stream.id = NEW.workstream_id "
    "AND source.programme_id <> stream.programme_id)"
)
# Also an action that others are below can be given a parent, or be moved to another programme.
_WRONG_PARENT = (
    "NEW.parent_id = NEW.id OR EXISTS (SELECT 1 FROM improvement_cqcaction AS other, "
    "improvement_workstream AS theirs, improvement_workstream AS stream "
    "WHERE theirs.id = other.workstream_id AND stream.id = NEW.workstream_id "
    "AND (other.id = NEW.parent_id OR other.parent_id = NEW.id) "
    "AND (theirs.programme_id <> stream.programme_id "
    "OR (other.id = NEW.parent_id AND other.parent_id IS NOT NULL) "
    "OR (other.parent_id = NEW.id AND NEW.parent_id IS NOT NULL)))"
)


def rules(vendor: str) -> list[Rule]:
    """Return the rules in the SQL of a kind of database."""
    ends = ("first_quarter", "last_quarter")
    wrong_quarter = " OR ".join(
        _NO_QUARTER.replace("{no_year}", _NO_YEAR[vendor]).format(column) for column in ends
    )
    return [
        Rule(
            "appointment_of_one_programme",
            "improvement_appointment",
            ("workstream_id", "programme_id"),
            "EXISTS (SELECT 1 FROM improvement_workstream WHERE id = NEW.workstream_id "
            "AND programme_id <> NEW.programme_id)",
            "The workstream of an appointment is one of its programme.",
        ),
        Rule(
            "programme_quarters_in_order",
            "improvement_programme",
            ends,
            f"{wrong_quarter} OR NEW.first_quarter > NEW.last_quarter",
            "A programme goes from one quarter to the same or a later one, as 2023/24 Q3.",
        ),
        Rule(
            "action_source_of_one_programme",
            "improvement_cqcaction",
            ("source_id", "workstream_id"),
            _FOREIGN_SOURCE,
            "The source of an action is one of its programme.",
        ),
        Rule(
            "action_parent_of_one_programme",
            "improvement_cqcaction",
            ("parent_id", "workstream_id"),
            _WRONG_PARENT,
            "A sub-action is one level below an action of its programme.",
        ),
    ]


def drop_triggers(using: str) -> None:
    """Drop the triggers; ``migrate`` creates them again.

    A backup is restored as it is, with rows that were wrong before there was a rule.
    """
    drop(_triggers(using), using)


def drop_before_migrating(using: str, plan: Any = (), **kwargs: Any) -> None:
    """SQLite remakes a table it changes, and cannot while a trigger of another table names it."""
    if plan:
        drop_triggers(using)


def create_triggers(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Create the triggers that are missing or differ.

    A table that was migrated back to before a rule has not the columns that the rule reads.
    """
    create_missing(_triggers(using, _columns(using)), using)


def unprotected(using: str = "default") -> list[str]:
    """Return the tables in which the database would accept what disagrees."""
    return unprotected_tables(_triggers(using), using)


def _triggers(using: str, columns: Collection[tuple[str, str]] | None = None) -> list[Trigger]:
    """Return the triggers of every rule, or of those whose tables have their ``columns``."""
    vendor = connections[using].vendor
    triggers_of = _of_postgresql if vendor == "postgresql" else _of_sqlite
    return [
        trigger
        for rule in rules(vendor)
        if columns is None or all((rule.table, column) in columns for column in rule.columns)
        for trigger in triggers_of(rule)
    ]


def _columns(using: str) -> set[tuple[str, str]]:
    """Return the columns of the tables that have rules, each with its table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        return {
            (table, column.name)
            for table in tables & {rule.table for rule in rules(connection.vendor)}
            for column in connection.introspection.get_table_description(cursor, table)
        }


def _of_postgresql(rule: Rule) -> list[Trigger]:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in rule.columns)
    body = f"""
BEGIN
    IF (TG_OP = 'INSERT' OR {changed}) AND ({rule.wrong}) THEN
        RAISE EXCEPTION '{rule.sentence}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END """
    statement = (
        f"CREATE TRIGGER {rule.name} BEFORE INSERT OR UPDATE ON {rule.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
    return [Trigger(rule.name, rule.table, rule.name, statement, rule.name, body)]


def _of_sqlite(rule: Rule) -> list[Trigger]:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in rule.columns)
    conditions = {"insert": rule.wrong, "update": f"({changed}) AND ({rule.wrong})"}
    return [
        Trigger(
            name := f"{rule.name}_{when}",
            rule.table,
            name,
            f"CREATE TRIGGER {name} BEFORE {when.upper()} ON {rule.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{rule.sentence}'); END",
        )
        for when, condition in conditions.items()
    ]
