"""Progress of returns: every workstream's tasks, who holds its report and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from improvement.models import HighlightReport, Month, Status
from improvement.values.working_days import due_in_words
from improvement.workflow.transitions import HOLDER_OF, ROLES_OF
from reporting.contents.assemble import workstream_fact
from reporting.contents.queries import gather
from reporting.report.tasks import Task, tasks_of


@dataclass(frozen=True)
class ProgressRow:
    """One workstream's report. ``people`` hold it; ``due`` is worded while it is a draft."""

    report: HighlightReport
    tasks: tuple[Task, ...]
    holder: str
    people: str
    since: datetime | None
    due: str
    late: bool


def progress_of_returns(month: Month, *, on: date) -> list[ProgressRow]:
    """Return a row for each workstream, late first, then by deadline. 15 queries."""
    rows, off = gather(month), month.programme.parts_off or ()
    progress = []
    for report in rows.reports:
        report.month = month
        tasks = tuple(tasks_of(month.period.ends_on, workstream_fact(rows, report), off))
        draft = report.status is Status.DRAFT
        due = due_in_words(report.due_on, today=on) if draft else ""
        holder = HOLDER_OF[report.status]
        appointed = rows.appointments[report.workstream_id]
        people = [lead.person.name for lead in appointed if lead.role in ROLES_OF[holder]]
        late = draft and on > report.due_on
        named = ", ".join(people)
        since = report.held_since
        progress.append(ProgressRow(report, tasks, holder.value, named, since, due, late))
    return sorted(progress, key=_most_pressing)


def waiting_for_office(rows: list[ProgressRow]) -> list[ProgressRow]:
    """Return the rows whose report is with the programme office."""
    return [row for row in rows if row.report.status is Status.APPROVED]


def _most_pressing(row: ProgressRow) -> tuple[bool, bool, date, int]:
    report = row.report
    waits = report.status in (Status.DRAFT, Status.SUBMITTED)
    return not row.late, not waits, report.due_on, report.workstream.position
