"""The first page after sign-in: what is mine to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.mine import work_of
from improvement.views.pages import person_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "improvement/home.html", {"work": work_of(person_of(request), on=today())}
    )
