"""The dashboard: where the programme stands, what moved and why, in one month or frozen pack."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from improvement.clock import now, today
from improvement.finding import find_programme
from improvement.periods import CalendarMonth
from improvement.permissions import Standing, Verb, refusal, require
from improvement.ratings import Rating
from improvement.views.pages import page, person_of
from reporting.as_it_stood import as_it_stood, histories_as_it_stood
from reporting.asked import Asked
from reporting.choosing import Choice, choice_at, choose, contents_chosen, histories_chosen
from reporting.contents import Contents
from reporting.highlights import noteworthy_actions
from reporting.moments import exactly, in_address, in_words, moment_of
from reporting.movements import moved
from reporting.off_trajectory import metrics_of
from reporting.on_paper import paper_of
from reporting.rating_history import (
    SHOWN_MONTHS,
    Filters,
    Histories,
    counted_to,
    grid,
    red_for,
    stood,
)
from reporting.returns import returns_of
from reporting.tiles import exit_date, tiles_of

STRENGTHS = (("", "Must and Should"), ("must", "Must"), ("should", "Should"))


@require_safe
def dashboard(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the month or pack in ``?month=``, or the latest month that says something.

    With ``?at=`` the month as it stood at that moment.
    """
    standing = find_programme(person_of(request), programme, on=today())
    filters = _filters(request.GET)
    wanted = request.GET.get("month", "")
    if asked := request.GET.get("at"):
        return _as_it_stood(request, standing, wanted, moment_of(asked, now=now()), filters)
    choice = choose(standing, wanted, on=today())
    if choice is None:
        return page(request, "reporting/no_month.html", standing, to_open=_first_months(standing))
    read = histories_chosen(choice, all_months=filters.all_months)
    return _dashboard_page(
        request, standing, choice, contents_chosen(choice), read, filters, today()
    )


def _as_it_stood(
    request: HttpRequest, standing: Standing, wanted: str, at: datetime, filters: Filters
) -> HttpResponse:
    require(standing, Verb.READ_CHANGES)
    stood = as_it_stood(standing.programme, wanted, at)
    choice = choice_at(stood)
    read = histories_as_it_stood(stood, all_months=filters.all_months)
    said = {"as_at": in_words(at), "at": in_address(at), "moment": exactly(at)}
    on = localtime(at).date()
    return _dashboard_page(request, standing, choice, stood.contents, read, filters, on, **said)


def _dashboard_page(
    request: HttpRequest,
    standing: Standing,
    choice: Choice,
    contents: Contents,
    read: Histories,
    filters: Filters,
    on: date,
    **said: str,
) -> HttpResponse:
    stands = _standing_now(contents, standing, choice, on)
    asked = Asked(month=choice.slug, at=said.get("moment", ""), filters=filters)
    until = counted_to(choice.month.period, on)
    told = {name: stands[name] for name in ("tiles", "moved", "metrics", "returns")}
    return page(
        request,
        "reporting/dashboard.html",
        standing,
        month=choice.month,
        choice=choice,
        contents=contents,
        filters=filters,
        addresses=asked.addresses,
        kept=asked.kept,
        paper=paper_of(contents, read, **told, on=until),
        **stands,
        **_over_time(contents, read, filters, until),
        **said,
    )


def _standing_now(
    contents: Contents, standing: Standing, choice: Choice, on: date
) -> dict[str, Any]:
    sees_open = not refusal(standing, Verb.READ_OPEN)
    return {
        "tiles": tiles_of(contents),
        "exit_date": exit_date(contents, on=on),
        "moved": moved(contents, sees_open=sees_open),
        "items": tuple(
            (item.workstream.name, item.action) for item in noteworthy_actions(contents)
        ),
        "metrics": metrics_of(contents),
        "returns": returns_of(contents, on=on),
        "sees_open": sees_open,
        "sees_changes": not refusal(standing, Verb.READ_CHANGES),
        "is_open": choice.version is None,
    }


def _over_time(contents: Contents, read: Histories, filters: Filters, on: date) -> dict[str, Any]:
    groups = grid(contents, read, filters)
    return {
        "shown_months": read.months,
        "has_more_months": len(read.reported) > len(read.months),
        "has_fewer_months": filters.all_months and len(read.reported) > SHOWN_MONTHS,
        "few_months": SHOWN_MONTHS,
        "grid": tuple(
            (one.workstream.name, tuple((row, red_for(row)) for row in one.rows)) for one in groups
        ),
        "criteria": tuple(
            (
                one.name,
                one.exit_statement,
                tuple((each, stood(each, read, on=on)) for each in one.criteria),
            )
            for one in contents.workstreams
        ),
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
