"""manage.py tidy_up: forget sessions that are over. Run it from cron, as often as you like."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from improvement.accounts.sessions import tidy_up
from improvement.values.clock import real_now


class Command(BaseCommand):
    help = "Forget sessions that are over, with address and browser, and attempts that expired."

    def handle(self, *args: Any, **options: Any) -> None:
        tidied = tidy_up(at=real_now())
        self.stdout.write(
            f"Forgotten: sessions that were over, {tidied.sessions}; "
            f"counts of attempts, {tidied.attempts}."
        )
