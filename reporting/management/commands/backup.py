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
from pyrage.x25519 import Recipient

from improvement.audit.event_log import log_download
from improvement.models import Person
from improvement.models.history import changes_from, current_place
from improvement.values.clock import now
from reporting.backup.archive import BackupRefused
from reporting.backup.create import make_backup
from reporting.backup.encrypt import encrypt, recipients
from reporting.backup.retention import default_name, remove_earlier

ALTERED = (
    "Somebody changed the database beneath the app. Only restore --despite-fingerprints takes this "
    "backup, and no earlier one was removed."
)

log = structlog.get_logger("reporting.backup")


class Command(BaseCommand):
    help = (
        "Write the whole database, as it is at this moment, to one file with a checksum; and, "
        "where BACKUP_RECIPIENTS names keys, an encrypted copy into encrypted/ beside it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        default = "default: a name with the date and time, in var/backups/"
        parser.add_argument("file", type=Path, nargs="?", help=default)
        removed = "then remove the backups beside it whose names are older than so many days"
        parser.add_argument("--remove-after", type=_days, metavar="DAYS", help=removed)

    @changes_from("command backup")
    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        file = options["file"] or settings.VAR_DIR / "backups" / default_name(at)
        try:
            keys = recipients()
            result = make_backup(file, at=at)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                "The database does not answer or is busy, so nothing was backed up."
            ) from error
        _log(file)
        rows, tables, size = result.manifest.rows, len(result.manifest.tables), file.stat().st_size
        log.info("backup made", rows=rows, tables=tables, bytes=size)
        self.stdout.write(f"Wrote {file}: {rows:,} rows of {tables} tables, {size:,} bytes.")
        if keys:
            self._encrypt(file, keys)
        if result.differing:  # earlier backups stay: they may have the packs as they were issued
            log.warning("backup holds altered packs", differing=result.differing)
            for stream in (self.stdout, self.stderr):  # for a person, and for a job's errors
                stream.write("\n".join([*result.differing, ALTERED]))
        elif options["remove_after"]:
            self._remove(file, days=options["remove_after"], at=at)

    def _encrypt(self, file: Path, keys: list[Recipient]) -> None:
        try:
            copy = encrypt(file, keys)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        log.info("backup encrypted", keys=len(keys), bytes=copy.stat().st_size)
        self.stdout.write(f"Wrote {copy}, which BACKUP_RECIPIENTS can open.")

    def _remove(self, file: Path, *, days: int, at: datetime) -> None:
        try:
            removed = remove_earlier(than=file, days=days, at=at)
        except OSError as error:
            raise CommandError(
                f"{file} is whole, but {error.filename} cannot be removed: {error.strerror}."
            ) from error
        for old in removed:
            log.info("backup removed", file=old.name)
            self.stdout.write(f"Removed {old.name}, older than {days} days.")


def _days(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError("a whole number of days was expected, 1 or more")
    return int(typed)


def _log(file: Path) -> None:
    """Log that everything was downloaded. The backup itself does not contain that entry.

    Raises ``CommandError`` where the database cannot store it.
    """
    try:
        log_download(
            about="Backup of everything",
            detail=file.name,
            programme=None,
            by=Person.objects.for_command("backup"),
            at=now(),
            place=current_place(),
        )
    except DatabaseError as error:
        raise CommandError(f"{file} is whole, but the log could not take a line of it.") from error
