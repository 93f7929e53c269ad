"""What every page needs: who asks, its frame with header, navigation and breadcrumbs, messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from improvement.access.lookup import standings_of
from improvement.access.permissions import Standing, Verb, refusal
from improvement.audit.event_log import log_download
from improvement.models import Person, Programme
from improvement.values.clock import now, today
from improvement.web.guides import help_address
from improvement.web.logos import has_logo

HOME = "home"


@dataclass(frozen=True)
class NavigationSection:
    """An entry, the name of its page, who may open it, and the names of the pages within it."""

    label: str
    page: str
    verb: Verb
    within: tuple[str, ...] = ()

    def address(self, slug: str) -> str:
        """Return where the entry leads on a programme."""
        return reverse(self.page, args=[] if self.page == HOME else [slug])


WRITING = (
    "report",
    "reading",
    "preview",
    "highlight_report",
    "actions",
    "criteria",
    "scorecard",
    "scorecard_upload",
    "readings",
    "plan",
    "submit",
    "return",
)
SETTING_UP = (
    "setup_programme",
    "setup_meetings",
    "setup_people",
    "setup_workstreams",
    "setup_workstream",
    "setup_add_workstream",
    "setup_end_workstream",
    "setup_actions",
    "setup_action",
    "setup_choose_actions",
    "setup_add_action",
    "setup_add_sub_action",
    "setup_end_action",
    "setup_source",
    "setup_add_source",
    "setup_criteria",
    "setup_criterion",
    "setup_choose_criteria",
    "setup_add_criterion",
    "setup_end_criterion",
    "setup_paste",
    "setup_appoint",
    "setup_end_appointment",
    "metrics",
    "paste_metrics",
    "add_metric",
    "edit_metric",
    "aims",
    "retire_metric",
    "add_scale",
    "edit_scale",
)
SECTIONS = (
    NavigationSection("My work", HOME, Verb.EDIT, WRITING),
    NavigationSection("Dashboard", "dashboard", Verb.READ),
    NavigationSection(
        "Workstreams", "workstreams", Verb.READ, ("workstream", "workstream_timeline")
    ),
    NavigationSection("Measures", "measures", Verb.READ, ("metric",)),
    NavigationSection("Actions", "action_list", Verb.READ, ("action_timeline",)),
    NavigationSection("Exit", "exit", Verb.READ, ("criterion_timeline",)),
    NavigationSection("Packs", "packs", Verb.READ, ("issued",)),
    NavigationSection("History", "history", Verb.READ_CHANGES, ("changes",)),
    NavigationSection("Returns", "open_returns", Verb.RUN_MONTH, ("returns", "extend")),
    NavigationSection("Set-up", "setup", Verb.SET_UP, SETTING_UP),
)


@dataclass(frozen=True)
class Entry:
    """An entry as it stands in the header. ``current`` is “page” on it, “true” on one within."""

    label: str
    url: str
    current: str = ""


def navigation_of(request: HttpRequest, standing: Standing) -> list[Entry]:
    """Return the entries that somebody sees on a programme, the current one marked."""
    slug = standing.programme.slug
    shown = [section for section in SECTIONS if not refusal(standing, section.verb)]
    addresses = {section: section.address(slug) for section in shown}
    match = request.resolver_match
    name = match.url_name if match and request.path not in addresses.values() else ""
    return [
        Entry(section.label, url, _current(request.path == url, name in section.within))
        for section, url in addresses.items()
    ]


def _current(is_page: bool, is_within: bool) -> str:
    return "page" if is_page else "true" if is_within else ""


@dataclass(frozen=True)
class Header:
    """What stands in the header. Of a page outside every programme most of it is empty.

    ``roles`` are the person's on the programme, in words; ``access`` leads to who has access to
    it, for whoever looks after that; ``help`` to the place in help that is about the page.
    """

    name: str = ""
    organisation: str = ""
    navigation: tuple[Entry, ...] = ()
    roles: str = ""
    access: str = ""
    help: str = ""
    logo: str = ""


def header_of(request: HttpRequest, standing: Standing) -> Header:
    """Return the header of a programme's page."""
    programme, match = standing.programme, request.resolver_match
    roles = {appointment.role for appointment in standing.appointments}
    looks_after = standing.person.is_superuser or not refusal(standing, Verb.LOOK_AFTER_PEOPLE)
    return Header(
        name=programme.name,
        organisation=programme.organisation,
        navigation=tuple(navigation_of(request, standing)),
        roles=standing.words,
        access=reverse("access", args=[programme.slug]) if looks_after else "",
        help=help_address(roles, match.url_name or "" if match else ""),
        logo=reverse("logo", args=[programme.slug]) if has_logo(programme.slug) else "",
    )


