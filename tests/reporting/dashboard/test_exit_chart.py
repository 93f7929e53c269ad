"""The way to the exit as drawn."""

from __future__ import annotations

import re
from datetime import date

from improvement.values.periods import CalendarMonth
from reporting.dashboard.exit_chart import draw, in_words
from reporting.summary.exit_way import ExitWay

COUNTS = (0, 1, 1, 2, 2, 2, 4)
MONTHS = tuple(CalendarMonth(2023, number) for number in range(6, 13))


def way(**changes: object) -> ExitWay:
    facts = {
        "total": 16,
        "by_month": tuple(zip(MONTHS, COUNTS, strict=True)),
        "shown": MONTHS[-1],
        "exit_on": date(2024, 9, 30),
        "unmoved": (),
        "is_rated": True,
    }
    return ExitWay(**(facts | changes))  # type: ignore[arg-type]


def test_it_draws_even_pace_what_is_needed_and_this_pace() -> None:
    drawn = draw(way())
    for name in ("even", "actual", "needed", "pace"):
        assert f'class="app-way__{name}"' in drawn
    [needed] = re.findall(r'class="app-way__needed" x1="([\d.]+)%" y1="([\d.]+)%" x2="100%"', drawn)
    assert needed == ("40", "75"), "from four of sixteen, six of fifteen months on"
    assert ">4 complete</text>" in drawn
    assert ">10 at this pace</text>" in drawn


def test_with_one_month_there_is_no_pace_to_draw() -> None:
    drawn = draw(way(by_month=((MONTHS[-1], 0),)))
    assert "app-way__pace" not in drawn
    assert "even pace" not in drawn
    assert ">0 so far</text>" in drawn


def test_without_criteria_nothing_is_drawn() -> None:
    assert draw(way(total=0)) == ""


def test_words_say_where_the_count_changed() -> None:
    assert in_words(way()) == (
        "Exit criteria complete by month, of 16: June 2023 0, July 2023 1, September 2023 2, "
        "December 2023 4. At this pace, 10 of 16."
    )
