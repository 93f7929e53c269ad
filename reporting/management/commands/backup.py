"""backup: write the whole database to one file."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError

from improvement.clock import now
from improvement.log import log_download
from improvement.models import Person
from improvement.places import from_place, place_now
from reporting.backup.file import BackupRefused
from reporting.backup.keeping import name_of, remove_earlier
from reporting.backup.making import make_backup

ALTERED = (
    "Somebody changed the database beneath the app. Only restore --despite-fingerprints takes this "
    "backup, and no earlier one was removed."
)

log = structlog.get_logger("reporting.backup")


class Command(BaseCommand):
    help = "Write the whole database, as it is at this moment, to one file with a checksum."

    def add_arguments(self, parser: CommandParser) -> None:
        named = "default: a name with the date and time, in var/backups/"
        parser.add_argument("file", type=Path, nargs="?", help=named)
        removed = "then remove the backups beside it whose names are older than so many days"
        parser.add_argument("--remove-after", type=_days, metavar="DAYS", help=removed)

    @from_place("command backup")
    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        file = options["file"] or settings.VAR_DIR / "backups" / name_of(at)
        try:
            made = make_backup(file, at=at)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            told = "The database does not answer or is busy, so nothing was backed up."
            raise CommandError(told) from error
        _note(file)
        rows, tables, size = made.manifest.rows, len(made.manifest.tables), file.stat().st_size
        log.info("backup made", rows=rows, tables=tables, bytes=size)
        self.stdout.write(f"Wrote {file}: {rows:,} rows of {tables} tables, {size:,} bytes.")
        if made.differing:
            self._warn(made.differing)
        elif options["remove_after"]:
            self._remove(file, days=options["remove_after"], at=at)

    def _warn(self, differing: list[str]) -> None:
        """Say it where a person looks and where a job's errors go; the file itself is whole.

        Earlier backups all stay: they may have the packs as they were issued.
        """
        log.warning("backup holds altered packs", differing=differing)
        told = [*differing, ALTERED]
        for stream in (self.stdout, self.stderr):
            stream.write("\n".join(told))

    def _remove(self, file: Path, *, days: int, at: datetime) -> None:
        try:
            removed = remove_earlier(than=file, days=days, at=at)
        except OSError as error:
            told = f"{file} is whole, but {error.filename} cannot be removed: {error.strerror}."
            raise CommandError(told) from error
        for one in removed:
            log.info("backup removed", file=one.name)
            self.stdout.write(f"Removed {one.name}, older than {days} days.")


def _days(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError("a whole number of days was expected, 1 or more")
    return int(typed)


def _note(file: Path) -> None:
    """Write into the log that everything was taken away. The file is whole, and without the line.

    Raises ``CommandError`` where the database takes no line.
    """
    try:
        log_download(
            about="Backup of everything",
            detail=file.name,
            programme=None,
            by=Person.objects.for_command("backup"),
            at=now(),
            place=place_now(),
        )
    except DatabaseError as error:
        raise CommandError(f"{file} is whole, but the log could not take a line of it.") from error
