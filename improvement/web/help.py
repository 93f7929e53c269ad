"""Help: one page for each role, “your month”."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.models import Appointment, Role
from improvement.refusals import NotThere
from improvement.views.pages import person_of


@dataclass(frozen=True)
class Guide:
    """The help for some roles: its address and its title."""

    slug: str
    title: str
    roles: tuple[Role, ...]

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


GUIDES = (
    Guide("lead", "Your month as a workstream lead", (Role.SRO, Role.PROGRAMME_MANAGER)),
    Guide("executive", "Your month as an accountable executive", (Role.EXECUTIVE_LEAD,)),
    Guide("programme-office", "Your month as the programme office", (Role.PROGRAMME_OFFICE,)),
    Guide("ceo-office", "Your month in the CEO’s office", (Role.CEO_OFFICE,)),
    Guide("board-reader", "Your month as a reader on the board", (Role.BOARD_READER,)),
)


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """Show the guides of one's own roles first, then the others."""
    held = Appointment.objects.current(today()).filter(person=person_of(request))
    roles = set(held.values_list("role", flat=True))
    mine = [guide for guide in GUIDES if roles & set(guide.roles)]
    others = [guide for guide in GUIDES if guide not in mine]
    return render(request, "help/index.html", {"mine": mine, "others": others})


@require_safe
def help_for(request: HttpRequest, role: str) -> HttpResponse:
    """Show one guide. Raises ``NotThere``."""
    guide = next((one for one in GUIDES if one.slug == role), None)
    if guide is None:
        raise NotThere(f"There is no help for “{role}”.")
    return render(request, guide.template, {"guide": guide, "guides": GUIDES})
