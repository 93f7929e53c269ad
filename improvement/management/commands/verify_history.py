"""manage.py verify_history: is every row of the history, and every pack, as it was written?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from improvement.verifying import Broken, verify_history


class Command(BaseCommand):
    help = (
        "Walk the chains of the history and the log, work out every fingerprint of a pack, and "
        "name the first row that is broken."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows, tables, fingerprints = verify_history()
        except Broken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"{rows:,} rows in {tables} tables are as they were written.")
        told = "packs and documents have the fingerprints they were issued with."
        self.stdout.write(f"{fingerprints:,} {told}")
