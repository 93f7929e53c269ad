"""The page a lead enters figures on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement.views.pages import found_for_edit, now, person_of, report_page, saved
from scorecards.forms import ScorecardForm
from scorecards.recording import record_scorecard


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_for_edit(request, programme, month, workstream)
    form = ScorecardForm(request.POST or None, report=it.report)
    if form.is_valid():
        record_scorecard(
            report=it.report,
            readings=form.readings,
            remarks=form.remarks,
            by=person_of(request),
            at=now(),
        )
        return saved(request, "Scorecard saved.", it.address)
    return report_page(request, "scorecards/scorecard.html", it, form=form)
