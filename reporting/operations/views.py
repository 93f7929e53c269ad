"""Pages for those who run or build the application."""

from __future__ import annotations

import os
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from reporting.operations.health import why_not_ready


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Return that the process runs, and its version."""
    return HttpResponse(f"ok, version {settings.VERSION}", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Return that the process can do its work, or 503 with the reason why not."""
    reason = why_not_ready()
    status = 503 if reason else 200
    return HttpResponse(reason or "ok", content_type="text/plain", status=status)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return what every process of this server has measured, in the form Prometheus reads."""
    if not _may_measure(request):
        refused = "Send METRICS_TOKEN in the header Authorization, after the word Bearer."
        return HttpResponse(refused, content_type="text/plain", status=403)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    # What a proxy on this machine passes on comes from somewhere else.
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return settings.METRICS_FROM_LOOPBACK and _is_loopback(request) and not passed_on


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
