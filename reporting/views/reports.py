"""A workstream's month: its task list, and the report as it stands with what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.cycle import (
    PEN,
    approval_refusal,
    return_refusal,
    step_refusal,
    turn_refusal,
)
from improvement.finding import earlier_report
from improvement.forms import ReturnForm
from improvement.models import Draft, HighlightReport, Status
from improvement.permissions import Verb, refusal
from improvement.refusals import NotThere
from improvement.views.pages import Found, found, page, report_page
from improvement.working_days import due_in_words
from reporting.assembly import workstream_fact
from reporting.check import Checked, checked, findings_of
from reporting.contents import Contents, WorkstreamFact
from reporting.freezing import contents_of
from reporting.gathering import gather_report
from reporting.handing_in import acknowledged
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
    """Show the report as it stands, what changed since the month before, and the next step."""
    it = found(request, programme, month, workstream)
    fact, earlier = _as_it_stands(it), earlier_report(it.report)
    return report_page(
        request,
        "reporting/reading.html",
        it,
        workstream=fact,
        quarters=it.standing.programme.quarters,
        since=since(_as_issued(it, earlier), fact),
        before=earlier,
        acknowledged=acknowledged(it.report),
        steps=_steps(it),
        return_form=_return_form(it),
        sees_changes=not refusal(it.standing, Verb.READ_CHANGES),
    )


def _as_it_stands(it: Found) -> WorkstreamFact:
    sees_open = not refusal(it.standing, Verb.READ_OPEN)
    if it.month.is_open and sees_open:
        return workstream_fact(gather_report(it.report), it.report)
    slug = it.report.workstream.slug
    fact = _workstream(contents_of(it.month, sees_open=sees_open), slug)
    if fact is None:
        raise NotThere("This workstream is not in the pack of that month.")
    return fact


def _as_issued(it: Found, earlier: HighlightReport | None) -> WorkstreamFact | None:
    """The workstream in the latest pack of the month before, if there is one."""
    pack = earlier.month.packs.first() if earlier else None
    return _workstream(pack.contents, it.report.workstream.slug) if pack else None


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
