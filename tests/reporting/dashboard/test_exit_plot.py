"""The way to the exit for Plotly: the lines of the server's drawing, and what each month says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from improvement.models import Month, Person
from improvement.values import clock
from improvement.values.periods import CalendarMonth
from reporting.dashboard.exit_chart import axes_of, labels_of
from reporting.dashboard.exit_plot import figure_of
from reporting.summary.exit_way import ExitWay

CHART = "/scas/exit/chart.json"
COUNTS = (0, 1, 1, 2, 2, 2, 4)
MONTHS = tuple(CalendarMonth(2023, number) for number in range(6, 13))
WAY = ExitWay(16, tuple(zip(MONTHS, COUNTS, strict=True)), MONTHS[-1], date(2024, 9, 30), (), True)


def lines(way: ExitWay) -> dict[str, list[tuple[int, int]]]:
    return {
        line.name: list(zip(line.x, line.y, strict=True)) for line in figure_of(way).data if line.x
    }


def test_its_lines_are_those_of_the_servers_drawing() -> None:
    assert lines(WAY) == {
        "Even pace": [(0, 0), (15, 16)],
        "Complete": list(enumerate(COUNTS)),
        "Needed": [(6, 4), (15, 16)],
        "At this pace": [(6, 4), (15, 10)],
    }


def test_with_one_month_only_what_is_needed_lies_ahead() -> None:
    alone = replace(WAY, by_month=((MONTHS[-1], 0),), is_rated=False)
    assert lines(alone) == {"Complete": [(6, 0)], "Needed": [(6, 0), (15, 16)]}


def test_each_month_says_how_many_are_complete() -> None:
    complete = next(line for line in figure_of(WAY).data if line.name == "Complete")
    assert complete.hovertext[:2] == ("June 2023: 0 complete", "July 2023: 1 complete")


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (7, ["4 complete", "10 at this pace", "even pace", "Dec 2023", "Jun 2023", "Sep 2024"]),
        (2, ["1 complete", "15 at this pace", "even pace", "Jul 2023", "Sep 2024"]),
    ],
)
def test_words_that_would_touch_others_are_left_out(months: int, words: list[str]) -> None:
    known = WAY.by_month[:months]
    way = replace(WAY, by_month=known, shown=known[-1][0])
    assert [label.words for label in labels_of(way, axes_of(way))] == words
    assert {note.text for note in figure_of(way).layout.annotations} == set(words)


def test_it_is_narrowed_like_the_dashboard_and_tells_a_board_reader_of_packs_alone(
    january: Month,
    december: Month,
    board_reader: Person,
    someone: Callable[[str], Person],
    signed_in: Callable[[Person], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 2, 1, 9, tzinfo=UTC))
    query = "?month=2024-01&workstream=patient-safety"
    seen = signed_in(someone("ceo-office")).get(f"{CHART}{query}").json()
    needed = next(line for line in seen["data"] if line["name"] == "Needed")
    assert needed["hovertext"][1] == "September 2024: 5 needed"
    packs = signed_in(board_reader).get(CHART).json()
    complete = next(line for line in packs["data"] if line["name"] == "Complete")
    assert complete["hovertext"] == ["December 2023: 0 complete"]
    assert signed_in(board_reader).get(f"{CHART}{query}").status_code == 404
