"""load_programme FILE: load a programme file, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from improvement.models import Person
from improvement.models.history import changes_from
from improvement.values.refusals import Refused
from scorecards.programme_file.load import load_file
from scorecards.programme_file.shapes import UnreadableFile


class Command(BaseCommand):
    help = "Load a programme file. The same file a second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a programme file, JSON")

    @changes_from("command load_programme")
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            outcome = load_file(
                text=file.read_text(encoding="utf-8"),
                name=file.name,
                by=Person.objects.for_command("load_programme"),
                at=timezone.now(),
                progress=self.stdout.write,
            )
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} could not be read: {error}") from error
        except UnreadableFile as error:
            faults = "\n  ".join(error.faults)
            raise CommandError(f"Nothing was loaded from {file}.\n  {faults}") from error
        except Refused as error:
            raise CommandError(f"Nothing was loaded from {file}. {error.sentence}") from error
        self._tell(outcome)

    def _tell(self, outcome: Any) -> None:
        if not outcome.changed:
            self.stdout.write(f"{outcome.programme} was loaded from this file before: no change.")
            return
        for sentence in outcome.unreadable:
            self.stdout.write(f"Kept as printed: {sentence}")
        self.stdout.write(f"Loaded {outcome.programme}.")
