"""The first pages after sign-in: where one's work begins, and what is mine to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.access.permissions import LEADS, Verb, refusal
from improvement.models import HighlightReport
from improvement.values.clock import today
from improvement.web.pages import header_among, person_of
from improvement.workflow.worklist import ProgrammeWork, work_of
from reporting.month.last_pack import find_last_pack
from reporting.month.work_rows import work_rows


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show this person's work by programme; lead on whoever only reads the packs of one."""
    work = work_of(person_of(request), on=today())
    programmes = {programme_work.standing.programme for programme_work in work}
    if len(programmes) == 1 and all(programme_work.reads_packs_alone for programme_work in work):
        return redirect("dashboard", programmes.pop().slug)
    standings = [programme_work.standing for programme_work in work]
    context = {
        "work": work,
        "rows": work_rows(work),
        "nothing": _nothing_to_do(work),
        "last_pack": find_last_pack(programmes),
        "today": today(),
        "header": header_among(request, standings),
    }
    return render(request, "reporting/month/home.html", context)


def _nothing_to_do(work: Sequence[ProgrammeWork]) -> str:
    """Return what stands where nothing waits for somebody: what comes next, and when."""
    if any(programme_work.waiting for programme_work in work):
        return "Nothing waits for you. What others have now is below."
    if any(programme_work.month for programme_work in work):
        return "Nothing waits for you in the month that is open."
    if all(programme_work.reads_packs_alone for programme_work in work):
        return "Nothing waits for you: you read packs, and each is below once it is issued."
    return (
        "Nothing waits for you: no month is open. When the next one opens, its report stands here "
        "with the day it is due."
    )


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead on from signing in to where this person's work, or reading, begins."""
    return redirect(place_to_begin(work_of(person_of(request), on=today())))


def place_to_begin(work: Sequence[ProgrammeWork]) -> str:
    """Return the address where somebody's work begins.

    That is the progress of returns for the programme office, the task list for the lead of one
    workstream, the report that waits for an executive, and the dashboard where nothing waits.
    Whoever has several things to do begins with the list of them.
    """
    if len(work) != 1:
        return reverse("home")
    [only] = work
    slug = only.standing.programme.slug
    if only.month and not refusal(only.standing, Verb.RUN_MONTH):
        return reverse("returns", args=[slug, only.month.slug])
    mine = [task.report for task in only.mine]
    led = [
        task.report
        for task in (*only.mine, *only.waiting)
        if only.standing.holds(LEADS, task.report.workstream)
    ]
    begun = {*mine, *led}
    if len(begun) > 1:
        return reverse("home")
    if not begun:
        return reverse("dashboard", args=[slug])
    [report] = begun
    return _address("report" if led else only.mine[0].view, report)


def _address(view: str, report: HighlightReport) -> str:
    month = report.month
    return reverse(view, args=[month.programme.slug, month.slug, report.workstream.slug])
