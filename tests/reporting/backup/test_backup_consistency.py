"""A backup is of one moment, whatever is written while it is made."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from improvement.models import LogEntry, LogKind, Programme
from reporting.backup import create
from reporting.backup.archive import open_backup

MADE_AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)


def test_what_is_written_while_a_backup_is_made_waits_for_the_next_one(
    committed_demo, tmp_path, monkeypatch
):
    """And whoever writes it does not wait: SQLite's write lock stays free."""
    first_time = iter([True])
    usual = create.lines_of

    def write_after_the_first_table(model):
        if next(first_time, False):
            writer = Thread(target=somebody_works)
            writer.start()
            writer.join(timeout=15)
            assert not writer.is_alive()
        return usual(model)

    monkeypatch.setattr(create, "lines_of", write_after_the_first_table)
    create.make_backup(tmp_path / "a", at=MADE_AT)
    with open_backup(tmp_path / "a") as backup:
        lines = b"".join(line for part in backup.manifest.tables for line in backup.lines(part))
    assert LogEntry.objects.filter(about="Written meanwhile").exists()
    assert b"Written meanwhile" not in lines


def test_a_backup_is_in_the_log_once_its_file_is_whole_and_a_refused_one_is_not(
    committed_demo, tmp_path
):
    file = tmp_path / "tonight.backup.zip"
    call_command("backup", file, stdout=StringIO())
    entry = LogEntry.objects.get(place="command backup")
    assert (entry.kind, entry.about) == (LogKind.DOWNLOAD, "Backup of everything")
    assert (entry.detail, entry.programme) == ("tonight.backup.zip", None)
    assert str(entry.person) == "Command backup"
    with open_backup(file) as backup:
        lines = b"".join(line for part in backup.manifest.tables for line in backup.lines(part))
    assert b"command backup" not in lines
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", file)
    assert LogEntry.objects.filter(place="command backup").count() == 1


def somebody_works() -> None:
    try:
        scas = Programme.objects.get(slug="scas")
        scas.name = "Written meanwhile"
        scas.save()
        facts = {"kind": LogKind.DOWNLOAD, "detail": "", "place": "", "at": MADE_AT}
        LogEntry(programme=scas, about="Written meanwhile", **facts).save()
    finally:
        connection.close()
