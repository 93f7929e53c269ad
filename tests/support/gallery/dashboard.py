"""What the gallery draws the components of the dashboard with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.facts import WorkstreamFact
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.dashboard.off_rows import Sort
from reporting.dashboard.panels import panels_of
from reporting.filters.bar import FilterBar, FilterChoice
from reporting.filters.filters import Filters
from reporting.summary.summarise import summarise
from reporting.timelines.ratings import RatingsBefore
from reporting.timelines.stretches import Stretch, Timeline
from tests.support.contents_factory import contents as contents_of

NOVEMBER, DECEMBER = CalendarMonth.parse("2023-11"), CalendarMonth.parse("2023-12")


def dashboard_example(workstream: WorkstreamFact) -> dict[str, Any]:
    """Return an example of each component, of the example’s workstream."""
    return {
        "dashboard": _dashboard(workstream),
        "filter_bar": _filter_bar(),
        "timeline": _timeline(),
        "told": SimpleNamespace(
            month=DECEMBER,
            ratings={"Delivery": Rating.OVERDUE},
            explanation="Why it is red",
            mitigation="What is done",
            carried=True,
        ),
    }


def _dashboard(workstream: WorkstreamFact) -> SimpleNamespace:
    place, why = "Must EX-01: delivery", "Recruitment took longer"
    moved = ChangeFact(
        "rating", workstream.name, place, Rating.ON_TRACK.words, Rating.OVERDUE.words, why
    )
    contents = replace(
        contents_of(workstream), issue=None, changes=ChangesFact("November 2023", (moved,))
    )
    day, months = NOVEMBER.starts_on.isoformat(), (NOVEMBER, DECEMBER)
    ratings = RatingsBefore(
        months, months, workstreams={workstream.slug: ((day, "on_track", "on_track", False),)}
    )
    summary = summarise(contents, ratings, on=DECEMBER.ends_on, returns=None, sees_open=True)
    return SimpleNamespace(
        contents=contents,
        summary=summary,
        choice=SimpleNamespace(why="The newest month is open."),
        month=SimpleNamespace(slug="2023-12", is_reopened=False),
        earlier={"words": "November 2023", "address": "#earlier"},
        figures=[{"figure": figure, "address": "#list"} for figure in summary.figures],
        panels=panels_of(contents, summary, Filters(), Sort(), "embedding"),
    )


def _filter_bar() -> FilterBar:
    months = (("2024-01", "January 2024 (open)"), ("2023-12", "December 2023, pack 1"))
    streams = (("", "all"), ("example", "An example workstream"))
    kinds = (("", "all"), ("must", "Must"), ("should", "Should"))
    choices = (
        FilterChoice("month", "Period", "2023-12", months),
        FilterChoice("workstream", "Workstream", "example", streams, "?month=2023-12"),
        FilterChoice("kind", "Kind", "", kinds),
    )
    return FilterBar(choices, FilterChoice("at", "As at", "", ()), "", ())


def _timeline() -> Timeline:
    stretch = Stretch(
        rating=Rating.OVERDUE,
        since=date(2023, 11, 1),
        until=date(2023, 12, 31),
        days=61,
        so_far=True,
        reason="Recruitment took longer",
        who="Somebody, 4 December 2023",
        month="2023-12",
    )
    return Timeline("Delivery", (stretch,), "It is red, and has been since November 2023.")
