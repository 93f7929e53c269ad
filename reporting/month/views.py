"""The month: its overview, where each report stands, its board, and its reopening."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.clock import now, today
from improvement.cycle import refuse
from improvement.finding import find_month, find_programme
from improvement.forms import ReopeningForm
from improvement.models import Month
from improvement.opening import opening_refusal
from improvement.permissions import Standing, Verb, refusal, require
from improvement.views.pages import page, person_of, saved
from improvement.working_days import due_in_words
from improvement.writing import overview_refusal
from reporting.board import board_of
from reporting.outline import outline_of
from reporting.publishing import issue_refusal, reopen, reopening_refusal
from reporting.renderers import RENDERERS


@require_safe
def month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    may_run = refusal(standing, Verb.RUN_MONTH)
    sees_open = not refusal(standing, Verb.READ_OPEN)
    return page(
        request,
        "reporting/month.html",
        standing,
        month=found,
        outline=outline_of(found, sees_open=sees_open),
        is_draft=found.is_open and sees_open,
        due=due_in_words(found.due_on, today=today()),
        packs=found.packs.select_related("issued_by").defer("contents_json"),
        renderers=RENDERERS.values(),
        overview_refusal=may_run or overview_refusal(found),
        issue_refusal=may_run or issue_refusal(found),
        following=_following(standing, found, may_run),
        sees_board=not refusal(standing, Verb.READ_BOARD),
        may_run=not may_run,
        sees_changes=not refusal(standing, Verb.READ_CHANGES),
    )


def _following(standing: Standing, month: Month, may_run: str) -> dict[str, str] | None:
    """Offer the month after, where nothing but permission stands in the way of opening it."""
    period = month.period.next()
    if month.is_open or opening_refusal(standing.programme, period):
        return None
    address = reverse("open_month", args=[standing.programme.slug, period.slug])
    return {"words": period.words, "url": address, "refusal": may_run}


@require_safe
def board(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Show every workstream's tasks, who holds the pen and since when, overdue first."""
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    require(standing, Verb.READ_BOARD)
    return page(
        request,
        "reporting/board.html",
        standing,
        "month",
        month=found,
        rows=board_of(found, on=today()),
        may_run=not refusal(standing, Verb.RUN_MONTH),
        issue_refusal=refusal(standing, Verb.RUN_MONTH) or issue_refusal(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Ask what has to be corrected, and open an issued month for the next version of its pack."""
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    require(standing, Verb.RUN_MONTH)
    refuse(reopening_refusal(found))
    form = ReopeningForm(request.POST or None)
    if form.is_valid():
        reopen(month=found, **form.cleaned_data, by=person_of(request), at=now())
        sentence = f"{found} is open again. The packs issued so far stay as they are."
        return saved(request, sentence, reverse("board", args=[programme, month]))
    return page(request, "reporting/reopen.html", standing, "month", month=found, form=form)