def header(request: HttpRequest) -> dict[str, object]:
    """Add the header to a page that brings none; it is worked out where a page shows it."""
    return {"header": SimpleLazyObject(lambda: _header_outside(request))}


def _header_outside(request: HttpRequest) -> Header:
    """Return the header of a page that names no programme. One query."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or getattr(request, "second_step_missing", False):
        return Header()
    return header_among(request, standings_of(person, on=today()))


def header_among(request: HttpRequest, standings: Sequence[Standing]) -> Header:
    """Return the header of the address's programme, or of the person's only one.

    Of several it leads to the page that lists them.
    """
    match, home = request.resolver_match, reverse(HOME)
    named = match.kwargs.get("programme") if match else None
    own = [standing for standing in standings if standing.programme.slug == named] or standings
    if len(own) == 1:
        return header_of(request, own[0])
    return Header(navigation=(Entry("My work", home, "page" if request.path == home else ""),))


def person_of(request: HttpRequest) -> Person:
    """Return who asks. The middleware lets nobody through who is not signed in."""
    return cast(Person, request.user)


def note_download(request: HttpRequest, programme: Programme, *, about: str, detail: str) -> None:
    """Log a download, with who takes it and from which page. A HEAD request takes nothing."""
    if request.method != "HEAD":
        by, place = person_of(request), request.path
        log_download(about=about, detail=detail, programme=programme, by=by, at=now(), place=place)


def saved(request: HttpRequest, sentence: str, address: str) -> HttpResponse:
    """Show a message that says what was done, and redirect."""
    messages.success(request, sentence)
    return redirect(address)


def pressed_again(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect a GET of a button's address, as after signing in, to the page with the button."""
    messages.info(request, "Nothing was done yet: please press the button again.")
    return redirect(address)


def page(
    request: HttpRequest, template: str, standing: Standing, *trail: str, **context: Any
) -> HttpResponse:
    """Show a page of a programme. ``trail`` names its breadcrumbs: "month", "report".

    ``crumbs`` are more of them, each with ``label`` and ``url``.
    """
    programme = standing.programme
    frame = {
        "standing": standing,
        "programme": programme,
        "service_name": programme.name,
        "organisation": programme.organisation,
        "header": header_of(request, standing),
        "breadcrumbs": _breadcrumbs(standing, context, trail),
    }
    return render(request, template, {**frame, **context})


def _breadcrumbs(
    standing: Standing, context: dict[str, Any], trail: tuple[str, ...]
) -> list[dict[str, str]]:
    slug = standing.programme.slug
    top = "dashboard" if standing.appointments else "access"
    crumbs = [{"label": standing.programme.name, "url": reverse(top, args=[slug])}]
    month = context.get("month")
    report = context.get("report")
    if "month" in trail and month:
        crumbs.append({"label": str(month), "url": reverse("month", args=[slug, month.slug])})
    if "report" in trail and month and report:
        address = reverse("report", args=[slug, month.slug, report.workstream.slug])
        crumbs.append({"label": str(report.workstream), "url": address})
    return [*crumbs, *context.get("crumbs", ())]
