"""Refusals: a request that may not be done is answered with one sentence that says why."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


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
    """Answer a page from an earlier sign-in: what was typed, and a button to send it again."""
    refusal = Refused(
        "This page was opened before you last signed in, so nothing was done yet. "
        "Nothing is lost: press the button to go on with what you typed."
    )
    again = [(name, one) for name, given in request.POST.lists() for one in given]
    context = {"refusal": refusal, "again": [pair for pair in again if pair[0] != TOKEN]}
    return render(request, "improvement/refused.html", context, status=refusal.status)


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
