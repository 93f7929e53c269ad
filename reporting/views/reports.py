"""A workstream's month: its task list, and the report as it stands with what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.clock import now, today
from improvement.cycle import (
    PEN,
    approval_refusal,
    return_refusal,
    step_refusal,
    turn_refusal,
)
from improvement.finding import earlier_report
from improvement.forms import ReturnForm
from improvement.models import Draft, Status
from improvement.periods import Quarter
from improvement.permissions import Verb, refusal, require
from improvement.refusals import NotThere
from improvement.views.pages import Found, found, page, report_page
from improvement.working_days import due_in_words
from reporting.as_at import acknowledged_as_at
from reporting.as_it_stood import as_it_stood, pack_at
from reporting.assembly import workstream_fact
from reporting.check import Checked, checked, findings_of
from reporting.contents import Contents, QuarterFact, WorkstreamFact
from reporting.freezing import contents_of
from reporting.gathering import gather_report
from reporting.handing_in import acknowledged
from reporting.models import Pack
from reporting.moments import in_address, in_words, moment_of
from reporting.since import since
from reporting.tasks import Task, tasks_of


@require_safe
def report(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show whose turn it is, until when, and the tasks with their state."""
    it = found(request, programme, month, workstream)
    no_editing = _no_editing(it)
    context: dict[str, Any] = {
        "pen": PEN[it.report.status].value,
        "no_editing": no_editing,
        "due": due_in_words(it.report.due_on, today=today()),
        "tasks": [],
        "sees_changes": not refusal(it.standing, Verb.READ_CHANGES),
        "reading": _address(it, "reading"),
    }
    if it.report.status is not Status.ISSUED and not refusal(it.standing, Verb.READ_OPEN):
        context["tasks"] = _tasks(it, checked(it.report, by=it.standing.person), no_editing)
    shown = {"month": it.month, "report": it.report, **context}
    return page(request, "reporting/report.html", it.standing, "month", **shown)


def _no_editing(it: Found) -> str:
    refused = refusal(it.standing, Verb.EDIT, it.report.workstream)
    return refused or turn_refusal(it.standing, it.report)


def _tasks(it: Found, read: Checked, no_editing: str) -> list[dict[str, Any]]:
    drafts = {draft.path: draft for draft in read.drafts}
    tasks = [
        _linked(it, task, drafts.get(_address(it, task.view)), no_editing)
        for task in tasks_of(read.quarter, read.fact)
    ]
    return [*tasks, _check_task(it, read)]


def _linked(it: Found, task: Task, draft: Draft | None, no_editing: str) -> dict[str, Any]:
    url = _address(it, task.view)
    hint = task.hint
    if draft:
        hint += f". Typed and not saved: {draft.person}"
    return {
        "title": task.title,
        "url": "" if no_editing else url,
        "hint": hint,
        "status": "In progress" if draft else task.state.value,
        "colour": "blue" if draft else task.colour,
    }


def _check_task(it: Found, read: Checked) -> dict[str, Any]:
    """The last task: it can always be opened, for its list says what is left to do."""
    if it.report.status is not Status.DRAFT:
        return {"title": "Check and submit", "url": "", "hint": "", "status": "Complete"}
    left = findings_of(read)
    said = f"{len(left)} to look at" if left else "Nothing is missing"
    return {
        "title": "Check and submit",
        "url": _address(it, "submit"),
        "hint": said,
        "status": "Not started",
        "colour": "white",
    }


def _address(it: Found, view: str) -> str:
    slugs = (it.standing.programme.slug, it.month.slug, it.report.workstream.slug)
    return reverse(view, args=slugs)


@require_safe
def reading(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show the report as it stands, what changed since the month before, and the next step.

    With ``?at=`` as it stood at that moment, and then nothing can be done to it.
    """
    it = found(request, programme, month, workstream)
    if asked := request.GET.get("at"):
        return _as_it_stood(request, it, moment_of(asked, now=now()))
    earlier = earlier_report(it.report)
    before = earlier.month if earlier else None
    fact, quarters = _as_it_stands(it)
    return _reading_page(
        request,
        it,
        fact,
        quarters=quarters,
        before=before,
        issued=_in_pack(before.packs.first() if before else None, it.report.workstream.slug),
        acknowledged=acknowledged(it.report),
        steps=_steps(it),
        return_form=_return_form(it),
    )


def _as_it_stood(request: HttpRequest, it: Found, at: datetime) -> HttpResponse:
    require(it.standing, Verb.READ_CHANGES)
    stood = as_it_stood(it.standing.programme, it.month.slug, at)
    slug = it.report.workstream.slug
    fact = _workstream(stood.contents, slug)
    report = next((one for one in stood.rows.reports if one.pk == it.report.pk), None)
    if fact is None or report is None:
        raise NotThere(f"{it.report} had not been opened on {in_words(at)}.")
    before = stood.earlier[0] if stood.earlier else None
    return _reading_page(
        request,
        Found(it.standing, it.month, report),
        fact,
        quarters=stood.contents.quarters,
        before=before,
        issued=_in_pack(pack_at(before, at) if before else None, slug),
        acknowledged=acknowledged_as_at(report, at),
        as_at=in_words(at),
        at=in_address(at),
    )


def _reading_page(
    request: HttpRequest,
    it: Found,
    fact: WorkstreamFact,
    *,
    issued: WorkstreamFact | None,
    **shown: Any,
) -> HttpResponse:
    """Show a report beside what was issued of it in the month before."""
    return report_page(
        request,
        "reporting/reading.html",
        it,
        workstream=fact,
        since=since(issued, fact),
        sees_changes=not refusal(it.standing, Verb.READ_CHANGES),
        **shown,
    )


def _as_it_stands(it: Found) -> tuple[WorkstreamFact, Sequence[QuarterFact | Quarter]]:
    """Give the report and the quarters of its scorecard: an issued one's are those of its pack."""
    sees_open = not refusal(it.standing, Verb.READ_OPEN)
    if it.month.is_open and sees_open:
        fact = workstream_fact(gather_report(it.report), it.report)
        return fact, it.standing.programme.quarters
    contents = contents_of(it.month, sees_open=sees_open)
    issued = _workstream(contents, it.report.workstream.slug)
    if issued is None:
        raise NotThere("This workstream is not in the pack of that month.")
    return issued, contents.quarters


def _in_pack(pack: Pack | None, slug: str) -> WorkstreamFact | None:
    return _workstream(pack.contents, slug) if pack else None


def _workstream(contents: Contents, slug: str) -> WorkstreamFact | None:
    return next((one for one in contents.workstreams if one.slug == slug), None)


def _steps(it: Found) -> list[dict[str, str]]:
    """Offer the approval when it follows now, with the sentence that refuses it to this person."""
    if step_refusal(it.report, Status.APPROVED) or it.report.status is Status.ISSUED:
        return []
    refused = refusal(it.standing, Verb.APPROVE, it.report.workstream)
    refused = refused or approval_refusal(it.report, it.standing.person)
    return [{"label": "Approve", "url": _address(it, "approve"), "refusal": refused}]


def _return_form(it: Found) -> ReturnForm | None:
    """Offer the way back to whoever may return it now."""
    if return_refusal(it.standing, it.report):
        return None
    return ReturnForm(action=_address(it, "return"))
