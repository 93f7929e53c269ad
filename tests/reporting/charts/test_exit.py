"""The figure of the way to the exit: where each of its lines leads, and what it says."""

from dataclasses import replace
from decimal import Decimal

import pytest
from plotly import graph_objects as go

from improvement.values.periods import CalendarMonth
from reporting.charts.exit import BurnUp

# October 2022 to December 2023, as drawn: the first complete in March, the fourth in November.
KNOWN = ((2022, 10, 0), (2023, 3, 1), (2023, 7, 2), (2023, 10, 3), (2023, 12, 4))
BY_MONTH = [(CalendarMonth(year, month), count) for year, month, count in KNOWN]


@pytest.fixture
def burn_up() -> BurnUp:
    return BurnUp(BY_MONTH, 16, CalendarMonth(2024, 9), Decimal("0.5"))


def ends(figure: go.Figure, name: str) -> list[tuple[float, float]]:
    [drawn] = figure.select_traces({"name": name})
    return list(zip(drawn.x, drawn.y, strict=True))


def test_criteria_complete_are_steps_by_month(burn_up):
    figure = burn_up.figure()
    assert ends(figure, "Complete") == [(0, 0), (5, 1), (9, 2), (12, 3), (14, 4)]
    assert figure.data[0].line.shape == "hv"


def test_even_pace_what_is_needed_and_this_pace_lead_to_the_date(burn_up):
    figure = burn_up.figure()
    assert ends(figure, "Even pace") == [(0, 0), (23, 16)]
    assert ends(figure, "Needed") == [(14, 4), (23, 16)]
    assert ends(figure, "At this pace") == [(14, 4), (23, 8.5)]
    said = [note.text for note in figure.layout.annotations]
    assert said == ["now", "16 needed<br>1.3 a month needed", "8 at the pace<br>of late"]


def test_the_time_to_come_is_shaded_from_now(burn_up):
    band, now = burn_up.figure().layout.shapes
    assert (band.x0, band.x1, now.x0) == (14, 23, 14)
    assert list(burn_up.figure().layout.xaxis.ticktext) == ["Oct 2022", "Dec 2023", "Sep 2024"]


@pytest.mark.parametrize(
    ("known", "words", "side", "shift", "text"),
    [
        (1, "now: 0 complete", "left", 4, None),
        (2, "now", "right", -4, ("1 complete",)),
        (5, "now", "right", -4, ("4 complete",)),
    ],
)
def test_now_stands_before_its_line_unless_that_is_at_the_axis(
    burn_up, known, words, side, shift, text
):
    figure = replace(burn_up, by_month=BY_MONTH[:known], pace=None).figure()
    now = figure.layout.annotations[0]
    assert (now.text, now.xanchor, now.xshift) == (words, side, shift)
    [point] = figure.select_traces({"name": "Now"})
    assert point.text == text


def test_words_at_the_end_do_not_touch(burn_up):
    fast = replace(burn_up, pace=Decimal("1.3"))
    places = [note.y for note in fast.figure().layout.annotations[1:]]
    assert places[0] - places[1] >= 2 * 15 / (248 - 44) * 16


def test_no_more_than_all_are_reached(burn_up):
    figure = replace(burn_up, pace=Decimal(9)).figure()
    assert ends(figure, "At this pace")[1] == (23, 16)


def test_a_single_month_says_no_pace(burn_up):
    figure = replace(burn_up, by_month=BY_MONTH[:1], pace=None).figure()
    assert {drawn.name for drawn in figure.data} == {"Complete", "Even pace", "Needed", "Now"}


@pytest.mark.parametrize("exit_month", [None, CalendarMonth(2023, 6)])
def test_without_a_date_ahead_only_what_was_is_drawn(burn_up, exit_month):
    figure = replace(burn_up, exit_month=exit_month).figure()
    assert {drawn.name for drawn in figure.data} == {"Complete", "Now"}
    assert figure.layout.shapes == ()


def test_it_is_told_in_words(burn_up):
    assert burn_up.words == (
        "Exit criteria complete of 16 by month: October 2022 0, March 2023 1, July 2023 2, "
        "October 2023 3, December 2023 4. All are needed by September 2024."
    )
