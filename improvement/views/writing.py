"""The pages a lead writes on: one for each part of a workstream's month."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from improvement.forms import ActionsForm, CriteriaForm, HighlightReportForm, PlanForm
from improvement.views.drafting import answer, bring_over, found_to_write, writing, writing_page
from improvement.views.pages import report_page


@writing_page
def highlight_report(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> HttpResponse:
    it = found_to_write(request, programme, month, workstream)
    form = HighlightReportForm(request.POST or None, report=it.report, **writing(request))
    if "bring" in request.POST:
        return bring_over(request, *form.with_bullet(request.POST, request.POST["bring"]))
    return answer(request, form, it.address, lambda: report_page(request, WRITING, it, form=form))


@writing_page
def actions(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _write(request, ActionsForm, programme, month, workstream)


@writing_page
def criteria(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _write(request, CriteriaForm, programme, month, workstream)


@writing_page
def plan(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _write(request, PlanForm, programme, month, workstream)


def _write(request: HttpRequest, form_of: Any, *slugs: str) -> HttpResponse:
    it = found_to_write(request, *slugs)
    form = form_of(request.POST or None, report=it.report, **writing(request))
    return answer(request, form, it.address, lambda: report_page(request, WRITING, it, form=form))


WRITING = "improvement/writing.html"
