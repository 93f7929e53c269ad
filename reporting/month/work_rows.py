"""My work in rows: what is mine to do on all programmes, soonest first, and what others have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from improvement.access.permissions import Standing
from improvement.workflow.worklist import ProgrammeWork, ReportTask
from reporting.month.progress_of_returns import progress_of_returns
from reporting.report.tasks import TaskState

DONE = (TaskState.COMPLETE, TaskState.NIL)
VERBS = {"report": "Continue", "reading": "Read"}


@dataclass(frozen=True)
class WorkRow:
    """A report in a list of work: whose it is, and how many of its tasks are done while a draft."""

    task: ReportTask
    standing: Standing
    done: int = 0
    whole: int = 0

    @property
    def verb(self) -> str:
        """What the row leads to do."""
        return VERBS[self.task.view]

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


def work_rows(work: Iterable[ProgrammeWork], *, on: date) -> WorkRows:
    """Return the reports of somebody's work in two lists, each soonest first.

    The tasks of reports to write are counted: 15 queries for a month that has some.
    """
    mine, waiting = [], []
    for programme in work:
        tasks = _tasks_done(programme, on)
        mine += [
            WorkRow(task, programme.standing, *tasks.get(task.report.pk, (0, 0)))
            for task in programme.mine
        ]
        waiting += [WorkRow(task, programme.standing) for task in programme.waiting]
    return WorkRows(tuple(sorted(mine, key=_soonest)), tuple(sorted(waiting, key=_soonest)))


def _tasks_done(programme: ProgrammeWork, on: date) -> dict[int, tuple[int, int]]:
    """Return how many tasks are done, of how many, of each report that is theirs to write."""
    written = {task.report.pk for task in programme.mine if task.view == "report" and task.due}
    if not written or programme.month is None:
        return {}
    return {
        row.report.pk: (sum(task.state in DONE for task in row.tasks), len(row.tasks))
        for row in progress_of_returns(programme.month, on=on)
        if row.report.pk in written
    }


def _soonest(row: WorkRow) -> tuple[bool, date]:
    return not row.task.overdue, row.task.report.due_on
