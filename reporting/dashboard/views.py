"""The dashboard: where the programme stands, what moved and why, in one month or frozen pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from plotly.utils import PlotlyJSONEncoder

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.models import HighlightReport, Month, Programme
from improvement.values.clock import day_of, now, today
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Meaning, rating_of
from improvement.values.refusals import NotThere
from improvement.web.pages import page, person_of
from reporting.contents.facts import Contents
from reporting.dashboard.exit_plot import figure_of
from reporting.dashboard.off_rows import sort_asked
from reporting.dashboard.page_parts import parts_of
from reporting.filters.bar import filter_bar
from reporting.filters.filters import Filters
from reporting.filters.month_choice import (
    Choice,
    choice_at,
    choose,
    contents_chosen,
    ratings_chosen,
)
from reporting.filters.narrow import Panel, narrow, not_narrowed
from reporting.filters.no_month import no_month
from reporting.filters.shown_month import require_month
from reporting.snapshots.as_at import MonthAsAt, month_as_at
from reporting.snapshots.moments import moment_for_link, moment_in_words, moment_of
from reporting.summary.exit_way import exit_way_of
from reporting.summary.figures import Figure, Part, next_pack_figure, returns_figure
from reporting.summary.returns import ReturnsIn, returns_in
from reporting.timelines.ratings import RatingsBefore
from reporting.timelines.ratings_as_at import ratings_before_as_at


@dataclass(frozen=True)
class Shown:
    """What a dashboard is made of: a month's facts, those of the months before, and the day."""

    choice: Choice
    contents: Contents
    ratings: RatingsBefore
    returns: ReturnsIn | None
    on: date
    moment: datetime | None = None


