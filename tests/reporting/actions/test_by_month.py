"""The areas of ratings by month: what they count, and when there are none."""

from __future__ import annotations

from improvement.access.lookup import find_programme
from improvement.models import Month, Person
from improvement.values.clock import today
from reporting.actions.action_filters import ActionFilters
from reporting.actions.action_rows import rows_of_actions
from reporting.actions.by_month import ratings_by_month
from reporting.charts.drawing import Drawing
from reporting.filters.shown_month import show_month


def drawn(person: Person, dimension: str, **filters: str) -> Drawing | None:
    standing = find_programme(person, "scas", on=today())
    month = show_month(standing, ActionFilters(**filters))
    assert month is not None
    return ratings_by_month(rows_of_actions(month), dimension)


def test_two_months_are_drawn_with_the_counts_of_each(january: Month, nicola: Person) -> None:
    chart = drawn(nicola, "embedding", month="2024-01")
    assert chart is not None
    assert chart.words == (
        "Ratings by month. December 2023: 1 overdue, 16 off track, 14 on track."
        " January 2024: 1 overdue, 16 off track, 14 on track."
    )
    best_first = [(trace.name, list(trace.y)) for trace in chart.wide.data]
    assert best_first == [("On track", [14, 14]), ("Off track", [16, 16]), ("Overdue", [1, 1])]


def test_only_the_actions_listed_are_counted(january: Month, nicola: Person) -> None:
    chart = drawn(nicola, "delivery", month="2024-01", workstream="governance-and-well-led")
    assert chart is not None
    assert "January 2024: 1 overdue, 3 on track." in chart.words


def test_one_month_alone_is_not_drawn(december: Month, nicola: Person) -> None:
    assert drawn(nicola, "delivery", month="2023-12") is None
    assert drawn(nicola, "delivery", month="2024-01", owner="Nobody") is None
