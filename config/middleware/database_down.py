"""A database that is down: one page that says so and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.template.loader import render_to_string

from config.logs import chain_of
from improvement.refusals import SECRET
from reporting.api.problems import problem

SENTENCE = "The database does not answer just now. Wait a minute and try again."
RETRY_AFTER = {"Retry-After": "30"}
# PostgreSQL's classes: connection lost, no room for more, ended by its operator.
GONE = ("08", "53", "57P")
# SQLite's: busy, no memory or disk, not to be opened, read or written, not a database.
SQLITE_GONE = {5, 7, 8, 10, 11, 13, 14, 26}


def answer_database_down(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 with a page that needs no database, whatever part of the app met it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        failure = getattr(request, "failure", None)
        return _unavailable(request) if failure and database_is_down(failure) else response

    return middleware


def database_is_down(failure: BaseException) -> bool:
    """Say whether a request failed because the database was away, and not by a fault of ours."""
    return any(_is_gone(one) for one in chain_of(failure))


def _is_gone(failure: BaseException) -> bool:
    if isinstance(failure, InterfaceError):
        return True
    if not isinstance(failure, OperationalError):
        return False
    said = failure.__cause__
    if (code := getattr(said, "sqlite_errorcode", None)) is not None:
        return (code & 0xFF) in SQLITE_GONE
    state = getattr(said, "sqlstate", None)
    return state is None or state.startswith(GONE)


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(503, SENTENCE, RETRY_AFTER)
    page = render_to_string("503.html", {"sentence": SENTENCE, "typed": _typed_on(request)})
    return HttpResponse(page, status=503, headers={**RETRY_AFTER, "Cache-Control": "no-store"})


def _typed_on(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was posted, to be sent again with the token it came with and no other."""
    if request.method != "POST" or request.path_info.startswith(SECRET):
        return []
    try:
        if request.FILES:  # a file has to be chosen again
            return []
        return [(name, one) for name, given in request.POST.lists() for one in given]
    except (RawPostDataException, UnreadablePostError):
        return []
