"""What is mine to do: the reports whose pen a person holds, and the ones they wait for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from improvement.cycle import PEN, ROLES_OF, Holder
from improvement.finding import find_standings
from improvement.models import HighlightReport, Month, Person, Role, Status
from improvement.permissions import Standing, Verb, refusal
from improvement.working_days import due_in_words


@dataclass(frozen=True)
class Task:
    """One thing to do or to wait for, in words. ``due`` is said while a lead has the pen."""

    report: HighlightReport
    words: str
    due: str
    overdue: bool

    @property
    def view(self) -> str:
        """The page to go to: a lead's tasks, or what an executive reads and decides on."""
        return "reading" if self.report.status is Status.SUBMITTED else "report"


@dataclass(frozen=True)
class ProgrammeWork:
    """A person's work on one open month: what is theirs and what waits for others."""

    standing: Standing
    month: Month | None
    mine: tuple[Task, ...]
    waiting: tuple[Task, ...]
    ready_to_issue: bool

    @property
    def reads_packs_alone(self) -> bool:
        """Whether nothing of an open month is for them to see."""
        return bool(refusal(self.standing, Verb.READ_OPEN))

    @property
    def sees_board(self) -> bool:
        return not refusal(self.standing, Verb.READ_BOARD)


WORK = {
    Holder.LEAD: "Update and submit",
    Holder.EXECUTIVE: "Check, then approve or return",
    Holder.OFFICE: "Approved: waits for the pack",
}


def work_of(person: Person, *, on: date) -> list[ProgrammeWork]:
    """Give the work of ``person`` on every programme they are appointed to. Three queries."""
    standings = find_standings(person, on=on)
    months: dict[int, list[Month | None]] = defaultdict(list)
    programmes = [standing.programme for standing in standings]
    for month in Month.objects.filter(programme__in=programmes, issued_at=None):
        months[month.programme_id].append(month)
    reports = defaultdict(list)
    open_reports = HighlightReport.objects.filter(
        month__programme__in=programmes, month__issued_at=None
    )
    for report in open_reports.select_related("workstream", "returned_by"):
        reports[report.month_id].append(report)
    return [
        _work(standing, month, reports, on)
        for standing in standings
        for month in months[standing.programme.pk] or [None]
    ]


def _work(
    standing: Standing, month: Month | None, reports: dict[int, list[HighlightReport]], on: date
) -> ProgrammeWork:
    if month is None or refusal(standing, Verb.READ_OPEN):
        return ProgrammeWork(standing, None, (), (), ready_to_issue=False)
    mine, waiting = [], []
    for report in reports[month.pk]:
        month.programme = standing.programme
        report.month = month
        draft = report.status is Status.DRAFT
        due = due_in_words(report.due_on, today=on) if draft else ""
        overdue = draft and on > report.due_on
        if standing.holds(ROLES_OF[PEN[report.status]], report.workstream):
            mine.append(Task(report, WORK[PEN[report.status]], due, overdue))
        elif _concerns(standing, report):
            words = f"With {PEN[report.status].value}"
            waiting.append(Task(report, words, due, overdue))
    ready = all(report.status is Status.APPROVED for report in reports[month.pk])
    mine.sort(key=lambda task: (not task.overdue, task.report.due_on))
    return ProgrammeWork(standing, month, tuple(mine), tuple(waiting), ready)


def _concerns(standing: Standing, report: HighlightReport) -> bool:
    """Leads and executives wait for their own workstream, everybody else for all of them."""
    own = (Role.SRO, Role.PROGRAMME_MANAGER, Role.EXECUTIVE_LEAD)
    return not standing.holds(own, None) or standing.holds(own, report.workstream)
