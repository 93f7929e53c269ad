"""A workstream's month: whose turn it is, the tasks, and the report as it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.cycle import PEN, approval_refusal, step_refusal, turn_refusal
from improvement.forms import ReturnForm
from improvement.models import Status
from improvement.permissions import Verb, refusal
from improvement.refusals import NotThere
from improvement.views.pages import Found, found, page
from reporting.contents import Contents, WorkstreamFact
from reporting.publishing import contents_of
from reporting.tasks import Task, tasks_of


@require_safe
def report(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    contents = contents_of(it.month)
    fact = _workstream(contents, workstream)
    no_editing = refusal(it.standing, Verb.EDIT, it.report.workstream) or turn_refusal(
        it.standing, it.report
    )
    return page(
        request,
        "reporting/report.html",
        it.standing,
        "month",
        month=it.month,
        report=it.report,
        contents=contents,
        workstream=fact,
        pen=PEN[it.report.status].value,
        no_editing=no_editing,
        tasks=[_linked(it, task, no_editing) for task in tasks_of(contents, fact)],
        steps=_steps(it),
        return_form=_return_form(it),
        sees_changes=not refusal(it.standing, Verb.READ_CHANGES),
    )


def _workstream(contents: Contents, slug: str) -> WorkstreamFact:
    for workstream in contents.workstreams:
        if workstream.slug == slug:
            return workstream
    raise NotThere("This workstream is not in the pack of that month.")


def _linked(it: Found, task: Task, no_editing: str) -> dict[str, Any]:
    slugs = (it.standing.programme.slug, it.month.slug, it.report.workstream.slug)
    return {
        "title": task.title,
        "url": "" if no_editing else reverse(task.view, args=slugs),
        "hint": task.hint,
        "status": task.status,
        "colour": task.colour,
    }


def _steps(it: Found) -> list[dict[str, str]]:
    """Offer the steps that follow now, each with the sentence that refuses it to this person."""
    slugs = (it.standing.programme.slug, it.month.slug, it.report.workstream.slug)
    offered = [("Submit to the executive", "submit", Verb.SUBMIT, Status.SUBMITTED)]
    offered.append(("Approve", "approve", Verb.APPROVE, Status.APPROVED))
    return [
        {"label": label, "url": reverse(name, args=slugs), "refusal": _step_refusal(it, verb)}
        for label, name, verb, to in offered
        if not step_refusal(it.report, to)
    ]


def _step_refusal(it: Found, verb: Verb) -> str:
    refused = refusal(it.standing, verb, it.report.workstream)
    if verb is Verb.APPROVE and not refused:
        return approval_refusal(it.report, it.standing.person)
    return refused


def _return_form(it: Found) -> ReturnForm | None:
    """Offer the way back to whoever holds the pen and may return."""
    refused = refusal(it.standing, Verb.RETURN, it.report.workstream)
    refused = refused or turn_refusal(it.standing, it.report)
    if refused or step_refusal(it.report, Status.DRAFT):
        return None
    slugs = (it.standing.programme.slug, it.month.slug, it.report.workstream.slug)
    return ReturnForm(action=reverse("return", args=slugs))
