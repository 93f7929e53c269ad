"""The programme office's board: every workstream's tasks, who holds the pen and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from improvement.cycle import PEN, ROLES_OF
from improvement.models import HighlightReport, Month, Status
from improvement.working_days import due_in_words
from reporting.assembly import workstream_fact
from reporting.gathering import gather
from reporting.tasks import Task, tasks_of


@dataclass(frozen=True)
class BoardRow:
    """One workstream's report. ``people`` hold the pen; ``due`` is said while it is a draft."""

    report: HighlightReport
    tasks: tuple[Task, ...]
    pen: str
    people: str
    since: datetime | None
    due: str
    overdue: bool


def board_of(month: Month, *, on: date) -> list[BoardRow]:
    """Give the rows of a month's board, overdue first, then by deadline. 15 queries."""
    rows = gather(month)
    board = []
    for report in rows.reports:
        report.month = month
        tasks = tuple(tasks_of(month.quarter.slug, workstream_fact(rows, report)))
        draft = report.status is Status.DRAFT
        due = due_in_words(report.due_on, today=on) if draft else ""
        holder = PEN[report.status]
        appointed = rows.appointments[report.workstream_id]
        people = [one.name for one in appointed if one.role in ROLES_OF[holder]]
        overdue = draft and on > report.due_on
        named = ", ".join(people)
        since = report.held_since
        board.append(BoardRow(report, tasks, holder.value, named, since, due, overdue))
    return sorted(board, key=_most_pressing)


def _most_pressing(row: BoardRow) -> tuple[bool, bool, date, int]:
    report = row.report
    waits = report.status in (Status.DRAFT, Status.SUBMITTED)
    return not row.overdue, not waits, report.due_on, report.workstream.position
