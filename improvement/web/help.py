"""Help: one page for each role, “your month”."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.models import Appointment
from improvement.values.clock import today
from improvement.values.refusals import NotThere
from improvement.web.guides import GUIDES
from improvement.web.pages import person_of


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """Show the guides of one's own roles first, then the others."""
    current = Appointment.objects.current(today()).filter(person=person_of(request))
    roles = set(current.values_list("role", flat=True))
    mine = [guide for guide in GUIDES if roles & set(guide.roles)]
    others = [guide for guide in GUIDES if guide not in mine]
    return render(request, "help/index.html", {"mine": mine, "others": others})


@require_safe
def help_for(request: HttpRequest, role: str) -> HttpResponse:
    """Show one guide. Raises ``NotThere``."""
    guide = next((guide for guide in GUIDES if guide.slug == role), None)
    if guide is None:
        raise NotThere(f"There is no help for “{role}”.")
    return render(request, guide.template, {"guide": guide, "guides": GUIDES})
