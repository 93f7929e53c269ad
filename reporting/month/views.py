"""The month: its overview, the progress of its returns, and its reopening."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.lookup import find_month, find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.editing.save_report import overview_refusal
from improvement.models import Month
from improvement.values.clock import now, today
from improvement.values.working_days import due_in_words
from improvement.web.pages import page, person_of, saved
from improvement.workflow.forms import ReopeningForm
from improvement.workflow.open_month import opening_refusal
from improvement.workflow.transitions import refuse
from reporting.month.outline import outline_of
from reporting.month.progress_of_returns import progress_of_returns, waiting_for_office
from reporting.pack.issue import issue_refusal, reopen, reopening_refusal
from reporting.renderers import RENDERERS


@require_safe
def month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    may_run = refusal(standing, Verb.RUN_MONTH)
    sees_open = not refusal(standing, Verb.READ_OPEN)
    return page(
        request,
        "reporting/month/page.html",
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
        sees_returns=not refusal(standing, Verb.READ_RETURNS),
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
def returns(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Show every workstream's tasks, who holds its report and since when, late first."""
    standing, found = _month_with_returns(request, programme, month)
    rows = progress_of_returns(found, on=today())
    return page(
        request,
        "reporting/month/returns.html",
        standing,
        "month",
        month=found,
        rows=rows,
        waiting=waiting_for_office(rows),
        may_run=not refusal(standing, Verb.RUN_MONTH),
        issue_refusal=refusal(standing, Verb.RUN_MONTH) or issue_refusal(found),
    )


@require_safe
def open_returns(request: HttpRequest, programme: str) -> HttpResponse:
    """Lead on to the progress of returns of the open month, or of the last one there was."""
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_RETURNS)
    months = standing.programme.months
    month = months.filter(issued_at=None).first() or months.first()
    return redirect("returns", programme, month.slug) if month else redirect("dashboard", programme)


@require_safe
def board(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Lead on from the address that the page of the returns had in version 1.0.0."""
    _month_with_returns(request, programme, month)
    return redirect("returns", programme, month, permanent=True)


def _month_with_returns(request: HttpRequest, programme: str, month: str) -> tuple[Standing, Month]:
    """Return the month and the person's standing, who may see the progress of its returns."""
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    require(standing, Verb.READ_RETURNS)
    return standing, found


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
        return saved(request, sentence, reverse("returns", args=[programme, month]))
    return page(request, "reporting/month/reopen.html", standing, "month", month=found, form=form)
