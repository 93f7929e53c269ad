"""The drill: back up, restore into an empty database of each kind, and find everything there."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from improvement.models import LogEntry, Person
from reporting.backup.file import BackupRefused, Manifest, Writer, opened
from reporting.backup.keeping import name_of, remove_earlier
from reporting.backup.restoring import restore_backup
from reporting.models import Pack, PackFile
from tests.databases import KINDS, empty_database, manage, own_url, reading
from tests.standing_demo import Tables, put_back, unguarded_for_a_while

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("backup")]

LEFT_OUT = {"sessions.Session", "usersessions.UserSession"}
MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def as_it_was(django_db_setup: Tables, django_db_blocker) -> dict[str, list[tuple]]:
    """Every row of every table before the backup was made, which leaves a line in the log.

    The demo's, whatever tests came before: some of them empty the database.
    """
    with django_db_blocker.unblock():
        with unguarded_for_a_while():
            put_back(django_db_setup)
        return {model._meta.label: content(model, "default") for model in tables()}


@pytest.fixture(scope="module")
def backup(as_it_was, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """A backup of the demo, made by the command. What it wrote into the log is taken back."""
    file = tmp_path_factory.mktemp("backup") / "demo.backup.zip"
    with django_db_blocker.unblock():
        url = own_url()
    made = manage("backup", file, url=url)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"Wrote {file}: ")
    yield file
    with django_db_blocker.unblock(), unguarded_for_a_while():
        put_back(django_db_setup)


@pytest.fixture(params=KINDS)
def empty(request, tmp_path) -> Iterator[str]:
    """The address of a database without tables."""
    with empty_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=KINDS)
def restored(request, backup, tmp_path_factory) -> Iterator[str]:
    """The address of a database that the backup was restored into, by the command."""
    with empty_database(request.param, tmp_path_factory.mktemp("restored")) as url:
        done = manage("restore", backup, url=url)
        assert done.returncode == 0, done.stderr
        assert "documents have the fingerprints they were issued with." in done.stdout
        yield url


def tables() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [one for one in models if not one._meta.proxy and one._meta.label not in LEFT_OUT]


def content(model: type[Model], alias: str) -> list[tuple]:
    """Give every value of every row, bytes as bytes."""
    rows = model._base_manager.using(alias).order_by("pk").values_list()
    return [
        tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in rows
    ]


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
    histories = [one for one in tables() if one.__name__.startswith("Historical")]
    assert sum(one._base_manager.count() for one in histories) > 500
    walked = manage("verify_history", url=restored)
    assert walked.returncode == 0, walked.stderr
    assert "are as they were written." in walked.stdout


def test_the_log_of_the_database_names_the_file_that_was_made_of_it(db, as_it_was, backup):
    entry = LogEntry.objects.latest("pk")
    assert (entry.place, entry.detail) == ("command backup", backup.name)
    assert LogEntry.objects.count() == len(as_it_was[LogEntry._meta.label]) + 1


def test_a_database_that_holds_records_is_refused_and_stays_as_it_is(
    db, backup, as_it_was, restored
):
    refused = manage("restore", backup, url=restored)
    assert refused.returncode == 1
    assert "CommandError: This database is not empty (CQC actions: 31), and" in refused.stderr
    assert "restore into an empty one." in refused.stderr
    with reading(restored) as alias:
        for model in tables():
            assert content(model, alias) == as_it_was[model._meta.label], model._meta.label


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
    db, backup, empty, tmp_path
):
    assert manage("restore", backup, url=empty).returncode == 0
    with reading(empty) as alias:
        pack, file = Pack.objects.using(alias).get(), PackFile.objects.using(alias).latest("pk")
        alter_underneath(connections[alias], "reporting_pack", "contents_json = '{}'", pack.pk)
        alter_underneath(connections[alias], "reporting_packfile", "sha256 = '0'", file.pk)
    differs = [
        f"reporting_pack, id {pack.pk} does not have the fingerprint it was issued with.",
        f"reporting_packfile, id {file.pk} does not have the fingerprint it was issued with.",
    ]
    altered = tmp_path / "altered.backup.zip"
    (earlier := tmp_path / "2020-01-01-000500.backup.zip").write_text("as it was issued")
    made = manage("backup", altered, "--remove-after", "30", url=empty)
    assert made.returncode == 0
    for said in (made.stdout, made.stderr):
        assert all(one in said.splitlines() for one in differs)
        assert "Only restore --despite-fingerprints takes this backup, and no earl" in said
    assert earlier.exists()

    fresh = f"sqlite:///{tmp_path / 'fresh'}"
    refused = manage("restore", altered, url=fresh)
    assert refused.returncode == 1
    assert f"CommandError: {differs[0]} So nothing was restored: take an earl" in refused.stderr
    with reading(fresh) as alias:
        assert not Person.objects.using(alias).exists()
    restored = manage("restore", altered, "--despite-fingerprints", url=fresh)
    assert restored.returncode == 0, restored.stderr
    assert all(one in restored.stderr.splitlines() for one in differs)
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
    with opened(backup) as whole:
        rows, tables = whole.manifest.rows, len(whole.manifest.tables)
    assert restored.stdout.startswith(f"Restored {rows:,} rows of {tables} tables, ")
    with reading(empty) as alias:
        assert not UserSession.objects.using(alias).exists()


def rewritten(backup: Path, file: Path, more: dict | None = None, **facts) -> Path:
    """Write a backup again with ``more`` tables or other facts, sealed as it ought to be."""
    with opened(backup) as old:
        told = {**vars(old.manifest), "tables": [], **facts}
        writer = Writer(file, Manifest(**told), at=MADE_AT)
        for part in old.manifest.tables:
            writer.add(part.model, old.lines(part))
        for label, lines in (more or {}).items():
            writer.add(label, lines)
        writer.seal()
        writer.close()
    return file


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"version": 2}, "was made by a newer version of this application"),
        ({"migrations": [["improvement", "0999_later"]]}, "the migration improvement.0999_later"),
        ({"format": "something-else"}, "is no backup of this application"),
    ],
)
def test_a_newer_file_is_refused_with_a_sentence(db, backup, tmp_path, facts, sentence):
    file = rewritten(backup, tmp_path / "newer.backup.zip", **facts)
    with pytest.raises(BackupRefused, match=sentence):
        restore_backup(file)


def test_any_byte_that_differs_is_seen(backup, tmp_path):
    whole = backup.read_bytes()
    places = [
        *range(200),
        *range(200, len(whole) - 200, 1009),
        *range(len(whole) - 200, len(whole)),
    ]
    file = tmp_path / "flipped"
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        file.write_bytes(flipped)
        with pytest.raises(BackupRefused, match="damaged, cut short or no backup"), opened(file):
            pass
    assert len(places) > 500


@pytest.mark.parametrize("cut", [0, 1, 70, 71, 72, 1000])
def test_a_file_that_was_cut_short_or_grew_is_refused(backup, tmp_path, cut):
    whole = backup.read_bytes()
    for content in (whole[:cut], whole[: len(whole) - cut - 1], whole + b"x" * (cut + 1)):
        (tmp_path / "cut").write_bytes(content)
        with pytest.raises(BackupRefused, match="damaged"), opened(tmp_path / "cut"):
            pass


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    refused = manage("restore", tmp_path / "none", url=f"sqlite:///{tmp_path / 'x'}")
    assert refused.stderr.strip().endswith("none cannot be read: No such file or directory.")


def test_a_row_that_cannot_be_loaded_leaves_nothing_behind(db, backup, tmp_path):
    url = f"sqlite:///{tmp_path / 'fresh'}"
    with opened(backup) as old:
        writer = Writer(
            file := tmp_path / "twice", Manifest(**{**vars(old.manifest), "tables": []}), at=MADE_AT
        )
        for part in old.manifest.tables:
            lines = list(old.lines(part))
            writer.add(part.model, lines * 2 if part.model == "reporting.packfile" else lines)
        writer.seal()
        writer.close()
    refused = manage("restore", file, url=url)
    assert "The table of reporting.packfile cannot be loaded here" in refused.stderr
    with reading(url) as alias:
        assert [one for one in tables() if one._base_manager.using(alias).exists()] == []


@pytest.mark.parametrize("wrong", [{"id": "abc"}, {"id": []}, {"written_at": 5}, []])
def test_a_row_of_another_shape_is_refused_with_a_sentence(db, backup, tmp_path, wrong):
    url = f"sqlite:///{tmp_path / 'fresh'}"
    with opened(backup) as old:
        facts = {**vars(old.manifest), "tables": []}
        writer = Writer(file := tmp_path / "wrong", Manifest(**facts), at=MADE_AT)
        for part in old.manifest.tables:
            lines = list(old.lines(part))
            if part.model == "improvement.meeting":
                row = json.loads(lines[0])
                lines[0] = json.dumps({**row, **wrong} if wrong else wrong).encode() + b"\n"
            writer.add(part.model, lines)
        writer.seal()
        writer.close()
    refused = manage("restore", file, url=url)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "improvement.meeting" in refused.stderr


def test_a_file_with_a_part_of_its_migrations_lays_no_table(db, backup, tmp_path):
    with opened(backup) as old:
        some = [one for one in old.manifest.migrations if one[0] in ("contenttypes", "auth")]
    url = f"sqlite:///{tmp_path / 'fresh'}"
    refused = manage("restore", rewritten(backup, tmp_path / "part", migrations=some), url=url)
    assert "which its migrations do not make" in refused.stderr
    with reading(url) as alias:
        assert connections[alias].introspection.table_names() == []


def test_a_database_that_is_restored_into_a_file_is_its_owner_s_alone(backup, tmp_path):
    done = manage("restore", backup, url=f"sqlite:///{tmp_path / 'drill'}")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((tmp_path / "drill").stat().st_mode) == 0o600


def test_only_its_owner_may_read_it_and_any_tool_opens_it(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        parts = {name for name in archive.namelist() if name != "manifest.json"}
    assert manifest["format"] == "improvement-programme-backup"
    assert {f"tables/{one['model']}.jsonl" for one in manifest["tables"]} == parts
    left_out = {label.lower() for label in LEFT_OUT}
    assert left_out & {one["model"] for one in manifest["tables"]} == set()


def test_no_backup_is_overwritten_and_none_is_left_half_written(backup, tmp_path, db):
    whole = backup.read_bytes()
    refused = manage("backup", backup, url=own_url())
    assert "is there already, and no backup is overwritten: name another." in refused.stderr
    assert backup.read_bytes() == whole
    (tmp_path / "folder").write_text("a file where a folder is to be")
    refused = manage("backup", tmp_path / "folder" / "x", url=own_url())
    assert "cannot be written: " in refused.stderr
    refused = manage("backup", tmp_path / "y", url=f"sqlite:///{tmp_path / 'no tables'}")
    assert refused.returncode == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "no tables"]


def test_a_link_that_leads_nowhere_is_not_overwritten(tmp_path, db):
    (link := tmp_path / "a.zip").symlink_to(tmp_path / "a disk that is not there")
    refused = manage("backup", link, url=own_url())
    assert "is there already, and no backup is overwritten: name another." in refused.stderr
    assert (link.is_symlink(), [one.name for one in tmp_path.iterdir()]) == (True, ["a.zip"])


def test_backups_older_than_asked_for_go_and_nothing_else_does(tmp_path):
    made = tmp_path / "2023-12-01-000500.backup.zip"  # as a clock that was wrong would name it
    kept = {"2023-12-11-120000.backup.zip", "2020-the-board-kept-this.backup.zip", "notes.txt"}
    for name in {made.name, "2023-12-11-115959.backup.zip", *kept}:
        (tmp_path / name).write_text("a file")
    removed = remove_earlier(than=made, days=30, at=MADE_AT)
    assert [one.name for one in removed] == ["2023-12-11-115959.backup.zip"]
    assert {one.name for one in tmp_path.iterdir()} == kept | {made.name}
    assert name_of(MADE_AT) == "2024-01-10-120000.backup.zip"


def test_a_backup_that_is_refused_removes_none(tmp_path, db):
    for name in ("2020-01-01-000500.backup.zip", "2020-01-02-000500.backup.zip"):
        (tmp_path / name).write_text("a file")
    file = tmp_path / "2020-01-02-000500.backup.zip"
    assert manage("backup", file, "--remove-after", "30", url=own_url()).returncode == 1
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("typed", ["0", "-1", "a month", "1.5"])
def test_days_that_are_none_are_refused_before_anything_is_written(tmp_path, typed):
    refused = manage("backup", tmp_path / "a.zip", f"--remove-after={typed}", url=own_url())
    assert "a whole number of days was expected, 1 or more" in refused.stderr
    assert list(tmp_path.iterdir()) == []
