"""Restoring a backup into an empty database: all of it, and nothing over records."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copyfile

import pytest
from allauth.usersessions.models import UserSession
from django.db import connections, transaction

from improvement.models import Person
from reporting.backup.archive import open_backup
from reporting.models import Pack, PackFile
from tests.support.backups import MADE_AT, content, rewritten, tables
from tests.support.databases import KINDS, copied, empty_database, manage, reading


@pytest.fixture(params=KINDS)
def empty(request, tmp_path) -> Iterator[str]:
    """The address of a database without tables."""
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="module")
def restored_into(backup, tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Databases that the backup was restored into by the command: one of each kind, by address."""
    made: dict[str, str] = {}
    with ExitStack() as stack:

        def restore(kind: str) -> str:
            if kind not in made:
                folder = tmp_path_factory.mktemp("restored")
                url = stack.enter_context(empty_database(kind, folder))
                done = manage("restore", backup, url=url)
                assert done.returncode == 0, done.stderr
                assert "documents have the fingerprints they were issued with." in done.stdout
                made[kind] = url
            return made[kind]

        yield restore


@pytest.fixture(params=KINDS)
def restored(request, restored_into) -> str:
    """The address of a database that holds what was restored, and stays as it is."""
    return restored_into(request.param)


@pytest.mark.postgresql
def test_the_drill_finds_every_row_every_history_row_and_every_fingerprint(db, as_it_was, restored):
    with reading(restored) as alias:
        for model in tables():
            assert content(model, alias) == as_it_was[model._meta.label], model._meta.label
        packs, files = Pack.objects.using(alias), PackFile.objects.using(alias)
        for pack in packs:
            assert hashlib.sha256(pack.contents_json.encode()).hexdigest() == pack.sha256
        for file in files:
            assert hashlib.sha256(bytes(file.body)).hexdigest() == file.sha256
        assert (len(packs) >= 1, len(files) >= 6) == (True, True)
    histories = [table for table in tables() if table.__name__.startswith("Historical")]
    assert sum(history._base_manager.count() for history in histories) > 500
    walked = manage("verify_history", url=restored)
    assert walked.returncode == 0, walked.stderr
    assert "are as they were written." in walked.stdout


def test_a_database_that_holds_records_is_refused_and_stays_as_it_is(
    db, backup, as_it_was, restored
):
    refused = manage("restore", backup, url=restored)
    assert refused.returncode == 1
    sentence = (
        r"CommandError: This database is not empty \(.+: \d+\), and nothing in it was touched"
    )
    assert re.search(sentence, refused.stderr)
    assert "restore into an empty one." in refused.stderr
    with reading(restored) as alias:
        for model in tables():
            assert content(model, alias) == as_it_was[model._meta.label], model._meta.label


@pytest.mark.postgresql
def test_new_rows_are_numbered_after_those_that_were_restored(db, restored):
    with reading(restored) as alias:
        for model in (Person, Person.history.model, PackFile):
            row = model._base_manager.using(alias).order_by("-pk").first()
            last, row.pk = row.pk, None
            row.slug, row.email, row.format = "", None, "new"
            with transaction.atomic(using=alias):
                row.save_base(raw=True, using=alias)
                transaction.set_rollback(True, using=alias)
            assert row.pk == last + 1


@pytest.mark.postgresql
def test_history_that_forbids_change_takes_what_is_restored(db, backup, empty):
    assert manage("migrate", url=empty).returncode == 0
    with reading(empty) as alias:
        for model in tables():
            if model.__name__.startswith("Historical"):
                forbid_change(connections[alias], model._meta.db_table)
    restored = manage("restore", backup, url=empty)
    assert restored.returncode == 0, restored.stderr


def forbid_change(database, table: str) -> None:
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            for change in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER no_{change}_{table} BEFORE {change} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'history stays'); END"
                )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'history stays'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION stays()"
            )


