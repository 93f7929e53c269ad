"""export_pack PROGRAMME MONTH: write a month's pack to a file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.audit.event_log import log_download
from improvement.models import Month, Person
from improvement.models.history import changes_from, current_place
from improvement.values.clock import now
from improvement.values.periods import CalendarMonth
from reporting.pack.documents import document_of
from reporting.renderers import RENDERERS, UnknownFormat


class Command(BaseCommand):
    help = "Write a month's pack: as issued, or with DRAFT across it while the month is open."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="the programme's short name, as in its address")
        parser.add_argument("month", help="such as 2023-12")
        parser.add_argument("--format", default="pdf", help=", ".join(RENDERERS))
        parser.add_argument("--output", type=Path, help="default: PROGRAMME-MONTH.FORMAT")

    @changes_from("command export_pack")
    def handle(self, *args: Any, **options: Any) -> None:
        month = self._month(options["programme"], options["month"])
        try:
            document = document_of(month, options["format"])
        except UnknownFormat as error:
            raise CommandError(str(error)) from error
        output = options["output"] or Path(document.name)
        try:
            write_whole(output, document.body)
        except OSError as error:
            raise CommandError(f"{output} could not be written: {error.strerror}.") from error
        log_download(
            about=document.of,
            detail=document.renderer.name,
            programme=month.programme,
            by=Person.objects.for_command("export_pack"),
            at=now(),
            place=current_place(),
        )
        self.stdout.write(f"Wrote {output}, {len(document.body):,} bytes.")

    def _month(self, programme: str, slug: str) -> Month:
        try:
            starts_on = CalendarMonth.parse(slug).starts_on
        except ValueError as error:
            raise CommandError(str(error)) from error
        months = Month.objects.select_related("programme").filter(programme__slug=programme)
        month = months.filter(starts_on=starts_on).first()
        if month is None:
            known = ", ".join(month.slug for month in months) or "none"
            raise CommandError(f"“{programme}” has no month {slug}; it has: {known}.")
        return month


def write_whole(output: Path, body: bytes) -> None:
    """Write a file completely or not at all; until it is complete, an earlier file stays.

    Raises ``OSError``, for example when the disk is full.
    """
    target = output.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(body)  # a pipe or a device: another file cannot take its place
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())  # only now does a full disk raise an error
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
