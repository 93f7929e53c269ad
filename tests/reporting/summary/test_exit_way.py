"""The way to the exit: how many are complete by month, the pace, and what is needed a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import Contents
from reporting.summary.exit_way import ExitWay, exit_way_of
from reporting.timelines.ratings import MonthRating, RatingsBefore

DECEMBER, LAST_DAY = CalendarMonth(2023, 12), date(2023, 12, 31)
WAY_TO_DECEMBER = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 3, 3, 4]  # from October 2022


def months_to(last: CalendarMonth, count: int) -> tuple[CalendarMonth, ...]:
    months = [last]
    while len(months) < count:
        months.insert(0, months[0].before())
    return tuple(months)


def with_history(contents: Contents, complete: list[int]) -> tuple[Contents, RatingsBefore]:
    """Make as many criteria complete in each month as given, the last month that of contents."""
    months = months_to(CalendarMonth.parse(contents.month.slug), len(complete))
    ids = [one.id for stream in contents.workstreams for one in stream.criteria]
    rated: dict[int, tuple[MonthRating, ...]] = {
        criterion: tuple(
            (month.starts_on.isoformat(), *(2 * (_code(place < count),)), False)
            for month, count in zip(months[:-1], complete, strict=False)
        )
        for place, criterion in enumerate(ids)
    }
    shown = {criterion: _code(place < complete[-1]) for place, criterion in enumerate(ids)}
    streams = tuple(
        replace(
            stream,
            criteria=tuple(
                replace(one, rating=rating_fact(Rating(shown[one.id]))) for one in stream.criteria
            ),
        )
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=streams), RatingsBefore(months, months, criteria=rated)


def _code(is_complete: bool) -> str:
    return "complete" if is_complete else "off_track"


def way(
    contents: Contents, complete: list[int], exit_on: str = "2024-09-30", on: date = LAST_DAY
) -> ExitWay:
    programme = replace(contents.programme, exit_on=exit_on)
    return exit_way_of(*with_history(replace(contents, programme=programme), complete), on=on)


def test_at_the_pace_of_the_last_six_months_eight_of_sixteen_will_be_complete(
    contents: Contents,
) -> None:
    """Four, and half a one in each of nine months; a part of a criterion is none."""
    found = way(contents, WAY_TO_DECEMBER)
    assert (found.total, found.complete, found.months_left) == (16, 4, 9)
    assert found.answer == "At this pace, 8 of 16"
    assert found.beside == "Even pace: 10 by now."
    assert (found.needed_words, found.pace_words) == ("1.3 a month", "0.5 a month")
    assert found.unmoved_words == "12 have not moved for three months"


def test_a_criterion_that_moved_within_three_months_has_moved(contents: Contents) -> None:
    found = way(contents, [1, 0, 0, 0])
    assert len(found.unmoved) == 15
    assert way(contents, [0, 0, 0]).unmoved == (), "three months back is not known yet"


def test_with_one_month_known_there_is_no_pace_yet(contents: Contents) -> None:
    found = way(contents, [0])
    assert (found.answer, found.pace, found.even_now) == ("0 of 16 so far", None, None)
    assert found.needed_words == "1.8 a month"


def test_the_demo_says_that_no_criterion_is_rated(contents: Contents) -> None:
    found = exit_way_of(contents, RatingsBefore((DECEMBER,), (DECEMBER,)), on=LAST_DAY)
    assert (found.answer, found.beside) == ("0 of 16 so far", "No criterion is rated yet.")


@pytest.mark.parametrize(
    ("complete", "exit_on", "answer", "needed"),
    [
        ([14, 16], "2024-09-30", "All 16 complete", ""),
        ([3, 4], "2023-11-30", "4 of 16 complete", ""),
        ([3, 4], "", "4 of 16 so far", ""),
        ([8, 4], "2024-09-30", "At this pace, 0 of 16", "1.3 a month"),
        ([4, 12], "2024-09-30", "At this pace, 16 of 16", "0.4 a month"),
    ],
)
def test_each_end_has_its_own_words(
    contents: Contents, complete: list[int], exit_on: str, answer: str, needed: str
) -> None:
    found = way(contents, complete, exit_on)
    assert (found.answer, found.needed_words) == (answer, needed)


def test_past_the_date_nothing_is_needed_a_month(contents: Contents) -> None:
    """A month that is still open after the date was counted to it as if it lay ahead."""
    on_the_day = way(contents, [3, 4], on=date(2024, 9, 30))
    after = way(contents, [3, 4], on=date(2024, 10, 1))
    assert (on_the_day.months_left, on_the_day.needed_words) == (9, "1.3 a month")
    assert (after.months_left, after.needed_words) == (0, "")
    assert (after.answer, after.beside) == (
        "4 of 16 complete",
        "The date, 30 September 2024, has passed.",
    )


def test_a_month_that_is_not_confirmed_is_not_counted(contents: Contents) -> None:
    made, ratings = with_history(contents, [3, 4, 4])
    first = made.workstreams[0]
    carried = tuple(replace(one, carried=True) for one in first.criteria)
    streams = (replace(first, criteria=carried), *made.workstreams[1:])
    found = exit_way_of(replace(made, workstreams=streams), ratings, on=LAST_DAY)
    assert found.until == CalendarMonth(2023, 11)
    assert found.beside == "Counted to November: December is not confirmed."
    assert (found.complete, found.months_left) == (4, 10)
