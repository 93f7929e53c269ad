"""Requests and monitoring: every request is logged and counted, and probes have their own way.

Monitoring uses the address of a process, without TLS, which is not one of the host names that
people type; and it needs a response when the database is down.
"""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.conf import settings
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.functional import SimpleLazyObject
from prometheus_client import Counter, Histogram

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
REQUESTS = Counter("app_requests", "Requests answered.", ("method", "route", "status"))
SECONDS = Histogram(
    "app_request_seconds",
    "How long answers took to make.",
    ("route",),
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


HEADER = "X-Request-ID"
PROXY_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
STATIC = "static"
NO_ROUTE = "none"

log = structlog.get_logger("config.requests")


@receiver(got_request_exception)
def remember(request: HttpRequest | None = None, **_: Any) -> None:
    """Keep the exception of a request, because middleware sees only the response to it."""
    if request is not None:
        request.failure = sys.exception()  # type: ignore[attr-defined]


class ObserveRequests:
    """Logs and counts requests, each with an id. It is first, to see every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        request_id = request.headers.get(HEADER, "") if settings.TRUST_REQUEST_ID else ""
        if not PROXY_ID.fullmatch(request_id):
            request_id = str(uuid.uuid4())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            _record(request, response, seconds=perf_counter() - began)
        response.headers[HEADER] = request_id
        return response


def _record(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    route, status = _route_of(request), response.status_code
    method = request.method or ""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    failure = getattr(request, "failure", None)
    write = log.error if failure else log.warning if status >= 500 else log.info
    write(
        "request",
        user_id=_user_id_of(request),
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000),
        exc_info=failure,
    )


def _route_of(request: HttpRequest) -> str:
    """Return the name of a page, because its address may contain something private."""
    if request.resolver_match:
        return request.resolver_match.view_name or NO_ROUTE
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NO_ROUTE


def _user_id_of(request: HttpRequest) -> int | None:
    """Return the person's id, if the request has read it; one for a static file, say, has not."""
    owner = getattr(getattr(request, "auth", None), "person", None)
    user = owner or getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)


PROBED = ("/healthz", "/healthz/ready", "/metrics")


def answer_machines(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the response of a monitoring view directly, before the checks of host and session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBED:
            return get_response(request)
        request.resolver_match = resolve(request.path_info)
        response: HttpResponse = request.resolver_match.func(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return middleware
