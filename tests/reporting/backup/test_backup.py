"""The drill: back up, restore into an empty database of each kind, and find everything there."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connections

from improvement.models import LogEntry
from reporting.backup.archive import BackupRefused, BackupWriter, Manifest, open_backup
from reporting.backup.restore import restore_backup
from reporting.backup.retention import default_name, remove_earlier
from reporting.operations.health import FIRST_RELEASE
from tests.support.backups import LEFT_OUT, MADE_AT, rewritten, tables
from tests.support.databases import empty_database, manage, own_url, reading

pytestmark = pytest.mark.slow


def test_the_log_of_the_database_names_the_file_that_was_made_of_it(db, as_it_was, backup):
    entry = LogEntry.objects.latest("pk")
    assert (entry.place, entry.detail) == ("command backup", backup.name)
    assert LogEntry.objects.count() == len(as_it_was[LogEntry._meta.label]) + 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"version": 2}, "was made by a newer version of this application"),
        (
            {"migrations": [list(FIRST_RELEASE), ["improvement", "0999_later"]]},
            "the migration improvement.0999_later",
        ),
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
        with (
            pytest.raises(BackupRefused, match="damaged, cut short or no backup"),
            open_backup(file),
        ):
            pass
    assert len(places) > 500


@pytest.mark.parametrize("cut", [0, 1, 70, 71, 72, 1000])
def test_a_file_that_was_cut_short_or_grew_is_refused(backup, tmp_path, cut):
    whole = backup.read_bytes()
    for content in (whole[:cut], whole[: len(whole) - cut - 1], whole + b"x" * (cut + 1)):
        (tmp_path / "cut").write_bytes(content)
        with pytest.raises(BackupRefused, match="damaged"), open_backup(tmp_path / "cut"):
            pass


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    refused = manage("restore", tmp_path / "none", url=f"sqlite:///{tmp_path / 'x'}")
    assert refused.stderr.strip().endswith("none cannot be read: No such file or directory.")


def test_a_row_that_cannot_be_loaded_leaves_nothing_behind(db, backup, tmp_path):
    url = f"sqlite:///{tmp_path / 'fresh'}"
    with open_backup(backup) as old:
        writer = BackupWriter(
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
        assert [table for table in tables() if table._base_manager.using(alias).exists()] == []


NOT_LOADED = "The table of improvement.meeting cannot be loaded here, so nothing was restored."
NOT_READ_BACK = "The table of improvement.meeting does not read back as it was backed up"
NOWHERE = "A row refers to one that is not in the file, so nothing was restored. "


@pytest.fixture(scope="module")
def no_rows(tmp_path_factory) -> Iterator[str]:
    """A database with every table, for files that are refused: none leaves a row in it."""
    with empty_database("sqlite", tmp_path_factory.mktemp("no_rows")) as url:
        assert manage("migrate", url=url).returncode == 0
        yield url


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"id": "abc"}, NOT_LOADED),
        ({"id": []}, NOT_LOADED),
        ({"written_at": 5}, NOT_READ_BACK),
        ([], NOT_LOADED),
        ({"programme_id": 99_999}, NOWHERE),
    ],
)
def test_a_row_of_another_shape_or_place_is_refused_with_a_sentence(
    db, backup, no_rows, tmp_path, wrong, sentence
):
    with open_backup(backup) as old:
        facts = {**vars(old.manifest), "tables": []}
        writer = BackupWriter(file := tmp_path / "wrong", Manifest(**facts), at=MADE_AT)
        for part in old.manifest.tables:
            lines = list(old.lines(part))
            if part.model == "improvement.meeting":
                row = json.loads(lines[0])
                lines[0] = json.dumps({**row, **wrong} if wrong else wrong).encode() + b"\n"
            writer.add(part.model, lines)
        writer.seal()
        writer.close()
    refused = manage("restore", file, url=no_rows)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert sentence in refused.stderr


def test_a_file_with_a_part_of_its_migrations_lays_no_table(db, backup, tmp_path):
    with open_backup(backup) as old:
        some = [
            migration
            for migration in old.manifest.migrations
            if migration[0] in ("contenttypes", "auth")
        ]
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
    assert default_name(MADE_AT) == "2024-01-10-120000.backup.zip"


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
