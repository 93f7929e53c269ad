"""What is mine to do: the reports whose pen a person holds, and the ones they wait for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from improvement.cycle import PEN, ROLES_OF, Holder
from improvement.models import Appointment, HighlightReport, Month, Person, Programme, Role, Status
from improvement.permissions import Standing, Verb, refusal


@dataclass(frozen=True)
class Task:
    """One thing to do or to wait for, in words."""

    report: HighlightReport
    words: str
    overdue: bool


@dataclass(frozen=True)
class ProgrammeWork:
    """A person's work on one programme: what is theirs and what waits for others."""

    standing: Standing
    month: Month | None
    mine: tuple[Task, ...]
    waiting: tuple[Task, ...]
    ready_to_issue: bool


WORK = {
    Holder.LEAD: "Update and submit",
    Holder.EXECUTIVE: "Check, then approve or return",
    Holder.OFFICE: "Approved: waits for the pack",
}


def work_of(person: Person, *, on: date) -> list[ProgrammeWork]:
    """Give the work of ``person`` on every programme they are appointed to. Three queries."""
    standings = _standings(person, on)
    programmes = [standing.programme for standing in standings]
    months = {
        month.programme_id: month
        for month in Month.objects.filter(programme__in=programmes, issued_at=None)
    }
    reports = defaultdict(list)
    for report in HighlightReport.objects.filter(month__in=months.values()).select_related(
        "workstream"
    ):
        reports[report.month_id].append(report)
    return [
        _work(standing, months.get(standing.programme.pk), reports, on) for standing in standings
    ]


def _standings(person: Person, on: date) -> list[Standing]:
    held: dict[Programme, list[Appointment]] = defaultdict(list)
    appointments = Appointment.objects.current(on).filter(person=person)
    for appointment in appointments.select_related("programme", "workstream"):
        held[appointment.programme].append(appointment)
    return [Standing(person, programme, tuple(roles)) for programme, roles in held.items()]


def _work(
    standing: Standing, month: Month | None, reports: dict[int, list[HighlightReport]], on: date
) -> ProgrammeWork:
    if month is None or refusal(standing, Verb.READ_OPEN):
        return ProgrammeWork(standing, None, (), (), ready_to_issue=False)
    mine, waiting = [], []
    for report in reports[month.pk]:
        report.month = month
        overdue = on > month.due_on and report.status is Status.DRAFT
        if standing.holds(ROLES_OF[PEN[report.status]], report.workstream):
            mine.append(Task(report, WORK[PEN[report.status]], overdue))
        elif _concerns(standing, report):
            waiting.append(Task(report, f"With {PEN[report.status].value}", overdue))
    ready = all(report.status is Status.APPROVED for report in reports[month.pk])
    return ProgrammeWork(standing, month, tuple(mine), tuple(waiting), ready)


def _concerns(standing: Standing, report: HighlightReport) -> bool:
    """Leads and executives wait for their own workstream, everybody else for all of them."""
    own = (Role.SRO, Role.PROGRAMME_MANAGER, Role.EXECUTIVE_LEAD)
    return not standing.holds(own, None) or standing.holds(own, report.workstream)