def test_a_backup_of_an_older_version_is_restored_and_brought_up_to_date(backup, tmp_path):
    older, fresh = f"sqlite:///{tmp_path / 'older'}", f"sqlite:///{tmp_path / 'fresh'}"
    assert manage("migrate", url=older).returncode == 0
    copyfile(tmp_path / "older", tmp_path / "newer")
    assert manage("restore", backup, url=older).returncode == 0
    # This last step of the sign-in's own tables is a constraint, and changes no row.
    assert manage("migrate", "account", "0008", url=older).returncode == 0
    file = tmp_path / "older.backup.zip"
    assert manage("backup", file, url=older).returncode == 0

    assert manage("restore", file, url=fresh).returncode == 0
    assert "[ ]" not in manage("showmigrations", url=fresh).stdout
    refused = manage("restore", file, url=f"sqlite:///{tmp_path / 'newer'}")
    assert "restore into a database without tables, and it is brought up to date" in refused.stderr
    assert manage("migrate", "account", "0008", url=fresh).returncode == 0
    refused = manage("restore", backup, url=fresh)
    assert "This database is not up to date: run manage.py migrate first." in refused.stderr


def test_a_backup_of_altered_packs_says_so_and_is_restored_only_despite_them(
    db, restored, tmp_path
):
    with copied(restored, tmp_path) as url:
        altered_packs_are_told(url, tmp_path)


def altered_packs_are_told(url: str, tmp_path: Path) -> None:
    with reading(url) as alias:
        pack, file = Pack.objects.using(alias).get(), PackFile.objects.using(alias).latest("pk")
        alter_underneath(connections[alias], "reporting_pack", "contents_json = '{}'", pack.pk)
        alter_underneath(connections[alias], "reporting_packfile", "sha256 = '0'", file.pk)
    differs = [
        f"reporting_pack, id {pack.pk} does not have the fingerprint it was issued with.",
        f"reporting_packfile, id {file.pk} does not have the fingerprint it was issued with.",
    ]
    altered = tmp_path / "altered.backup.zip"
    (earlier := tmp_path / "2020-01-01-000500.backup.zip").write_text("as it was issued")
    made = manage("backup", altered, "--remove-after", "30", url=url)
    assert made.returncode == 0
    for output in (made.stdout, made.stderr):
        assert all(one in output.splitlines() for one in differs)
        assert "Only restore --despite-fingerprints takes this backup, and no earl" in output
    assert earlier.exists()

    fresh = f"sqlite:///{tmp_path / 'fresh'}"
    refused = manage("restore", altered, url=fresh)
    assert refused.returncode == 1
    assert f"CommandError: {differs[0]} So nothing was restored: take an earl" in refused.stderr
    with reading(fresh) as alias:
        assert not Person.objects.using(alias).exists()
    restored = manage("restore", altered, "--despite-fingerprints", url=fresh)
    assert restored.returncode == 0, restored.stderr
    assert all(sentence in restored.stderr.splitlines() for sentence in differs)
    assert "5 packs and documents have the fingerprints they were issued" in restored.stdout
    assert "2 do not: the error output lists them." in restored.stdout
    assert differs[0] in manage("verify_history", url=fresh).stderr
    with reading(fresh) as alias:
        assert Pack.objects.using(alias).get().contents_json == "{}"


def alter_underneath(database, table: str, fact: str, row: int) -> None:
    """Change a row of a table as whoever owns the database can, with the guard down for it."""
    guard = f"{table}_stays_update"
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        else:
            cursor.execute(f"DROP TRIGGER {guard}")
        cursor.execute(f"UPDATE {table} SET {fact} WHERE id = %s", [row])


def test_keys_of_sessions_in_a_file_of_before_are_not_brought_back(db, backup, empty, tmp_path):
    """Versions before wrote down where people were signed in, and a session's key with it."""
    row = {"id": 1, "user_id": Person.objects.earliest("pk").pk, "ip": "192.0.2.7", "data": "{}"}
    row |= {"session_key": "a" * 32, "user_agent": "Edge", "created_at": MADE_AT.isoformat()}
    line = json.dumps({**row, "last_seen_at": MADE_AT.isoformat()}).encode() + b"\n"
    file = rewritten(backup, tmp_path / "before", more={"usersessions.usersession": [line]})
    restored = manage("restore", file, url=empty)
    assert restored.returncode == 0, restored.stderr
    with open_backup(backup) as whole:
        rows, tables = whole.manifest.rows, len(whole.manifest.tables)
    assert restored.stdout.startswith(f"Restored {rows:,} rows of {tables} tables, ")
    with reading(empty) as alias:
        assert not UserSession.objects.using(alias).exists()
