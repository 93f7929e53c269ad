"""manage.py end_sessions: sign everybody out, or one person, as after a breach."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.accounts.sessions import end_all_sessions
from improvement.models import Person
from improvement.models.history import changes_from


class Command(BaseCommand):
    help = "End every session, or those of one person. Each is in the log as a sign-out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", metavar="EMAIL", help="end this person's sessions alone")

    @changes_from("command end_sessions")
    def handle(self, *args: Any, **options: Any) -> None:
        ended = end_all_sessions(of=_person(options["person"]))
        self.stdout.write(f"Ended {ended} session{'' if ended == 1 else 's'}.")


def _person(email: str | None) -> Person | None:
    if email is None:
        return None
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person
