"""The band of one rating's months above its timeline."""

import re

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.marks.band import draw_band
from reporting.marks.mark import Mark

OCTOBER, NOVEMBER, DECEMBER = (CalendarMonth(2023, month) for month in (10, 11, 12))


def test_each_month_has_its_mark_oldest_left():
    months = ((OCTOBER, Mark(Rating.ON_TRACK)), (NOVEMBER, None), (DECEMBER, Mark(Rating.OVERDUE)))
    drawn = draw_band(months, "Delivery")
    found = re.findall(
        r'data-month="(.*?)" transform="translate\((\d+)\)"><(?:g|path) class="(.*?)"', drawn
    )
    assert found == [
        ("2023-10", "0", "app-shape--green"),
        ("2023-11", "20", "app-strip__unknown"),
        ("2023-12", "40", "app-shape--red"),
    ]
    assert re.findall(r">(\w+ \d{4})</text>", drawn) == ["Oct 2023", "Dec 2023"]


def test_it_is_told_in_a_sentence():
    months = ((NOVEMBER, Mark(Rating.ON_TRACK)), (DECEMBER, Mark(Rating.OVERDUE, carried=True)))
    label = re.search('aria-label="(.*?)"', draw_band(months, "Embedding"))[1]
    assert label == (
        "Embedding: on track 1 month, overdue 1, since December 2023; carried, not confirmed"
    )


def test_without_a_month_nothing_is_drawn():
    assert draw_band((), "Delivery") == ""
