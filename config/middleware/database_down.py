"""The page for a database that is down, which keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.template.loader import render_to_string

from config.logs import exception_chain
from improvement.values.refusals import SECRET
from reporting.api.errors import problem

SENTENCE = "The database does not answer just now. Wait a minute and try again."
RETRY_AFTER = {"Retry-After": "30"}
# PostgreSQL's classes of errors: connection lost, no resources, ended by its operator.
GONE = ("08", "53", "57P")
# SQLite's codes: busy, out of memory or disk, cannot be opened, read or written, no database.
SQLITE_GONE = {5, 7, 8, 10, 11, 13, 14, 26}


def answer_database_down(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return 503 with a page that needs no database, wherever the request failed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        failure = getattr(request, "failure", None)
        if not failure or not database_is_down(failure):
            return response
        if request.path_info.startswith("/api/"):
            return problem(503, SENTENCE, RETRY_AFTER)
        page = render_to_string("503.html", {"sentence": SENTENCE, "typed": _typed_on(request)})
        return HttpResponse(page, status=503, headers={**RETRY_AFTER, "Cache-Control": "no-store"})

    return middleware


def database_is_down(failure: BaseException) -> bool:
    """Return whether a request failed because the database is down, and not by a fault of ours."""
    return any(_is_gone(cause) for cause in exception_chain(failure))


def _is_gone(failure: BaseException) -> bool:
    if isinstance(failure, InterfaceError):
        return True
    if not isinstance(failure, OperationalError):
        return False
    cause = failure.__cause__
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return (code & 0xFF) in SQLITE_GONE
    state = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(GONE)


def _typed_on(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values that were posted, to be sent again."""
    if request.method != "POST" or request.path_info.startswith(SECRET):
        return []
    try:
        if request.FILES:  # a file has to be chosen again
            return []
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except (RawPostDataException, UnreadablePostError):
        return []
