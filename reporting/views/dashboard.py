"""The dashboard: where the programme stands, what moved and why, in one month or frozen pack."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.finding import find_programme
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal
from improvement.ratings import Rating
from improvement.views.pages import page, person_of
from reporting import highlights
from reporting.choosing import Choice, choose, contents_chosen
from reporting.contents import Contents
from reporting.movements import moved
from reporting.off_trajectory import metrics_of
from reporting.rating_history import Filters, Histories, grid, histories, red_for, stood
from reporting.returns import returns_of
from reporting.tiles import exit_date, tiles_of

STRENGTHS = (("", "Must and Should"), ("must", "Must"), ("should", "Should"))


@require_safe
def dashboard(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the month or pack in ``?month=``, or the latest month that says something."""
    standing = find_programme(person_of(request), programme, on=today())
    choice = choose(standing, request.GET.get("month", ""))
    if choice is None:
        return page(request, "reporting/no_month.html", standing, to_open=_first_months(standing))
    contents = contents_chosen(choice)
    filters = _filters(request.GET)
    read = histories(choice.month, choice.earlier, all_months=filters.all_months)
    return page(
        request,
        "reporting/dashboard.html",
        standing,
        month=choice.month,
        choice=choice,
        contents=contents,
        filters=filters,
        **_standing_now(contents, standing, choice),
        **_over_time(contents, read, filters),
    )


def _standing_now(contents: Contents, standing: Standing, choice: Choice) -> dict[str, Any]:
    sees_open = not refusal(standing, Verb.READ_OPEN)
    return {
        "tiles": tiles_of(contents),
        "exit_date": exit_date(contents, on=today()),
        "moved": moved(contents, sees_open=sees_open),
        "items": highlights.noteworthy_actions(contents),
        "metrics": metrics_of(contents),
        "returns": returns_of(contents, on=today()),
        "sees_open": sees_open,
        "sees_changes": not refusal(standing, Verb.READ_CHANGES),
        "is_open": choice.version is None,
    }


def _over_time(contents: Contents, read: Histories, filters: Filters) -> dict[str, Any]:
    groups = grid(contents, read, filters)
    return {
        "shown_months": read.months,
        "has_more_months": len(read.reported) > len(read.months),
        "grid": [(one.workstream, [(row, red_for(row)) for row in one.rows]) for one in groups],
        "criteria": [
            (one, [(each, stood(each, read, on=today())) for each in one.criteria])
            for one in contents.workstreams
        ],
        "strengths": STRENGTHS,
        "ratings": [("", "Any rating"), *((one.value or "none", one.words) for one in Rating)],
        "workstreams": [("", "Every workstream")]
        + [(one.slug, one.name) for one in contents.workstreams],
    }


def _filters(asked: QueryDict) -> Filters:
    return Filters(
        workstream=asked.get("workstream", ""),
        strength=asked.get("strength", ""),
        rating=asked.get("rating", ""),
        all_months=asked.get("months") == "all",
    )


def _first_months(standing: Standing) -> list[CalendarMonth]:
    """The months a programme may begin with: the last one and this one, for its office."""
    if refusal(standing, Verb.RUN_MONTH) or standing.programme.months.exists():
        return []
    this = CalendarMonth.of(today())
    return [this.before(), this]
