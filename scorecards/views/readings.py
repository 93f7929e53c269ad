"""The page a lead enters figures by month on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from improvement.views.drafting import answer, found_to_write, writing, writing_page
from improvement.views.pages import report_page
from scorecards.forms import ReadingsForm


@writing_page
def readings(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_to_write(request, programme, month, workstream)
    form = ReadingsForm(request.POST or None, report=it.report, **writing(request))
    back = reverse("scorecard", args=[programme, month, workstream])

    def show() -> HttpResponse:
        return report_page(request, "scorecards/readings.html", it, form=form)

    return answer(request, form, back, show)
