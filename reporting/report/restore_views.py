"""Bringing back what a text said before: of a report, of its plan, of a month's overview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.access.lookup import find_month, find_programme
from improvement.access.permissions import Verb, require
from improvement.editing.restore_text import (
    Earlier,
    Finder,
    find_earlier,
    overview_text,
    plan_text,
    restore_text,
    section_text,
)
from improvement.editing.save_report import overview_refusal
from improvement.values.clock import now, today
from improvement.web.pages import page, person_of, saved
from improvement.workflow.report_page import find_report_page, show_report_page
from improvement.workflow.transitions import refuse, turn_refusal
from reporting.changes.words import word_difference

looking_back = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "reporting/report/restore.html"


@looking_back
def restore(
    request: HttpRequest, programme: str, month: str, workstream: str, kind: str, row: int
) -> HttpResponse:
    """Show what bringing an earlier text of a section back would change, and do it."""
    return _of_report(request, (programme, month, workstream), section_text, kind, row)


@looking_back
def restore_plan(
    request: HttpRequest, programme: str, month: str, workstream: str, part: str, row: int
) -> HttpResponse:
    """Show what bringing an earlier text of a plan back would change, and do it."""
    return _of_report(request, (programme, month, workstream), plan_text, part, row)


@looking_back
def restore_overview(
    request: HttpRequest, programme: str, month: str, part: str, row: int
) -> HttpResponse:
    """Show what bringing an earlier text of an overview back would change, and do it."""
    standing = find_programme(person_of(request), programme, on=today())
    whole = find_month(standing, month)
    require(standing, Verb.RUN_MONTH)
    if request.method == "POST":
        press = partial(restore_text, find=overview_text, whole=whole, name=part, row=row)
        return _pressed(request, press, reverse("month", args=[programme, month]))
    refuse(overview_refusal(whole))
    show = partial(page, request, PAGE, standing, "month", month=whole)
    return _shown(show, find_earlier(overview_text, whole, part, row))


def _of_report(
    request: HttpRequest, slugs: tuple[str, str, str], find: Finder, name: str, row: int
) -> HttpResponse:
    report_page = find_report_page(request, *slugs)
    report = report_page.report
    require(report_page.standing, Verb.EDIT, report.workstream)
    if request.method == "POST":
        press = partial(restore_text, find=find, whole=report, name=name, row=row)
        return _pressed(request, press, reverse("reading", args=slugs))
    refuse(turn_refusal(report_page.standing, report))
    show = partial(show_report_page, request, PAGE, report_page)
    return _shown(show, find_earlier(find, report, name, row))


def _pressed(request: HttpRequest, press: Callable[..., None], address: str) -> HttpResponse:
    press(seen=request.POST.get("seen", ""), by=person_of(request), at=now())
    return saved(request, "The earlier text is back.", address)


def _shown(show: Callable[..., HttpResponse], earlier: Earlier) -> HttpResponse:
    return show(
        title=earlier.text.title,
        who=str(earlier.row.history_user or "System"),
        at=earlier.row.history_date,
        pieces=word_difference(earlier.now, earlier.then),
        seen=earlier.text.seen,
    )
