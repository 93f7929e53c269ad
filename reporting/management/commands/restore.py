"""restore FILE: load a backup into an empty database, and read it back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from reporting.backup.file import BackupRefused
from reporting.backup.restoring import Restored, restore_backup

log = structlog.get_logger("reporting.backup")


class Command(BaseCommand):
    help = "Load a backup into the database, which has to be empty, and check every row of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        despite = "restore packs that are not what their fingerprints say, too, and list them"
        parser.add_argument("--despite-fingerprints", action="store_true", help=despite)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore. A SQLite file that this makes is its owner's alone, as the backup is."""
        others = os.umask(0o077)
        try:
            self._restore(options)
        finally:
            os.umask(others)

    def _restore(self, options: dict[str, Any]) -> None:
        try:
            restored = restore_backup(
                options["file"], despite_fingerprints=options["despite_fingerprints"]
            )
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            told = "The database does not answer or is busy, so nothing was restored."
            raise CommandError(told) from error
        self._tell(restored)

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        rows, tables = restored.rows, len(restored.parts)
        log.info("backup restored", rows=rows, tables=tables, made_at=manifest.made_at)
        self.stdout.write(
            f"Restored {rows:,} rows of {tables} tables, backed up {manifest.made_at}."
        )
        held = restored.fingerprints - len(restored.differing)
        self.stdout.write(
            f"Every row reads back as it was backed up; {held} packs and documents have the "
            "fingerprints they were issued with."
        )
        if differing := len(restored.differing):
            self.stdout.write(f"{differing} do not: the error output lists them.")
            log.warning("altered packs restored", differing=restored.differing)
            self.stderr.write("\n".join(restored.differing))
