"""Pages for those who run or build the application."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.example import example


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every template component, for developers."""
    return render(
        request,
        "reporting/components.html",
        {
            "example": example(),
            "months": [("2024-01", "January 2024 (open)"), ("2023-12", "December 2023")],
            "tasks": [
                {"title": "Ratings", "url": "#1", "status": "Complete"},
                {"title": "Scorecard", "url": "#2", "hint": "3 of 11", "status": "In progress"},
                {"title": "Plan", "status": "Cannot start yet", "hint": "Not your turn"},
            ],
        },
    )
