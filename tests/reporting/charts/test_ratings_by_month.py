"""The areas of ratings by month: what lies on what, and how each is named at its end."""

import pytest

from improvement.values.periods import CalendarMonth
from reporting.charts.ratings_by_month import RatingArea, RatingsByMonth

MONTHS = [CalendarMonth(2023, month) for month in (10, 11, 12)]


@pytest.fixture
def embedding() -> RatingsByMonth:
    areas = [
        RatingArea("On Track", "▲", "#007f3b", (10, 12, 14)),
        RatingArea("Off Track", "▼", "#ffb81c", (21, 18, 16)),
        RatingArea("Overdue", "■", "#d5281b", (0, 1, 1)),
    ]
    return RatingsByMonth(MONTHS, areas)


def test_the_ratings_lie_on_one_another_with_their_counts(embedding):
    figure = embedding.figure()
    assert [(area.name, list(area.y)) for area in figure.data] == [
        ("On Track", [10, 12, 14]),
        ("Off Track", [21, 18, 16]),
        ("Overdue", [0, 1, 1]),
    ]
    assert {area.stackgroup for area in figure.data} == {"ratings"}
    assert list(figure.layout.yaxis.range) == [0, 31]


def test_each_area_is_named_at_its_end_the_worst_highest(embedding):
    notes = embedding.figure().layout.annotations
    assert [note.text for note in notes] == ["■ 1 overdue", "▼ 16 off track", "▲ 14 on track"]
    heights = [note.y for note in notes]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] >= 15 / (128 - 34) * 31


def test_a_rating_that_nothing_has_at_the_end_is_not_named(embedding):
    gone = RatingArea("Overdue", "■", "#d5281b", (1, 0, 0))
    figure = RatingsByMonth(MONTHS, [*embedding.areas[:2], gone]).figure()
    assert [note.text for note in figure.layout.annotations] == ["▼ 16 off track", "▲ 14 on track"]


def test_the_last_month_always_has_its_words():
    months = [CalendarMonth(2022 + n // 12, n % 12 + 1) for n in range(18)]
    figure = RatingsByMonth(months, [RatingArea("On Track", "▲", "#007f3b", [1] * 18)]).figure()
    assert list(figure.layout.xaxis.ticktext) == [
        "Mar 2022", "Jun 2022", "Sep 2022", "Dec 2022", "Mar 2023", "Jun 2023",
    ]  # fmt: skip


def test_it_is_told_in_words_worst_first(embedding):
    assert embedding.words == (
        "Ratings by month. October 2023: 21 off track, 10 on track. "
        "November 2023: 1 overdue, 18 off track, 12 on track. "
        "December 2023: 1 overdue, 16 off track, 14 on track."
    )
