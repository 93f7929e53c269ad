"""Dates as people write them: every way to write a day, a month and a quarter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.values.periods import CalendarMonth, Quarter
from reporting.summary.dates_in_text import day_written

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SPACES = st.sampled_from(["", " ", "\n", "\u00a0"])


@given(day=DAYS, space=SPACES)
def test_a_day_is_read_however_it_is_written(day: date, space: str) -> None:
    for written in (
        day.isoformat(),
        f"{day:%d/%m/%y}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {day:%B %Y}",
        f"{day.day:02}  {day:%b %y}".upper(),
    ):
        assert day_written(f"{space}{written}{space}") == day


@given(day=DAYS)
def test_a_month_is_its_last_day(day: date) -> None:
    last = CalendarMonth.of(day).ends_on
    for form in ("%B %Y", "%b %y", "%b %Y", "%B %y"):
        assert day_written(day.strftime(form)) == last
        assert day_written(day.strftime(form).lower()) == last


@given(day=st.dates(date(2000, 4, 1), date(2099, 3, 31)))
def test_a_quarter_of_the_financial_year_is_its_last_day(day: date) -> None:
    quarter = Quarter.of(day)
    years, number = quarter.financial_year, f"Q{quarter.number}"
    for written in (quarter.slug, f"{number} {years}", f"{number} {years[2:]}", years[2:]):
        expected = None if written == years[2:] else quarter.ends_on
        assert day_written(written) == expected


@given(earlier=DAYS, later=DAYS)
def test_what_names_a_later_month_is_no_earlier_day(earlier: date, later: date) -> None:
    earlier, later = sorted((earlier, later))
    was, becomes = day_written(f"{earlier:%b %y}"), day_written(f"{later:%B %Y}")
    assert was is not None
    assert becomes is not None
    assert earlier <= was <= becomes >= later


@given(text=st.text() | st.from_regex(r"[Qq0-9/ a-zA-Z-]{0,16}", fullmatch=True))
def test_no_text_at_all_is_too_much_for_it(text: str) -> None:
    assert day_written(text) is None or isinstance(day_written(text), date)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "–",
        "TBC",
        "Post Q3",
        "Q1 24/23",
        "Q5 23/24",
        "Q1 23/24 Q1",
        "31/02/24",
        "13/13/24",
        "30 February 2024",
        "Ma 24",
        "Marchen 24",
        "Q1 23 figures",
        "٣١/٠٣/٢٤",
        "Spring 2024",
    ],
)
def test_what_names_no_day_is_not_read(text: str) -> None:
    assert day_written(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("Sept 24", date(2024, 9, 30)), ("Feb 24", date(2024, 2, 29)), ("Q4 2023/24", None)],
)
def test_what_people_write_beside_the_common_ways(text: str, day: date | None) -> None:
    assert day_written(text) == (day or date(2024, 3, 31))
