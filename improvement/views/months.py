"""The programme office's month: its overview, and opening the next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement import opening
from improvement import writing as words
from improvement.clock import now, today
from improvement.cycle import refuse
from improvement.finding import find_month, find_programme
from improvement.forms import OverviewForm
from improvement.periods import CalendarMonth
from improvement.permissions import Verb, require
from improvement.views.drafting import answer, writing, writing_page
from improvement.views.pages import page, person_of, pressed_again, saved


@writing_page
def overview(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    found = find_month(standing, month)
    require(standing, Verb.RUN_MONTH)
    refuse(words.overview_refusal(found))
    form = OverviewForm(request.POST or None, month=found, **writing(request))

    def show() -> HttpResponse:
        context = {"month": found, "form": form}
        return page(request, "improvement/overview.html", standing, "month", **context)

    return answer(request, form, reverse("month", args=[programme, month]), show)


@require_http_methods(["GET", "HEAD", "POST"])
def open_month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    if request.method != "POST":
        return pressed_again(request, reverse("dashboard", args=[programme]))
    period = CalendarMonth.parse(month)
    opening.open_month(programme=standing.programme, period=period, by=person_of(request), at=now())
    return saved(request, f"{period.words} is open.", reverse("month", args=[programme, month]))
