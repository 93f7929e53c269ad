"""Working days of England, and deadlines in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.values.working_days import (
    due_in_words,
    is_working_day,
    working_day_before,
    working_days_until,
)

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
FIFTH = date(2024, 1, 5)  # a Friday


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2023, 12, 28), "due Friday 5 January 2024, in 5 working days"),
        (date(2024, 1, 2), "due Friday 5 January, in 3 working days"),
        (date(2024, 1, 4), "due Friday 5 January, in 1 working day"),
        (date(2024, 1, 5), "due today, Friday 5 January"),
        (date(2024, 1, 6), "was due Friday 5 January, no working day since"),
        (date(2024, 1, 8), "was due Friday 5 January, 1 working day ago"),
        (date(2024, 1, 10), "was due Friday 5 January, 3 working days ago"),
    ],
)
def test_a_deadline_in_words(today, words):
    assert due_in_words(FIFTH, today=today) == words


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 1, 1),  # New Year
        date(2024, 3, 29),  # Good Friday
        date(2024, 4, 1),  # Easter Monday
        date(2022, 9, 19),  # the Queen's funeral
        date(2021, 12, 27),  # Christmas Day fell on a Saturday
        date(2024, 1, 6),  # a Saturday
    ],
)
def test_bank_holidays_and_weekends_are_not_working_days(day):
    assert not is_working_day(day)
    assert is_working_day(working_day_before(day))
    assert working_day_before(day) < day


@given(DAYS, st.integers(0, 60))
def test_counting_forwards_and_backwards_agree(day, ahead):
    later = day + timedelta(days=ahead)
    counted = working_days_until(later, today=day)
    assert 0 <= counted <= ahead
    assert working_days_until(day, today=later) == -counted
    between = [day + timedelta(days=number) for number in range(1, ahead + 1)]
    assert counted == sum(is_working_day(one) for one in between)
