"""How long something has been rated as it is: “red since”, and what a cell says of it."""

from __future__ import annotations

import pytest

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.marks.mark import Mark
from reporting.summary.spells import RatedMonths, Spell

MONTHS = tuple(CalendarMonth(2023, number) for number in range(7, 13))
WELL, OFF, RED = (Mark(rating) for rating in (Rating.ON_TRACK, Rating.OFF_TRACK, Rating.OVERDUE))
CARRIED = Mark(Rating.OVERDUE, carried=True)


def rated(*marks: Mark | None) -> RatedMonths:
    *earlier, now = marks
    assert now
    months = MONTHS[-len(marks) :]
    before = tuple(
        (month.starts_on.isoformat(), mark.rating.value, "", mark.carried)
        for month, mark in zip(months[:-1], earlier, strict=True)
        if mark
    )
    return RatedMonths(months, now, before)


@pytest.mark.parametrize(
    ("months", "since", "count"),
    [
        (rated(WELL, OFF, RED, RED), "since November 2023", "2 months"),
        (rated(RED, WELL, RED), "since December 2023", "1 month"),
        (rated(RED, RED, RED), "since October 2023 or before", "3 months"),
        (rated(RED, None, RED), "since December 2023", "1 month"),
    ],
)
def test_a_spell_begins_with_the_first_month_in_a_row(
    months: RatedMonths, since: str, count: str
) -> None:
    assert (months.spell.since_words, months.spell.months_words) == (since, count)


def test_what_is_carried_counts_to_the_last_month_that_was_confirmed() -> None:
    months = rated(WELL, RED, RED, CARRIED)
    october, november = MONTHS[-3], MONTHS[-2]
    assert months.confirmed_spell == Spell(Rating.OVERDUE, october, november, 2, False)
    assert rated(CARRIED).confirmed_spell is None


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (rated(RED, OFF), "off track, 1 month; overdue before"),
        (rated(WELL, RED, RED), "overdue, 2 months; on track before"),
        (rated(None, RED), "overdue, 1 month"),
        (rated(RED, RED), "overdue, since Nov 2023 or before"),
        (rated(RED, CARRIED), "overdue, carried, not confirmed"),
        (rated(RED, Mark(Rating.NOT_YET_RATED)), "not yet rated"),
    ],
)
def test_a_cell_says_the_rating_for_how_long_and_what_it_was(
    months: RatedMonths, words: str
) -> None:
    assert months.words == words


def test_each_dimension_has_its_own_months_and_now_comes_last() -> None:
    before = (("2023-11-01", "on_track", "overdue", False),)
    assert RatedMonths(MONTHS[-2:], OFF, before, "delivery").marks == (WELL, OFF)
    assert RatedMonths(MONTHS[-2:], OFF, before, "embedding").marks == (RED, OFF)
