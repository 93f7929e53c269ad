"""Eighteen months as drawn: bars where it is red, hatched where nobody confirmed it, and years."""

from __future__ import annotations

import re

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.dashboard.month_strips import draw_head, draw_red
from reporting.marks.mark import Mark
from reporting.summary.spells import RatedMonths

DECEMBER, JANUARY = CalendarMonth(2023, 12), CalendarMonth(2024, 1)
RED, CARRIED = Mark(Rating.OVERDUE), Mark(Rating.OVERDUE, carried=True)
BEFORE = (("2023-12-01", "overdue", "overdue", False),)


def words(svg: str) -> list[str]:
    return re.findall(r">([^<]+)</text>", svg)


def test_a_month_that_is_red_is_a_bar_and_one_carried_is_hatched() -> None:
    months = RatedMonths((DECEMBER, JANUARY), CARRIED, BEFORE)
    svg = draw_red(months, months)
    bars = re.findall(r'<svg class="([^"]+)" x="([\d.]+)%" y="(\d+)" width="5.22%"', svg)
    assert bars == [
        ("app-shape--red", "88.89", "0"),
        ("app-shape--red app-shape--carried", "94.44", "0"),
        ("app-shape--red", "88.89", "15"),
        ("app-shape--red app-shape--carried", "94.44", "15"),
    ]
    assert svg.count("<rect") == 4
    assert len(re.findall(r"<rect[^>]*/><path", svg)) == 2
    assert svg.count("app-strip__unknown") == 32


def test_months_before_this_programme_was_kept_are_said_and_years_named() -> None:
    first = RatedMonths((DECEMBER,), RED)
    assert words(draw_red(first, first)) == ["before this programme was kept here", "Dec"]
    known = [DECEMBER]
    while len(known) < 18:
        known.insert(0, known[0].before())
    whole = RatedMonths(tuple(known), RED)
    assert words(draw_red(whole, whole)) == ["Jul 2022", "2023", "Dec"]
    assert words(draw_head(DECEMBER)) == ["Jul 2022", "2023", "Dec"]
    assert words(draw_head(CalendarMonth(2024, 6))) == ["Jan 2023", "2024", "Jun"]
