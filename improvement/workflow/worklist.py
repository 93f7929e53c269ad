"""A person's work: the reports that are with them, and those they wait for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from improvement.access.lookup import standings_of
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import HighlightReport, Month, Person, Role, Status
from improvement.values.working_days import due_in_words
from improvement.workflow.transitions import HOLDER_OF, ROLES_OF, Holder


@dataclass(frozen=True)
class ReportTask:
    """A report to work on or to wait for, in words. ``due`` is set while it is a draft."""

    report: HighlightReport
    words: str
    due: str
    late: bool

    @property
    def view(self) -> str:
        """The name of the page to go to: a lead's tasks, or the executive's reading page."""
        return "reading" if self.report.status is Status.SUBMITTED else "report"


@dataclass(frozen=True)
class ProgrammeWork:
    """A person's work on one open month: what is theirs and what waits for others."""

    standing: Standing
    month: Month | None
    mine: tuple[ReportTask, ...]
    waiting: tuple[ReportTask, ...]
    ready_to_issue: bool

    @property
    def reads_packs_alone(self) -> bool:
        """Whether they may see nothing of an open month."""
        return bool(refusal(self.standing, Verb.READ_OPEN))

    @property
    def sees_returns(self) -> bool:
        return not refusal(self.standing, Verb.READ_RETURNS)


WORK = {
    Holder.LEAD: "Update and submit",
    Holder.EXECUTIVE: "Check, then approve or return",
    Holder.OFFICE: "Approved: waits for the pack",
}


# Leads and executives wait for their own workstream, everybody else for all of them.
OWN_ALONE = (Role.SRO, Role.PROGRAMME_MANAGER, Role.EXECUTIVE_LEAD)


def work_of(person: Person, *, on: date) -> list[ProgrammeWork]:
    """Return the work of ``person`` on every programme they are appointed to. Three queries."""
    standings = standings_of(person, on=on)
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
        late = draft and on > report.due_on
        if standing.holds(ROLES_OF[HOLDER_OF[report.status]], report.workstream):
            mine.append(ReportTask(report, WORK[HOLDER_OF[report.status]], due, late))
        elif not standing.holds(OWN_ALONE, None) or standing.holds(OWN_ALONE, report.workstream):
            words = f"With {HOLDER_OF[report.status].value}"
            waiting.append(ReportTask(report, words, due, late))
    ready = bool(reports[month.pk]) and all(
        report.status is Status.APPROVED for report in reports[month.pk]
    )
    mine.sort(key=lambda task: (not task.late, task.report.due_on))
    return ProgrammeWork(standing, month, tuple(mine), tuple(waiting), ready)
