"""One page with every component once, drawn from made-up facts."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines

from tests.support.gallery.example import example

PAGE = Path(__file__).with_name("page.html")
MONTHS = [("2024-01", "January 2024 (open)"), ("2023-12", "December 2023")]
TASKS = [
    {"title": "Ratings", "url": "#1", "status": "Complete"},
    {"title": "Scorecard", "url": "#2", "hint": "3 of 11", "status": "In progress"},
    {"title": "Plan", "status": "Cannot start yet", "hint": "Not your turn"},
]


def gallery(request: HttpRequest) -> HttpResponse:
    page = engines["django"].from_string(PAGE.read_text(encoding="utf-8"))
    facts = {"example": example(), "months": MONTHS, "tasks": TASKS}
    return HttpResponse(page.render(facts, request))
