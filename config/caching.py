"""What a shared computer may keep: no page of somebody's, once they have signed out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def keep_out_of_caches(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send ``no-store`` with every answer to somebody signed in that says nothing of its own.

    Without it the button Back shows a page to whoever sits there next. A page that people write on
    is left to the browser, which then gives back what was typed on it and not yet kept as a draft.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= 500:  # who asks is a question to a database that may be away
            return response
        view = getattr(request.resolver_match, "func", None)
        if request.user.is_authenticated and not getattr(view, "keeps_typed", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
