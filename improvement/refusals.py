"""Refusals: a request that may not be done is answered with one sentence that says why."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# Where what is typed is a password or a code.
SECRET = ("/accounts/", "/admin/")

AGAIN = (
    "This page was opened before you last signed in, so nothing was done yet. "
    "Nothing is lost: press the button to go on with what you typed."
)
OPEN_AGAIN = (
    "This page was opened before you last signed in, so nothing was done. "
    "Open it again and repeat it."
)
FROM_ELSEWHERE = (
    "This was not sent from a page of this site, so nothing was done. "
    "If it is what you want, open the page here and do it there."
)


class Refused(Exception):
    """It may not be done, and the sentence says why. It is shown to the person as it stands."""

    status = 403
    title = "You cannot do this"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.kept: list[str] = []  # what the person typed and can still copy


class NotThere(Refused):
    """There is no such thing, or this person may not know that there is."""

    status = 404
    title = "Page not found"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a page from an earlier sign-in: what was typed, and a button to send it again.

    What another site sent gets no button: pressing it would do what that site wants. What is typed
    at a sign-in is a password, and goes back to nobody.
    """
    ours, secret = is_from_here(request), request.path_info.startswith(SECRET)
    refusal = Refused(FROM_ELSEWHERE if not ours else OPEN_AGAIN if secret else AGAIN)
    again = ours and not secret
    context = {"refusal": refusal, "again": again, "typed": _typed(request) if again else []}
    answer = render(request, "improvement/refused.html", context, status=refusal.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_from_here(request: HttpRequest) -> bool:
    """Say whether a page of ours sent this: every browser says of a form which site it is from."""
    origin = request.headers.get("Origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    given = ((name, one) for name, many in request.POST.lists() for one in many)
    return [(name, one) for name, one in given if name != TOKEN]


class AnswerRefusals:
    """Turn a refusal into a page with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(
            request, "improvement/refused.html", {"refusal": exception}, status=exception.status
        )
