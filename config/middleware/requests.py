"""One log line and one measurement for every request: who, which page, how it went, how long."""

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
from django.utils.functional import SimpleLazyObject

from config.measures import measure

HEADER = "X-Request-ID"
PROXY_S_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
STATIC = "static"
NO_ROUTE = "none"

log = structlog.get_logger("config.requests")


@receiver(got_request_exception)
def remember(request: HttpRequest | None = None, **_: Any) -> None:
    """Keep what a request failed with: each middleware above sees only the answer to it."""
    if request is not None:
        request.failure = sys.exception()  # type: ignore[attr-defined]


class ObserveRequests:
    """Stands first, to see every answer. Gives the request its id, and the answer the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        given = _id_of(request)
        with structlog.contextvars.bound_contextvars(request_id=given):
            response = self.get_response(request)
            _tell(request, response, seconds=perf_counter() - began)
        response.headers[HEADER] = given
        return response


def _id_of(request: HttpRequest) -> str:
    """Give the id that the proxy has given, where it is to be trusted, or a new one."""
    given = request.headers.get(HEADER, "") if settings.TRUST_REQUEST_ID else ""
    return given if PROXY_S_ID.fullmatch(given) else str(uuid.uuid4())


def _tell(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    route, status = _route_of(request), response.status_code
    method = request.method or ""
    measure(method=method, route=route, status=status, seconds=seconds)
    failure = getattr(request, "failure", None)
    told = log.error if failure else log.warning if status >= 500 else log.info
    told(
        "request",
        user_id=_user_id_of(request),
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000),
        exc_info=failure,
    )


def _route_of(request: HttpRequest) -> str:
    """Give a page's name; an address itself may hold what is nobody else's business."""
    if request.resolver_match:
        return request.resolver_match.view_name or NO_ROUTE
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else NO_ROUTE


def _user_id_of(request: HttpRequest) -> int | None:
    """Give who asked, where the request came to ask that itself: a file, say, is anybody's."""
    holder = getattr(getattr(request, "auth", None), "person", None)
    user = holder or getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
