"""The search: one box, three filters, and an address that can be shared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.refusals import Refused
from improvement.views.pages import page, person_of
from reporting.search.reach import Asked, reach_of
from reporting.search.results import search as find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, or one sentence that says why there is nothing to show."""
    asked, reach = Asked.of(request.GET), reach_of(person_of(request), on=today())
    results, sentence = None, ""
    if asked.q and reach.standings:
        try:
            results = find(reach, asked)
        except Refused as refused:
            sentence = refused.sentence
    context = {"asked": asked, "reach": reach, "results": results, "sentence": sentence}
    if len(reach.standings) == 1:
        return page(request, "reporting/search.html", reach.standings[0], **context)
    return render(request, "reporting/search.html", context)
