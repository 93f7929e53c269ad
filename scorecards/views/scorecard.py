"""The page a lead enters figures on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from improvement.views.drafting import answer, found_to_write, writing, writing_page
from improvement.views.pages import report_page
from scorecards.forms import ScorecardForm


@writing_page
def scorecard(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_to_write(request, programme, month, workstream)
    restate = "restate" in request.GET or "restate" in request.POST
    form = ScorecardForm(
        request.POST or None, report=it.report, restate=restate, **writing(request)
    )

    if "check" in request.POST:
        return JsonResponse(form.outcomes)

    def show() -> HttpResponse:
        return report_page(request, "scorecards/scorecard.html", it, form=form)

    return answer(request, form, it.address, show)
