"""A migration may run while the version before it serves, or says why it waits until none does.

Expand, migrate, contract: docs/adr/0011-expand-migrate-contract.md has the rule. Each migration is
held to what the tables were before it, so the first of a room may do no more than any other: it
makes what was not there. What a seal covers (docs/adr/0009) nobody takes away, whatever is said.
"""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import (
    BigAutoField,
    BooleanField,
    CharField,
    CheckConstraint,
    IntegerField,
    JSONField,
    Q,
    TextField,
    UniqueConstraint,
)

from tests.support.expanding_migrations import refused

ROOMS = ("improvement", "scorecards", "reporting")


def test_no_migration_breaks_the_version_that_serves_without_saying_so_and_none_a_seal():
    loader = MigrationLoader(None)
    state, broken, seen = ProjectState(), [], 0
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.graph.nodes[key]
        if key[0] in ROOMS:
            faults, state = refused(migration, state)
            broken += faults
            seen += 1
        else:
            state = migration.mutate_state(state, preserve=False)
    assert broken == []
    assert seen >= len(ROOMS)


def test_the_next_version_that_faults_are_tried_with_does_no_more():
    module = import_module("tests.faults.next_version.migrations.0001_expand")
    state = MigrationLoader(None).project_state()
    assert refused(module.Migration("0001_expand", "next_version"), state)[0] == []


@pytest.fixture(scope="module")
def small_world() -> ProjectState:
    """Sections with their history, and a table that no history covers."""
    state = ProjectState()
    columns = [("id", BigAutoField(primary_key=True)), ("text", CharField(max_length=20))]
    seal = ("history_seal", CharField(max_length=64))
    for name, fields in (
        ("Section", columns),
        ("HistoricalSection", [*columns, seal]),
        ("Draft", columns),
    ):
        migrations.CreateModel(name, fields).state_forwards("improvement", state)
    return state


SEAL_BREAKS, WAITS, RUNS = "never", "when no process of the old version is left", "at any time"


@pytest.mark.parametrize(
    ("operation", "when"),
    [
        (migrations.AddField("section", "language", CharField(max_length=2, null=True)), RUNS),
        (migrations.AddField("section", "language", CharField(max_length=2, default="")), WAITS),
        (migrations.AddField("section", "aims", JSONField(null=True, default=list)), SEAL_BREAKS),
        (migrations.AddField("section", "aims", JSONField(null=True)), RUNS),
        (migrations.AddField("section", "seen", BooleanField(db_default=False)), RUNS),
        (migrations.AddField("section", "note", TextField(db_default="")), RUNS),
        (migrations.AddField("section", "length", IntegerField(db_default=0)), SEAL_BREAKS),
        (migrations.AddField("historicalsection", "n", IntegerField(db_default=0)), SEAL_BREAKS),
        (migrations.AddField("draft", "length", IntegerField(db_default=0)), RUNS),
        (migrations.RemoveField("section", "text"), SEAL_BREAKS),
        (migrations.RemoveField("draft", "text"), WAITS),
        (migrations.RenameField("section", "text", "words"), SEAL_BREAKS),
        (migrations.RenameField("draft", "text", "words"), WAITS),
        (migrations.DeleteModel("HistoricalSection"), SEAL_BREAKS),
        (migrations.DeleteModel("Section"), SEAL_BREAKS),
        (migrations.DeleteModel("Draft"), WAITS),
        (migrations.RenameModel("Section", "Part"), SEAL_BREAKS),
        (migrations.AlterModelTable("draft", "elsewhere"), WAITS),
        (migrations.AlterField("section", "text", CharField(max_length=40)), RUNS),
        (migrations.AlterField("section", "text", CharField(max_length=10)), SEAL_BREAKS),
        (migrations.AlterField("draft", "text", IntegerField()), WAITS),
        (
            migrations.AlterField(
                "section", "text", CharField(max_length=20, choices=[("a", "A")])
            ),
            RUNS,
        ),
        (migrations.CreateModel("Glossary", [("id", BigAutoField(primary_key=True))]), RUNS),
        (
            migrations.AddConstraint("draft", UniqueConstraint(fields=["text"], name="once")),
            WAITS,
        ),
        (
            migrations.SeparateDatabaseAndState(
                database_operations=[
                    migrations.AddConstraint("draft", UniqueConstraint(Q(text=""), name="once"))
                ]
            ),
            WAITS,
        ),
    ],
    ids=lambda value: value.describe() if isinstance(value, Operation) else "",
)
def test_when_each_kind_of_change_may_run(small_world: ProjectState, operation, when: str):
    migration = migrations.Migration("0002_next", "improvement")
    migration.operations = [operation]
    unsaid, _ = refused(migration, small_world.clone())
    migration.contracts = "unused since 0.4"  # type: ignore[attr-defined]
    although_it_says_so, _ = refused(migration, small_world.clone())
    assert (bool(unsaid), bool(although_it_says_so)) == {
        RUNS: (False, False),
        WAITS: (True, False),
        SEAL_BREAKS: (True, True),
    }[when]


def test_a_condition_of_new_columns_that_stay_empty_may_be_added_at_any_time(small_world):
    at, by = Q(read_at__isnull=True), Q(read_by__isnull=True)
    for condition, faults in ((at & by, 0), (at & Q(text=""), 1)):
        migration = migrations.Migration("0002_next", "improvement")
        migration.operations = [
            migrations.AddField("section", "read_at", TextField(null=True)),
            migrations.AddField("section", "read_by", TextField(null=True)),
            migrations.AddConstraint("section", CheckConstraint(name="n", condition=condition)),
        ]
        assert len(refused(migration, small_world.clone())[0]) == faults


def test_a_field_or_model_called_otherwise_in_the_code_keeps_its_column_and_table(small_world):
    migration = migrations.Migration("0002_next", "improvement")
    migration.operations = [
        migrations.AlterField("section", "text", CharField(max_length=20, db_column="text")),
        migrations.RenameField("section", "text", "words"),
        migrations.AlterModelTable("section", "improvement_section"),
        migrations.RenameModel("Section", "Part"),
    ]
    assert refused(migration, small_world.clone())[0] == []
