"""Whether the database has what this version needs, and one made before 1.0.0 is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from reporting.operations import health
from tests.support.databases import KINDS, empty_database, manage, reading

# What a database notes that was made before the first release.
OLD = (("contenttypes", "0001_initial"), ("auth", "0001_initial"), ("improvement", "0001_initial"))
REFUSED = (
    "was made before version 1.0.0 and cannot be brought up to date: keep it with the version that "
    "made it, give this version an empty database, run manage.py migrate, and load the programme "
    "there with manage.py load_programme FILE."
)


@pytest.fixture(params=KINDS)
def old(request, tmp_path, django_db_blocker) -> Iterator[str]:
    """The address of a database that notes the migrations of a version before the first release."""
    with empty_database(request.param, tmp_path) as url:
        with django_db_blocker.unblock(), reading(url) as alias:
            recorder = MigrationRecorder(connections[alias])
            recorder.ensure_schema()
            for app, name in OLD:
                recorder.record_applied(app, name)
        yield url


def test_migrate_refuses_a_database_of_before_1_0_0_and_makes_no_table(old, django_db_blocker):
    refused = manage("migrate", url=old)
    assert refused.returncode == 1
    assert f"(reporting.E001) The database {REFUSED}" in refused.stderr
    with django_db_blocker.unblock(), reading(old) as alias:
        assert connections[alias].introspection.table_names() == ["django_migrations"]


def test_readiness_refuses_a_database_of_before_1_0_0(old, django_db_blocker, monkeypatch):
    with django_db_blocker.unblock(), reading(old) as alias:
        monkeypatch.setattr(health, "connection", connections[alias])
        assert health.why_not_ready() == f"The database {REFUSED}"


def lacking(monkeypatch, *columns: str) -> str:
    """What is said where this version expects more columns than there are."""
    expected = health.expected_columns() | {tuple(name.split(".")) for name in columns}
    monkeypatch.setattr(health, "expected_columns", lambda: expected)
    return health.why_not_ready()


def test_a_column_that_is_missing_is_named(db, monkeypatch):
    assert health.why_not_ready() == ""
    assert lacking(monkeypatch, "improvement_section.language", "scorecards_case.id") == (
        "The database lacks the columns improvement_section.language, scorecards_case.id, though "
        "it notes every migration: restore the last backup into an empty database."
    )


def test_where_much_is_missing_five_are_named_and_the_rest_counted(db, monkeypatch):
    sentence = lacking(monkeypatch, *(f"a.column_{number}" for number in range(12)))
    assert (
        "a.column_0, a.column_1, a.column_10, a.column_11, a.column_2 and 7 more, though"
        in sentence
    )


def test_the_tables_of_models_of_histories_between_models_and_of_the_cache_are_expected():
    expected = health.expected_columns()
    assert {
        ("improvement_section", "text"),
        ("improvement_historicalsection", "history_seal"),
        ("improvement_person_groups", "group_id"),
        ("reporting_packfile", "body"),
        ("attempts", "expires"),
    } <= expected


def test_tables_and_columns_too_many_are_no_fault(db, monkeypatch):
    fewer = {column for column in health.expected_columns() if column[0] != "reporting_packfile"}
    monkeypatch.setattr(health, "expected_columns", lambda: fewer - {("improvement_plan", "cost")})
    assert health.why_not_ready() == ""
