"""Who sets a programme up, what of it they find, and the frame of its set-up pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, require
from improvement.models import Person, Workstream
from improvement.values.clock import today
from improvement.values.refusals import NotThere, Refused
from improvement.web.pages import page, person_of

Step = tuple[str, str]  # a page of set-up as a breadcrumb: its title, the name of its address


def standing_to_set_up(request: HttpRequest, programme: str) -> Standing:
    """Return the standing of whoever asks. Raises ``Refused`` unless they may set up."""
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.SET_UP)
    return standing


def require_administrator(person: Person) -> None:
    """Raise ``Refused`` unless ``person`` is an administrator."""
    if not person.is_superuser:
        raise Refused("Only an administrator may make a programme.")


def find_workstream(standing: Standing, pk: int) -> Workstream:
    """Return a workstream of the programme. Raises ``NotThere`` for one of another."""
    workstream = standing.programme.workstreams.filter(pk=pk).first()
    if workstream is None:
        raise NotThere(f"{standing.programme} has no such workstream.")
    workstream.programme = standing.programme
    return workstream


def set_up_page(
    request: HttpRequest, template: str, standing: Standing, *steps: Step, **context: Any
) -> HttpResponse:
    """Show a page of set-up, with the way back to the list of tasks and through ``steps``."""
    crumbs = _crumbs(standing, steps)
    return page(request, template, standing, crumbs=crumbs, **context)


def links_to(programme: str, kind: str, label: str, add: str) -> list[dict[str, str]]:
    """Return the buttons of a list: paste rows into it, and add one thing."""
    paste = reverse("setup_paste", args=[programme, kind])
    return [
        {"label": "Paste rows", "url": paste},
        {"label": label, "url": reverse(add, args=[programme]), "kind": "main"},
    ]


def _crumbs(standing: Standing, steps: Sequence[Step]) -> list[dict[str, str]]:
    slug = standing.programme.slug
    way = [("Set-up", "setup"), *steps] if standing.appointments else list(steps)
    return [{"label": title, "url": reverse(name, args=[slug])} for title, name in way]
