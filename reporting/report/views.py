"""A workstream's month: its task list, and the report as it stands with what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import earlier_report
from improvement.access.permissions import Verb, refusal, require
from improvement.models import Status
from improvement.values.clock import now, today
from improvement.values.refusals import NotThere
from improvement.values.working_days import due_in_words
from improvement.web.pages import page
from improvement.workflow.forms import ReturnForm
from improvement.workflow.report_page import ReportPage, find_report_page, show_report_page
from improvement.workflow.transitions import (
    HOLDER_OF,
    approval_refusal,
    return_refusal,
    step_refusal,
    take_back_refusal,
    turn_refusal,
)
from reporting.contents.assemble import quarter_facts, workstream_fact
from reporting.contents.facts import Contents, QuarterFact, WorkstreamFact
from reporting.contents.queries import gather_report
from reporting.models import Pack
from reporting.report.changes_since import changes_since_issued
from reporting.report.check import Checked, checked, findings_of
from reporting.report.submit import acknowledged
from reporting.report.tasks import tasks_of
from reporting.snapshots.as_at import month_as_at, pack_at
from reporting.snapshots.as_at_rows import acknowledged_as_at
from reporting.snapshots.moments import moment_for_input, moment_in_words, moment_of
from reporting.snapshots.month import contents_of


@require_safe
def report(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show whose turn it is, until when, and the tasks with their state."""
    report_page = find_report_page(request, programme, month, workstream)
    standing, report = report_page.standing, report_page.report
    no_editing = report_page.refusal(Verb.EDIT)
    reads_reasons = not no_editing
    no_editing = no_editing or turn_refusal(standing, report)
    tasks: list[dict[str, Any]] = []
    if report.status is not Status.ISSUED and not refusal(standing, Verb.READ_OPEN):
        tasks = _tasks(report_page, checked(report, by=standing.person), no_editing)
    return page(
        request,
        "reporting/report/tasks.html",
        standing,
        "month",
        month=report_page.month,
        report=report,
        holder=HOLDER_OF[report.status].value,
        no_editing=no_editing,
        due=due_in_words(report.due_on, today=today()),
        tasks=tasks,
        sees_changes=not refusal(standing, Verb.READ_CHANGES),
        reads_reasons=reads_reasons,
        reading={"url": report_page.address_of("reading"), **_reading_button(report_page)},
        take_back=_take_back(report_page),
    )


def _reading_button(report_page: ReportPage) -> dict[str, str]:
    """Return the button to the report, which says what its reader can do after reading."""
    standing, report = report_page.standing, report_page.report
    if report.status is Status.SUBMITTED:
        if not (report_page.refusal(Verb.APPROVE) or approval_refusal(report, standing.person)):
            return {"label": "See what changed, then approve or return", "kind": ""}
        if not return_refusal(standing, report):
            return {"label": "See what changed, and return it if it needs that", "kind": ""}
    return {"label": "See the report as it stands", "kind": "secondary"}


def _take_back(report_page: ReportPage) -> dict[str, str] | None:
    """Return the way to take back what was submitted, or why it is too late; None to others."""
    report = report_page.report
    if report.status is not Status.SUBMITTED or report_page.refusal(Verb.TAKE_BACK):
        return None
    refused = take_back_refusal(report_page.standing, report)
    return {"url": report_page.address_of("take_back"), "refusal": refused}


def _tasks(report_page: ReportPage, check: Checked, no_editing: str) -> list[dict[str, Any]]:
    drafts = {draft.path: draft for draft in check.drafts}
    tasks = []
    off = report_page.report.month.programme.parts_off or ()
    for task in tasks_of(check.until, check.fact, off):
        url = report_page.address_of(task.view)
        draft = drafts.get(url)
        tasks.append(
            {
                "title": task.title,
                "url": "" if no_editing else url,
                "hint": f"{task.hint}. Typed and not saved: {draft.person}" if draft else task.hint,
                "status": "In progress" if draft else task.state.value,
                "colour": "blue" if draft else task.colour,
            }
        )
    return [*tasks, _check_task(report_page, check)]


