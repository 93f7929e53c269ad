"""Error pages: a request that is refused, or that cannot be read, is answered with the reason.

A page that was too long to be saved comes back with the texts that somebody typed on it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views import defaults

from improvement.values.browser_windows import long_texts
from improvement.values.refusals import AGAIN, FROM_ELSEWHERE, OPEN_AGAIN, SECRET, TOKEN, Refused


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent from a page of before the last sign-in: show it with a button to send it.

    What another site sent gets no button, for pressing it would do what that site wants. Passwords
    are not shown again.
    """
    ours, secret = is_from_here(request), request.path_info.startswith(SECRET)
    refusal = Refused(FROM_ELSEWHERE if not ours else OPEN_AGAIN if secret else AGAIN)
    again = ours and not secret
    posted = request.POST.lists() if again else ()
    typed = [(name, value) for name, values in posted if name != TOKEN for value in values]
    context = {"refusal": refusal, "again": again, "typed": typed}
    answer = render(request, "improvement/web/refused.html", context, status=refusal.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_from_here(request: HttpRequest) -> bool:
    """Return whether a page of this site sent the form, by the Origin header of every browser."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS


class AnswerRefusals:
    """Answer a ``Refused`` with a page of its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(
            request, "improvement/web/refused.html", {"refusal": exception}, status=exception.status
        )


MOST_READ = 10_000_000  # bytes
FORM = "application/x-www-form-urlencoded"
UNREADABLE = "What your browser sent could not be read, so nothing was done. Open the page again."


class UnreadableRequest(Refused):
    status = 400
    title = "Not saved"


def only_in_utf8(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse requests in another character set: our pages ask browsers for UTF-8."""

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"' ").casefold() != "utf-8":
            request.encoding = "utf-8"  # or the answer cannot read its own address
            return _refuse(request, UnreadableRequest(UNREADABLE))
        return get_response(request)

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses to read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        too_much = UnreadableRequest(
            f"What you sent is longer than the {most} million characters that a page takes, "
            "so nothing was saved. Shorten it and send it again."
        )
        too_much.kept = _texts_in(request)
        return _refuse(request, too_much)
    if isinstance(exception, BadRequest):
        return _refuse(request, UnreadableRequest(UNREADABLE))
    return defaults.bad_request(request, exception)


def _refuse(request: HttpRequest, refusal: UnreadableRequest) -> HttpResponse:
    context = {"refusal": refusal, "to_copy": bool(refusal.kept)}
    return render(request, "improvement/web/refused.html", context, status=refusal.status)


def _texts_in(request: HttpRequest) -> list[str]:
    """Return the texts that somebody signed in typed on a page, as far as they can be read."""
    view = getattr(request.resolver_match, "func", None)
    if not getattr(view, "keeps_typed", False) or not request.user.is_authenticated:
        return []
    if request.content_type != FORM or not is_from_here(request):
        return []
    try:
        return long_texts(QueryDict(request.read(MOST_READ), encoding="utf-8"))
    except (TooManyFieldsSent, OSError):
        return []
