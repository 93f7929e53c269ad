"""The pace to a target: what each quarter left has to bring, and what each brought so far."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from improvement.values.periods import Quarter
from scorecards.values.pace import pace, rounded_down, rounded_up


def figures(*pairs: tuple[str, str]) -> list[tuple[Quarter, Decimal]]:
    return [(Quarter.parse(quarter), Decimal(figure)) for quarter, figure in pairs]


TRAINING = figures(("2022/23 Q3", "18"), ("2023/24 Q1", "49"), ("2023/24 Q3", "82"))


def test_the_way_to_go_is_shared_among_the_quarters_that_are_left():
    told = pace(TRAINING, Decimal(90), date(2024, 9, 30))
    assert (told.to_go, told.quarters, told.needed) == (8, 3, Fraction(8, 3))


def test_what_was_managed_is_from_the_first_figure_to_the_last_with_the_quarters_between():
    assert pace(TRAINING, Decimal(90), None).managed == 16
    assert pace(TRAINING[:1], Decimal(90), None).managed is None


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2024, 3, 31), 1),
        (date(2024, 3, 30), 0),
        (date(2024, 5, 15), 1),
        (date(2023, 9, 30), 0),
        (date(9999, 12, 31), 31_904),
    ],
)
def test_a_quarter_is_left_if_it_ends_by_the_day(day: date, left: int):
    told = pace(TRAINING, Decimal(90), day)
    assert told.quarters == left
    assert (told.needed is None) == (left == 0)


def test_figures_of_many_digits_lose_none():
    long = figures(("2023/24 Q1", "0.000000000000001"), ("2023/24 Q2", "999999999999"))
    told = pace(long, Decimal(0), date(2023, 12, 31))
    assert told.needed == told.to_go == Decimal("-999999999999")
    assert told.managed == Fraction("999999999998.999999999999999")


@pytest.mark.parametrize(
    ("amount", "up", "down"),
    [("8/3", "2.7", "2.6"), ("-8/3", "-2.7", "-2.6"), ("4", "4", "4"), ("1/30", "0.1", "0")],
)
def test_what_is_needed_is_never_said_as_less_nor_what_was_managed_as_more(amount, up, down):
    assert rounded_up(Fraction(amount), 1) == Decimal(up)
    assert rounded_down(Fraction(amount), 1) == Decimal(down)