@require_safe
def dashboard(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the month or pack in ``?month=``, or the latest month that says something.

    With ``?at=`` the month as it stood at that moment.
    """
    standing = find_programme(person_of(request), programme, on=today())
    filters = Filters.read(request.GET)
    if filters.at:
        require(standing, Verb.READ_CHANGES)
        moment = moment_of(filters.at, now=now())
        stood = month_as_at(standing.programme, filters.month, moment)
        filters = replace(filters, at=moment_for_link(moment))
        return _page(request, standing, _as_at(stood, filters), filters)
    choice = choose(standing, filters.month, on=today())
    if choice is None:
        return no_month(request, standing, "The dashboard", to_open=_first_months(standing))
    return _page(request, standing, _as_it_is(choice, filters), filters)


@require_safe
def exit_chart(request: HttpRequest, programme: str) -> HttpResponse:
    """Return the chart of the way to the exit, filtered like the dashboard, for Plotly.

    Raises ``NotThere`` without a month that may be read, and without criteria.
    """
    standing = find_programme(person_of(request), programme, on=today())
    month = require_month(standing, Filters.read(request.GET))
    way = exit_way_of(month.narrowed, month.ratings, on=month.on)
    if not way.total:
        raise NotThere("The programme has no exit criteria yet.")
    return JsonResponse(figure_of(way).to_plotly_json(), encoder=PlotlyJSONEncoder)


def _as_it_is(choice: Choice, filters: Filters) -> Shown:
    waiting = choice.open_month
    contents = contents_chosen(choice)
    return Shown(
        choice=choice,
        contents=contents,
        ratings=ratings_chosen(choice),
        returns=_returns(waiting, _reports(waiting), contents, filters) if waiting else None,
        on=choice.month.period.ends_on if choice.version else today(),
    )


def _reports(month: Month) -> Iterable[HighlightReport]:
    columns = ("month_id", "submitted_at", "extended_to", "workstream__name", "workstream__slug")
    return month.reports.select_related("workstream").only(*columns)


def _as_at(stood: MonthAsAt, filters: Filters) -> Shown:
    on = day_of(stood.at)
    month, reports = stood.month, stood.rows.reports
    contents = stood.contents
    return Shown(
        choice=choice_at(stood),
        contents=contents,
        ratings=ratings_before_as_at(stood),
        returns=_returns(month, reports, contents, filters, on) if month.is_open else None,
        on=on,
        moment=stood.at,
    )


def _returns(
    month: Month,
    reports: Iterable[HighlightReport],
    contents: Contents,
    filters: Filters,
    on: date | None = None,
) -> ReturnsIn:
    """Return the returns of the workstreams that the filters leave."""
    left = {stream.slug for stream in narrow(contents, filters).workstreams}
    narrowed = filters.workstream or filters.owner
    kept = [row for row in reports if not narrowed or row.workstream.slug in left]
    return returns_in(month, kept, on=on or today())


def _page(request: HttpRequest, standing: Standing, shown: Shown, filters: Filters) -> HttpResponse:
    choice, whole = shown.choice, shown.contents
    filters = replace(filters, month=choice.slug)
    sees_open = not refusal(standing, Verb.READ_OPEN)
    sees_changes = not refusal(standing, Verb.READ_CHANGES)
    contents = narrow(whole, filters)
    asked_grid = request.GET.get("grid", "")
    parts = parts_of(
        contents,
        shown.ratings,
        on=shown.on,
        returns=shown.returns if choice.version is None else None,
        sees_open=sees_open,
        filters=filters,
        sort=sort_asked(filters.sort),
        dimension=asked_grid if asked_grid == "delivery" else "embedding",
    )
    fifth = _fifth(standing, shown, filters, sees_open=sees_open)
    return page(
        request,
        "reporting/dashboard/page.html",
        standing,
        month=choice.month,
        choice=choice,
        contents=whole,
        filters=filters,
        filter_bar=filter_bar(
            filters,
            whole,
            offered=choice.offered,
            shown=choice.slug,
            sees_changes=sees_changes,
            at_words=moment_in_words(shown.moment) if shown.moment else "",
        ),
        earlier=_step(choice.earlier, filters),
        later=_step(choice.later, filters),
        figures=_with_links((*parts.figures, fifth), filters, shown, standing.programme),
        panels=parts.panels,
        waiting=choice.open_month,
        rest=_lists_of_the_rest(standing.programme, filters),
        now=now(),
        sees_open=sees_open,
        as_at=moment_in_words(shown.moment) if shown.moment else "",
    )


def _lists_of_the_rest(programme: Programme, filters: Filters) -> dict[str, str]:
    """Return where what has no room is listed, and the exit with its chart."""
    asked = filters.query_string(sort="")
    measures, actions = (
        reverse(name, args=[programme.slug]) for name in ("measures", "action_list")
    )
    return {
        "actions": f"{actions}{asked}",
        "exit": f"{reverse('exit', args=[programme.slug])}{asked}",
        "exit_chart": f"{reverse('exit_chart', args=[programme.slug])}{asked}",
        "off": f"{measures}{asked}&verdict=off",
        "moved": f"{actions}{asked}&moved=any",
        "red": f"{actions}{asked}&delivery={rating_of(Meaning.OVERDUE)}",
    }


def _step(months: tuple[Month, ...], filters: Filters) -> dict[str, str] | None:
    """Return where the next month of a way leads, if there is one."""
    if not months:
        return None
    return {"words": str(months[0]), "address": filters.query_string(month=months[0].slug)}


def _fifth(standing: Standing, shown: Shown, filters: Filters, *, sees_open: bool) -> Figure:
    """Return the figure of returns; to who reads packs alone, when the next pack is due."""
    if sees_open:
        return returns_figure(shown.returns)
    waiting = standing.programme.months.filter(issued_at=None, reopened_at=None).first()
    return next_pack_figure(waiting.due_on if waiting else None, str(waiting or ""))


@dataclass(frozen=True)
class LinkedFigure:
    """One of the five figures, and the address of the list behind it."""

    figure: Figure
    address: str


PANELS = {
    "overdue": Panel.ACTIONS,
    "embedding": Panel.ACTIONS,
    "measures": Panel.MEASURES,
    "criteria": Panel.CRITERIA,
    "returns": Panel.RETURNS,
}


def _with_links(
    figures: tuple[Figure, ...], filters: Filters, shown: Shown, programme: Programme
) -> tuple[LinkedFigure, ...]:
    """Return each figure with what it is not narrowed by, and the address of its list."""
    slug, asked = programme.slug, replace(filters, sort="").query_string()
    month = shown.choice.open_month or shown.choice.month
    actions = f"{reverse('action_list', args=[slug])}{asked}"
    lists = {
        "overdue": f"{actions}&delivery={rating_of(Meaning.OVERDUE)}",
        "embedding": f"{actions}&embedding={rating_of(Meaning.OFF_TRACK)}",
        "measures": f"{reverse('measures', args=[slug])}{asked}&verdict=met",
        "criteria": f"{reverse('exit', args=[slug])}{asked}",
        "returns": reverse("month", args=[slug, month.slug]),
    }
    linked = []
    for figure in figures:
        note = not_narrowed(PANELS[figure.key], filters)
        detail = (*figure.detail, Part(f"; {note}")) if note else figure.detail
        linked.append(LinkedFigure(replace(figure, detail=detail), lists[figure.key]))
    return tuple(linked)


def _first_months(standing: Standing) -> list[CalendarMonth]:
    """The months a programme may begin with: the last one and this one, for its office."""
    if refusal(standing, Verb.RUN_MONTH) or standing.programme.months.exists():
        return []
    this = CalendarMonth.of(today())
    return [this.before(), this]
