"""The page a lead enters figures on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from improvement.editing.answer import editing_page, report_to_edit, writer_and_drafts
from improvement.workflow.report_page import show_report_page
from scorecards.entry.months_form import ReadingsForm
from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.pasting.views import answer_figures


@editing_page
def scorecard(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    if "offered" in request.POST:  # from the page that compares a workbook
        request.POST = apply_workbook_choices(request.POST)  # type: ignore[assignment]
    report_page = report_to_edit(request, programme, month, workstream)
    restate = "restate" in request.GET or "restate" in request.POST

    def form_of(posted: Any) -> ScorecardForm:
        return ScorecardForm(
            posted, report=report_page.report, restate=restate, **writer_and_drafts(request)
        )

    def show(template: str, **context: Any) -> HttpResponse:
        return show_report_page(request, template, report_page, **context)

    template = "scorecards/entry/scorecard.html"
    answered = answer_figures(request, form_of, show, template=template, back=report_page.address)
    if answered.status_code == HTTPStatus.FOUND and (left := undecided_cells(request.POST)):
        form = form_of(None)
        names = "; ".join(str(form.fields[name].label) for name in left if name in form.fields)
        messages.info(request, f"Left open, as they stand in the scorecard: {names}.")
    return answered


@editing_page
def readings(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = report_to_edit(request, programme, month, workstream)
    back = reverse("scorecard", args=[programme, month, workstream])

    def form_of(posted: Any) -> ReadingsForm:
        return ReadingsForm(posted, report=report_page.report, **writer_and_drafts(request))

    def show(template: str, **context: Any) -> HttpResponse:
        return show_report_page(request, template, report_page, **context)

    template = "scorecards/entry/months.html"
    return answer_figures(request, form_of, show, template=template, back=back)


def apply_workbook_choices(posted: QueryDict) -> QueryDict:
    """Turn what the page of a workbook's differences sends into what the scorecard's page sends.

    A cell's own field has the recorded text, and the text chosen instead takes its place.
    """
    applied = posted.copy()
    for name in posted.getlist("offered"):
        if posted.get(f"choose-{name}") == "mine":
            applied[name] = posted.get(f"mine-{name}", "")
        applied.pop(f"mine-{name}", None)
    return applied


def undecided_cells(posted: QueryDict) -> list[str]:
    """Return the names of the cells in conflict about which nothing was decided."""
    decided = ("mine", "theirs")
    conflicts = posted.getlist("conflict")
    return [name for name in conflicts if posted.get(f"choose-{name}") not in decided]
