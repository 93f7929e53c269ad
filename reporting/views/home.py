"""The first page after sign-in: what is mine to do, and what is mine to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.mine import work_of
from improvement.views.pages import person_of
from reporting.issued_packs import documents, packs_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show each programme of this person: their work, or the packs of who reads packs alone."""
    work = work_of(person_of(request), on=today())
    shelves = packs_of(one.standing.programme for one in work if one.reads_packs_alone)
    told = [(one, shelves.get(one.standing.programme.pk, [])) for one in work]
    return render(request, "reporting/home.html", {"work": told, "documents": documents()})
