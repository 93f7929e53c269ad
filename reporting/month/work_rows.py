"""My work in rows: what is mine to do on all programmes, soonest first, and what others have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from improvement.access.permissions import Standing
from improvement.workflow.worklist import ProgrammeWork, ReportTask

READ = "Read"
VERBS = {"report": "Continue", "reading": READ}


@dataclass(frozen=True)
class WorkRow:
    """A report in a list of work, and what the person is there. ``is_mine``: it waits for them."""

    task: ReportTask
    standing: Standing
    is_mine: bool

    @property
    def verb(self) -> str:
        """What the row leads to do: what others have now is read."""
        return VERBS[self.task.view] if self.is_mine else READ

    @property
    def roles(self) -> str:
        """What the person is on the report's workstream; on the programme where nothing there."""
        own = [
            appointment.get_role_display()
            for appointment in self.standing.appointments
            if appointment.workstream_id == self.task.report.workstream_id
        ]
        return " and ".join(own) or self.standing.words


@dataclass(frozen=True)
class WorkRows:
    mine: tuple[WorkRow, ...]
    waiting: tuple[WorkRow, ...]


def work_rows(work: Iterable[ProgrammeWork]) -> WorkRows:
    """Return the reports of somebody's work in two lists, each soonest first."""
    work = list(work)
    mine = (
        WorkRow(task, programme.standing, True) for programme in work for task in programme.mine
    )
    waiting = (
        WorkRow(task, programme.standing, False) for programme in work for task in programme.waiting
    )
    return WorkRows(tuple(sorted(mine, key=_soonest)), tuple(sorted(waiting, key=_soonest)))


def _soonest(row: WorkRow) -> tuple[bool, date]:
    return not row.task.late, row.task.report.due_on
