"""What every page needs: the finding of its things, and the frame it is shown in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from improvement.clock import now, today
from improvement.finding import find_programme, find_report
from improvement.log import log_download
from improvement.models import HighlightReport, Month, Person, Programme
from improvement.permissions import Standing, Verb, refusal


def person_of(request: HttpRequest) -> Person:
    """Give who asks. The middleware has seen to it that somebody is signed in."""
    return cast(Person, request.user)


@dataclass(frozen=True)
class Found:
    """A report with its month, and what the person asking is on the programme."""

    standing: Standing
    month: Month
    report: HighlightReport

    @property
    def address(self) -> str:
        report = self.report
        slugs = (self.standing.programme.slug, self.month.slug, report.workstream.slug)
        return reverse("report", args=slugs)


def found(request: HttpRequest, programme: str, month: str, workstream: str) -> Found:
    """Find a report for whoever asks. Raises ``Refused``."""
    standing = find_programme(person_of(request), programme, on=today())
    report = find_report(standing, month, workstream)
    return Found(standing, report.month, report)


def note_download(request: HttpRequest, programme: Programme, *, about: str, detail: str) -> None:
    """Put a download in the log, with who takes it and from which page; a HEAD takes nothing."""
    if request.method != "HEAD":
        by, place = person_of(request), request.path
        log_download(about=about, detail=detail, programme=programme, by=by, at=now(), place=place)


def saved(request: HttpRequest, sentence: str, address: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return redirect(address)


def pressed_again(request: HttpRequest, address: str) -> HttpResponse:
    """Answer who came to a button's address by signing in; the button is on ``address``."""
    messages.info(request, "Nothing was done yet: please press the button again.")
    return redirect(address)


def page(
    request: HttpRequest, template: str, standing: Standing, *trail: str, **context: Any
) -> HttpResponse:
    """Show a page of a programme. ``trail`` is the way back up: programme, month, workstream."""
    programme = standing.programme
    frame = {
        "standing": standing,
        "programme": programme,
        "service_name": programme.name,
        "organisation": programme.organisation,
        "navigation": _navigation(request, standing),
        "breadcrumbs": _breadcrumbs(standing, context, trail),
    }
    return render(request, template, {**frame, **context})


def report_page(request: HttpRequest, template: str, it: Found, **context: Any) -> HttpResponse:
    """Show a page under a report."""
    context |= {"month": it.month, "report": it.report}
    return page(request, template, it.standing, "month", "report", **context)


def _navigation(request: HttpRequest, standing: Standing) -> list[dict[str, Any]]:
    slug = standing.programme.slug
    entries = [("My work", reverse("home"))]
    if standing.appointments:
        entries.append(("Dashboard", reverse("dashboard", args=[slug])))
    if not refusal(standing, Verb.READ_OPEN):
        entries.append(("Metrics", reverse("metrics", args=[slug])))
    if not refusal(standing, Verb.READ_CHANGES):
        entries.append(("History", reverse("history", args=[slug])))
    if standing.person.is_superuser or not refusal(standing, Verb.LOOK_AFTER_PEOPLE):
        entries.append(("Access", reverse("access", args=[slug])))
    entries.append(("Help", reverse("help")))
    return [{"label": label, "url": url, "current": request.path == url} for label, url in entries]


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
    return crumbs
