"""Addresses that machines ask: answered before anything looks at host, session or scheme.

Whoever probes a process asks it by its own name or number, without TLS; the names people type are
not among these, and a probe has to be answered when the database is down.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

MACHINES = ("/healthz", "/healthz/ready", "/metrics")


def answer_machines(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer a probe straight from its view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in MACHINES:
            return get_response(request)
        request.resolver_match = resolve(request.path_info)
        answer: HttpResponse = request.resolver_match.func(request)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return middleware
