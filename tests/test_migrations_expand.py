"""A migration may run while the version before it serves, or says why it waits until none does.

Expand, migrate, contract: docs/adr/0011-expand-migrate-contract.md has the rule. The first
migration of a room makes what was not there; every later one is held to it.
"""

from __future__ import annotations

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, CharField, Field
from django.db.models.fields import NOT_PROVIDED

ROOMS = ("improvement", "scorecards", "reporting")
# What the version that serves still reads or writes would be gone, or no longer fit.
CONTRACTS = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AlterUniqueTogether,
    migrations.AddConstraint,
)


def later_migrations() -> list[migrations.Migration]:
    found = MigrationLoader(None).disk_migrations.values()
    return [one for one in found if one.app_label in ROOMS and not one.initial]


def breaks_the_version_before(operation: Operation, added: set[str]) -> bool:
    """Say whether an operation takes from under the version that serves what it relies on."""
    if isinstance(operation, migrations.AddField):
        return not may_be_left_out(operation.field) and operation.model_name_lower not in added
    if isinstance(operation, CONTRACTS):
        model = getattr(operation, "model_name", getattr(operation, "name", ""))
        return str(model).lower() not in added
    return False


def may_be_left_out(field: Field) -> bool:
    """A row that the version before writes has no word of the new column."""
    return field.null or field.db_default is not NOT_PROVIDED or field.many_to_many


def test_no_migration_breaks_the_version_that_serves_without_saying_so():
    broken = []
    for migration in later_migrations():
        # A table that is made here is known to nobody yet.
        added = {
            one.name_lower
            for one in migration.operations
            if isinstance(one, migrations.CreateModel)
        }
        for operation in migration.operations:
            said = getattr(migration, "contracts", "")
            if breaks_the_version_before(operation, added) and not said:
                broken.append(f"{migration}: {operation.describe()}")
    assert broken == []


@pytest.mark.parametrize(
    ("operation", "breaks"),
    [
        (migrations.AddField("section", "language", CharField(max_length=2, null=True)), False),
        (migrations.AddField("section", "language", CharField(max_length=2, default="")), True),
        (migrations.AddField("section", "seen", BooleanField(db_default=False)), False),
        (migrations.AddField("glossary", "word", CharField(max_length=2)), False),
        (migrations.RemoveField("section", "text"), True),
        (migrations.RenameField("section", "text", "words"), True),
        (migrations.RemoveField("glossary", "word"), False),
        (migrations.DeleteModel("Section"), True),
        (migrations.AlterField("section", "kind", CharField(max_length=40)), False),
    ],
)
def test_what_breaks_and_what_does_not(operation: Operation, breaks: bool):
    assert breaks_the_version_before(operation, added={"glossary"}) is breaks
