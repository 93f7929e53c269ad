"""Which figures a month still wants."""

from datetime import date

import pytest

from scorecards.values.questions import (
    EnteredFigure,
    MissingFigure,
    missing_figures,
    quarter_to_ask_for,
)

QUARTERS = ["2023/24 Q1", "2023/24 Q2", "2023/24 Q3", "2023/24 Q4", "2024/25 Q1"]
DECEMBER, JANUARY, FEBRUARY = date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)
NOVEMBER = date(2023, 11, 30)


def row(*entered: object) -> list[EnteredFigure]:
    """A row: a day stands for a figure to that day, a text for an entry, nothing for a blank."""
    return [
        EnteredFigure(quarter, not said, said if isinstance(said, date) else None)
        for quarter, said in zip(QUARTERS, entered, strict=False)
    ]


@pytest.mark.parametrize(
    ("until", "entered", "wanted"),
    [
        (DECEMBER, ("50%", "55%", ""), [MissingFigure("2023/24 Q3")]),
        (
            JANUARY,
            ("50%", "55%", "", ""),
            [MissingFigure("2023/24 Q3"), MissingFigure("2023/24 Q4")],
        ),
        (JANUARY, ("50%", "55%", "60%", "N/A"), []),
        # What was left blank long ago is a gap; what was blank before the first figure is none.
        (JANUARY, ("50%", "", "60%", JANUARY), [MissingFigure("2023/24 Q2")]),
        (JANUARY, ("", "", "60%", JANUARY), []),
        (JANUARY, ("", "", "", ""), [MissingFigure("2023/24 Q3"), MissingFigure("2023/24 Q4")]),
        # A figure that stops short is not the one that is wanted.
        (JANUARY, ("50%", "55%", NOVEMBER, JANUARY), [MissingFigure("2023/24 Q3", NOVEMBER)]),
        (FEBRUARY, ("50%", "55%", DECEMBER, JANUARY), [MissingFigure("2023/24 Q4", JANUARY)]),
        (FEBRUARY, ("50%", "55%", DECEMBER, FEBRUARY, ""), []),
    ],
)
def test_a_row_wants_what_is_blank_and_what_stops_short(until, entered, wanted):
    assert list(missing_figures(row(*entered), until)) == wanted


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ([], "2023/24 Q4"),
        ([MissingFigure("2023/24 Q4")], "2023/24 Q4"),
        ([MissingFigure("2023/24 Q4"), MissingFigure("2023/24 Q3", NOVEMBER)], "2023/24 Q3"),
        ([MissingFigure("2023/24 Q3"), MissingFigure("2023/24 Q2")], "2023/24 Q2"),
    ],
)
def test_the_oldest_quarter_that_is_over_and_has_gaps_is_asked_for(wanted, asked):
    assert quarter_to_ask_for(QUARTERS, wanted, JANUARY) == asked
