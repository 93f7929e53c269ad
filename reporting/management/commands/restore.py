"""restore FILE: load a backup into an empty database, and read it back."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from reporting.backup.archive import BackupRefused
from reporting.backup.encrypt import LARGEST, decrypted, read_identity
from reporting.backup.restore import Restored, restore_backup

log = structlog.get_logger("reporting.backup")


class Command(BaseCommand):
    help = "Load a backup into the database, which has to be empty, and check every row of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what manage.py backup wrote")
        identity = "the secret key of an encrypted copy, a file that age-keygen wrote; -: stdin"
        parser.add_argument("--identity", type=Path, metavar="KEYFILE", help=identity)
        despite = "restore packs that are not what their fingerprints say, too, and list them"
        parser.add_argument("--despite-fingerprints", action="store_true", help=despite)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, so that only its owner can read a SQLite file that this makes."""
        umask = os.umask(0o077)
        try:
            self._restore(options)
        finally:
            os.umask(umask)

    def _restore(self, options: dict[str, Any]) -> None:
        key_file, identity = options["identity"], ""
        try:
            if key_file:
                from_stdin = key_file == Path("-")
                identity = sys.stdin.read(LARGEST) if from_stdin else read_identity(key_file)
            with decrypted(options["file"], identity) as file:
                restored = restore_backup(
                    file, despite_fingerprints=options["despite_fingerprints"]
                )
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                "The database does not answer or is busy, so nothing was restored."
            ) from error
        self._report(restored)

    def _report(self, restored: Restored) -> None:
        manifest = restored.manifest
        rows, tables = restored.rows, len(restored.parts)
        log.info("backup restored", rows=rows, tables=tables, made_at=manifest.made_at)
        self.stdout.write(
            f"Restored {rows:,} rows of {tables} tables, backed up {manifest.made_at}."
        )
        unaltered = restored.fingerprints - len(restored.differing)
        self.stdout.write(
            f"Every row reads back as it was backed up; {unaltered} packs and documents have the "
            "fingerprints they were issued with."
        )
        if differing := len(restored.differing):
            self.stdout.write(f"{differing} do not: the error output lists them.")
            log.warning("altered packs restored", differing=restored.differing)
            self.stderr.write("\n".join(restored.differing))