def _check_task(report_page: ReportPage, check: Checked) -> dict[str, Any]:
    """Return the last task: it can always be opened, for its list says what is left to do."""
    if report_page.report.status is not Status.DRAFT:
        return {"title": "Check and submit", "url": "", "hint": "", "status": "Complete"}
    left = len(findings_of(check))
    return {
        "title": "Check and submit",
        "url": report_page.address_of("submit"),
        "hint": f"{left} to look at" if left else "Nothing is missing",
        "status": "Not started",
        "colour": "white",
    }


@require_safe
def reading(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show the report as it stands, what changed since the month before, and the next step.

    With ``?at=`` as it stood at that moment, and then nothing can be done to it.
    """
    report_page = find_report_page(request, programme, month, workstream)
    if at := request.GET.get("at"):
        return _as_at(request, report_page, moment_of(at, now=now()))
    standing, report = report_page.standing, report_page.report
    earlier = earlier_report(report)
    before = earlier.month if earlier else None
    fact, quarters = _as_it_stands(report_page)
    may_return = not return_refusal(standing, report)
    return _reading_page(
        request,
        report_page,
        fact,
        quarters=quarters,
        before=before,
        pack_before=before.packs.first() if before else None,
        acknowledged=[] if refusal(standing, Verb.READ_OPEN) else acknowledged(report),
        steps=_steps(report_page),
        return_form=ReturnForm(action=report_page.address_of("return")) if may_return else None,
    )


def _as_at(request: HttpRequest, report_page: ReportPage, at: datetime) -> HttpResponse:
    standing, month = report_page.standing, report_page.month
    require(standing, Verb.READ_CHANGES)
    as_at = month_as_at(standing.programme, month.slug, at)
    fact = _workstream(as_at.contents, report_page.report.workstream.slug)
    reports = {report.pk: report for report in as_at.rows.reports}
    report = reports.get(report_page.report.pk)
    if fact is None or report is None:
        raise NotThere(f"{report_page.report} had not been opened on {moment_in_words(at)}.")
    before = as_at.earlier[0] if as_at.earlier else None
    return _reading_page(
        request,
        ReportPage(standing, month, report),
        fact,
        quarters=as_at.contents.quarters,
        before=before,
        pack_before=pack_at(before, at) if before else None,
        acknowledged=acknowledged_as_at(report, at),
        as_at=moment_in_words(at),
        at=moment_for_input(at),
    )


def _reading_page(
    request: HttpRequest,
    report_page: ReportPage,
    fact: WorkstreamFact,
    *,
    quarters: Sequence[QuarterFact],
    pack_before: Pack | None,
    **context: Any,
) -> HttpResponse:
    """Show a report beside what was issued of it in the month before."""
    issued = _workstream(pack_before.contents, fact.slug) if pack_before else None
    return show_report_page(
        request,
        "reporting/report/read.html",
        report_page,
        workstream=fact,
        quarters=[(quarter.slug, fact.marked(quarter)) for quarter in quarters],
        changes=changes_since_issued(issued, fact) if issued else None,
        sees_changes=not refusal(report_page.standing, Verb.READ_CHANGES),
        **context,
    )


def _as_it_stands(report_page: ReportPage) -> tuple[WorkstreamFact, Sequence[QuarterFact]]:
    """Return the report and its scorecard's quarters: of an issued month those of its pack."""
    month, report = report_page.month, report_page.report
    sees_open = not refusal(report_page.standing, Verb.READ_OPEN)
    if month.is_open and sees_open:
        return workstream_fact(gather_report(report), report), quarter_facts(month)
    contents = contents_of(month, sees_open=sees_open)
    issued = _workstream(contents, report.workstream.slug)
    if issued is None:
        raise NotThere("This workstream is not in the pack of that month.")
    return issued, contents.quarters


def _workstream(contents: Contents, slug: str) -> WorkstreamFact | None:
    return next((fact for fact in contents.workstreams if fact.slug == slug), None)


def _steps(report_page: ReportPage) -> list[dict[str, str]]:
    """Return the approval when it follows now, with the sentence that refuses it to this person."""
    report = report_page.report
    if step_refusal(report, Status.APPROVED) or report.status is Status.ISSUED:
        return []
    refused = report_page.refusal(Verb.APPROVE)
    refused = refused or approval_refusal(report, report_page.standing.person)
    return [{"label": "Approve", "url": report_page.address_of("approve"), "refusal": refused}]
