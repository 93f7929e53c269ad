"""manage.py verify_history: is every row of the history, and every pack, as it was written?"""

from __future__ import annotations

from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from improvement.audit.verify import BrokenHistory, verify_history

log = structlog.get_logger("improvement.verifying")


class Command(BaseCommand):
    help = (
        "Walk the chains of the history and the log, work out every fingerprint of a pack and of "
        "what lets people in, and name the first row that is broken."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows, tables, fingerprints, ways_in = verify_history()
        except BrokenHistory as broken:
            log.error("history broken", told=str(broken))
            raise CommandError(str(broken)) from broken
        except OperationalError as error:
            sentence = "The database does not answer or is busy, so nothing was verified."
            raise CommandError(sentence) from error
        log.info(
            "history verified",
            rows=rows,
            tables=tables,
            fingerprints=fingerprints,
            ways_in=ways_in,
        )
        self.stdout.write(f"{rows:,} rows in {tables} tables are as they were written.")
        issued = "packs and documents have the fingerprints they were issued with."
        self.stdout.write(f"{fingerprints:,} {issued}")
        let_in = "people, keys, addresses and second steps let in by what the app wrote there."
        self.stdout.write(f"{ways_in:,} {let_in}")
