from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.values.periods import CalendarMonth, Quarter, quarters_between

days = st.dates(min_value=date(1900, 4, 1), max_value=date(2199, 6, 30))


def test_december_2023_is_in_the_third_quarter_of_2023_24():
    assert Quarter.of(date(2023, 12, 31)).slug == "2023/24 Q3"
    assert Quarter.of(date(2024, 1, 1)).slug == "2023/24 Q4"
    assert Quarter.of(date(2024, 4, 1)).slug == "2024/25 Q1"


@given(days)
def test_a_quarter_reads_back_as_it_is_written(day: date):
    quarter = Quarter.of(day)
    assert Quarter.parse(quarter.slug) == quarter


@given(days)
def test_slugs_sort_as_quarters_do(day: date):
    quarter = Quarter.of(day)
    assert quarter < quarter.next()
    assert quarter.slug < quarter.next().slug


@given(days)
def test_a_month_reads_back_and_holds_its_days(day: date):
    month = CalendarMonth.of(day)
    assert CalendarMonth.parse(month.slug) == month
    assert month.starts_on <= day <= month.ends_on < month.next().starts_on


@given(st.text())
def test_any_other_text_is_refused_with_a_sentence(text: str):
    for period, example in ((CalendarMonth, "2023-12"), (Quarter, "2023/24 Q3")):
        said = ""
        try:
            read = period.parse(text).slug
        except ValueError as error:
            read, said = text, str(error)
        assert read == text
        assert said == "" or said.endswith(f"write it as {example}.")


@pytest.mark.parametrize("text", ["2023/25 Q3", "2023/24 Q5", "Q3 2023/24", "2023/24  Q3"])
def test_a_quarter_that_is_none_is_refused(text: str):
    with pytest.raises(ValueError, match="is not a quarter"):
        Quarter.parse(text)


def test_quarters_between_takes_in_both_ends():
    first, last = Quarter.parse("2022/23 Q3"), Quarter.parse("2023/24 Q1")
    assert [quarter.slug for quarter in quarters_between(first, last)] == [
        "2022/23 Q3",
        "2022/23 Q4",
        "2023/24 Q1",
    ]
    assert quarters_between(last, first) == []


@pytest.mark.parametrize(
    ("slug", "starts_on", "ends_on"),
    [
        ("2023/24 Q1", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023/24 Q3", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023/24 Q4", date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_quarter_has_its_first_and_last_day(slug, starts_on, ends_on):
    quarter = Quarter.parse(slug)
    assert (quarter.starts_on, quarter.ends_on) == (starts_on, ends_on)
    assert Quarter.of(starts_on) == Quarter.of(ends_on) == quarter
