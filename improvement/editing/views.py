"""The pages a lead writes on, one for each part of a report; the overview; opening a month."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.access.lookup import find_month, find_programme
from improvement.access.permissions import Verb, require
from improvement.editing.answer import (
    answer,
    bring_over,
    editing_page,
    report_to_edit,
    writer_and_drafts,
)
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.forms.criteria import CriteriaForm
from improvement.editing.forms.overview import OverviewForm
from improvement.editing.forms.plan import PlanForm
from improvement.editing.forms.report import HighlightReportForm
from improvement.editing.save_report import overview_refusal
from improvement.values.clock import now, today
from improvement.values.periods import CalendarMonth
from improvement.web.pages import page, person_of, pressed_again, saved
from improvement.workflow import open_month as workflow_open_month
from improvement.workflow.report_page import show_report_page
from improvement.workflow.transitions import refuse

PAGE = "improvement/editing/page.html"


@editing_page
def highlight_report(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> HttpResponse:
    return _edit(request, HighlightReportForm, programme, month, workstream)


@editing_page
def actions(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _edit(request, ActionsForm, programme, month, workstream)


@editing_page
def criteria(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _edit(request, CriteriaForm, programme, month, workstream)


@editing_page
def plan(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    return _edit(request, PlanForm, programme, month, workstream)


def _edit(request: HttpRequest, form_class: Any, *slugs: str) -> HttpResponse:
    report_page = report_to_edit(request, *slugs)
    report = report_page.report
    form = form_class(request.POST or None, report=report, **writer_and_drafts(request))
    if "bring" in request.POST and isinstance(form, HighlightReportForm):
        return bring_over(request, *form.with_bullet(request.POST, request.POST["bring"]))
    show = partial(show_report_page, request, PAGE, report_page, form=form)
    return answer(request, form, report_page.address, show)


@editing_page
def overview(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    found_month = find_month(standing, month)
    require(standing, Verb.RUN_MONTH)
    refuse(overview_refusal(found_month))
    form = OverviewForm(request.POST or None, month=found_month, **writer_and_drafts(request))
    context = {"month": found_month, "form": form}
    template = "improvement/editing/overview.html"
    show = partial(page, request, template, standing, "month", **context)
    return answer(request, form, reverse("month", args=[programme, month]), show)


@require_http_methods(["GET", "HEAD", "POST"])
def open_month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    if request.method != "POST":
        return pressed_again(request, reverse("dashboard", args=[programme]))
    period = CalendarMonth.parse(month)
    workflow_open_month.open_month(
        programme=standing.programme, period=period, by=person_of(request), at=now()
    )
    return saved(request, f"{period.words} is open.", reverse("month", args=[programme, month]))
