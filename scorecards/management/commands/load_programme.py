"""load_programme FILE: load a programme file, or show what it would change in one that runs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.models import Person, Programme
from improvement.models.history import changes_from
from improvement.programme_file.faults import UnreadableFile
from improvement.programme_file.plan import FilePlan, Planned, PlannedRow, PlannedState
from improvement.values.clock import now
from improvement.values.refusals import Refused
from scorecards.programme_file.load import (
    LoadResult,
    find_standing,
    load_file,
    plan_file,
    was_loaded,
)
from scorecards.programme_file.read import read

GO_ON = "Nothing was written. Run it again with --apply to write what is new and what is changed"
AND_BY_NAME = ", and with the names above to write what else is listed"
BY_NAME = (
    "Nothing was written. Nothing is new, and what would change is written only if you name it: "
    "run it again with --apply and the names above."
)
LEFT_ALONE = "Nothing was written: all that differs is left as it is, for the reasons above."
MOST_SHOWN = 200  # characters of a text on a line


class Command(BaseCommand):
    help = (
        "Load a programme file. On a programme that exists it shows what the file would add, "
        "change and overwrite, and writes nothing without --apply. What the file leaves out stays "
        "as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a programme file, JSON")
        parser.add_argument(
            "--apply", action="store_true", help="write it to a programme that exists"
        )
        parser.add_argument(
            "--overwrite",
            action="append",
            default=[],
            metavar="PLACE",
            help="overwrite what somebody typed in the app at this place, too",
        )
        parser.add_argument(
            "--appoint",
            action="append",
            default=[],
            metavar="PLACE",
            help="give this role on the whole programme, too",
        )

    @changes_from("command load_programme")
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            self._load(file, file.read_text(encoding="utf-8"), **options)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} could not be read: {error}") from error
        except UnreadableFile as error:
            faults = "\n  ".join(error.faults)
            raise CommandError(f"Nothing was loaded from {file}.\n  {faults}") from error
        except Refused as error:
            raise CommandError(f"Nothing was loaded from {file}. {error.sentence}") from error

    def _load(
        self,
        file: Path,
        text: str,
        *,
        apply: bool,
        overwrite: list[str],
        appoint: list[str],
        **options: Any,
    ) -> None:
        by, at, read_file = Person.objects.for_command("load_programme"), now(), read(text)
        if standing := find_standing(read_file):
            plan = plan_file(file=read_file, programme=standing, name=file.name, by=by, at=at)
            self._show(plan)
            _refuse_unknown(plan, overwrite, PlannedState.TYPED, "--overwrite")
            _refuse_unknown(plan, appoint, PlannedState.APPOINTED, "--appoint")
            wanted = plan.wanted(overwrite=overwrite, appoint=appoint)
            if wanted and not apply:
                raise CommandError(f"{GO_ON}{AND_BY_NAME if plan.of(*OPTIONS) else ''}.")
            if not wanted:
                self.stdout.write(_nothing_to_write(plan, standing, text))
                return
        outcome = load_file(
            text=text,
            name=file.name,
            by=by,
            at=at,
            wanted=lambda plan: plan.wanted(overwrite=overwrite, appoint=appoint),
            progress=self.stdout.write,
        )
        self._tell(outcome)

    def _show(self, plan: FilePlan) -> None:
        for state in PlannedState:
            for planned in plan.of(state):
                self.stdout.write(f"{state.value}: {_line(planned)}")
                if option := OPTIONS.get(state):
                    name = shlex.quote(planned.place.path)
                    self.stdout.write(f"    to write it: {option} {name}")

    def _tell(self, outcome: LoadResult) -> None:
        for sentence in outcome.unreadable:
            self.stdout.write(f"Kept as printed: {sentence}")
        if not outcome.is_new:
            self.stdout.write(f"Written: {len(outcome.done)} of what is listed above.")
        self.stdout.write(f"Loaded {outcome.programme}.")


OPTIONS = {PlannedState.TYPED: "--overwrite", PlannedState.APPOINTED: "--appoint"}


def _line(planned: Planned) -> str:
    """Return a place with what stands there and what the file says, and why it is not taken."""
    after = _short(planned.after)
    inside = planned.inside if isinstance(planned, PlannedRow) else 0
    says = after if isinstance(planned, PlannedRow) else f"{_short(planned.before)} -> {after}"
    more = f" (with {inside} more that belong to it)" if inside else ""
    why = f" [{planned.why}]" if planned.why else ""
    return f"{planned.place.path}: {says}{more}{why}"


def _short(text: str) -> str:
    line = " / ".join(text.splitlines())
    cut = line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}…"
    return f"“{cut}”" if cut else "(empty)"


def _refuse_unknown(plan: FilePlan, names: list[str], state: PlannedState, option: str) -> None:
    known = {planned.place.path for planned in plan.of(state)}
    if unknown := [name for name in names if name not in known]:
        raise CommandError(
            f"Nothing was written. {option} names what is not listed: {', '.join(unknown)}."
        )


def _nothing_to_write(plan: FilePlan, programme: Programme, text: str) -> str:
    if plan.of(*OPTIONS):
        return BY_NAME
    if plan.shown:
        return LEFT_ALONE
    before = f" {programme} was loaded from this file before: no change."
    return f"Nothing would change.{before if was_loaded(programme, text) else ''}"
