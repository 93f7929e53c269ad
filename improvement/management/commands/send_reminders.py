"""manage.py send_reminders: mail what is due today. Run it from cron, as often as you like."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from improvement.models.history import changes_from
from improvement.values.clock import now
from improvement.workflow.reminders import due_reminders, never_confirmed, send


class Command(BaseCommand):
    help = "Mail the reminders that are due. Nothing is mailed twice."

    @changes_from("command send_reminders")
    def handle(self, *args: Any, **options: Any) -> None:
        at, sent, failed = now(), 0, 0
        for due in due_reminders(at=at):
            try:
                if send(due, base_url=settings.BASE_URL, at=at):
                    sent += 1
                    self.stdout.write(f"sent: {due.kind.label}, to person {due.person.pk}")
            except Exception as error:  # whatever is wrong with one mail, the others still go
                failed += 1
                # What is printed goes to a log, and the error's text may hold the address.
                failure = f"to person {due.person.pk}: {type(error).__name__}"
                self.stderr.write(f"not sent: {due.kind.label}, {failure}")
        self.stdout.write(f"{sent} sent, {failed} failed")
        if lost := never_confirmed(at=at):
            self.stdout.write(f"{lost} claimed by an earlier run that ended before it could say so")
        if failed:
            raise CommandError(f"{failed} could not be sent; the next run tries again.")
