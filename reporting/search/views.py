"""The search page: one box, three filters, and an address that can be shared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.values.clock import today
from improvement.values.refusals import Refused
from improvement.web.pages import header_among, page, person_of
from reporting.search import results
from reporting.search.scope import SearchRequest, scope_of


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the results, or a sentence that explains why there are none."""
    search_request = SearchRequest.from_address(request.GET)
    scope = scope_of(person_of(request), on=today())
    found, sentence = None, ""
    if search_request.q and scope.standings:
        try:
            found = results.search(scope, search_request)
        except Refused as refused:
            sentence = refused.sentence
    context = {
        "search_request": search_request,
        "scope": scope,
        "results": found,
        "sentence": sentence,
    }
    if len(scope.standings) == 1:
        return page(request, "reporting/search/page.html", scope.standings[0], **context)
    context["header"] = header_among(request, scope.standings)
    return render(request, "reporting/search/page.html", context)
