"""Rolling up: what a quarter's months make, and what is in the way of a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.cells import Kind, MetricScale, State, parse
from scorecards.values.roll_up import MonthFigure, RolledUp, RollUp, roll_up

NAMES = ["October 2023", "November 2023", "December 2023"]
GRADES = MetricScale.from_points(
    "cqc",
    "CQC",
    [
        {"code": "I", "label": "Inadequate"},
        {"code": "R", "label": "Requires improvement"},
        {"code": "G", "label": "Good"},
    ],
)


def months(kind, *printed, scale=None):
    return [
        MonthFigure(name, parse(text, kind, scale=scale))
        for name, text in zip(NAMES, printed, strict=False)
    ]


def totals(kind, *pairs):
    blank = parse("", kind)
    return [MonthFigure(name, blank, *pair) for name, pair in zip(NAMES, pairs, strict=False)]


@pytest.mark.parametrize(
    ("rule", "kind", "printed", "made"),
    [
        (RollUp.SUM, Kind.NUMBER, ["4,879", "4,880", "4,878"], "14,637"),
        (RollUp.SUM, Kind.NUMBER, ["0.1", "0.2"], "0.3"),
        (RollUp.SUM, Kind.DURATION, ["0:59:59", "00:00:02"], "1:00:01"),
        (RollUp.MEAN, Kind.PERCENT, ["60%", "61%", "61%"], "60.7%"),
        (RollUp.MEAN, Kind.DURATION, ["00:30:00", "00:30:01"], "0:30:01"),
        (RollUp.MEAN, Kind.NUMBER, ["4", "N/A", "5"], "4.5"),
        (RollUp.LAST, Kind.PERCENT, ["60%", ">90%"], ">90%"),
        (RollUp.LAST, Kind.NUMBER, ["1", "TBC"], "TBC"),
        (RollUp.MANUAL, Kind.NUMBER, ["1", "2"], ""),
    ],
)
def test_months_make_their_quarter_by_the_rule(rule, kind, printed, made):
    assert roll_up(rule, months(kind, *printed), kind) == RolledUp(made)


def test_the_lowest_grade_is_the_quarters_and_an_in_between_counts_as_its_lower():
    figures = months(Kind.SCALE, "G", "R/G", "G", scale=GRADES)
    assert roll_up(RollUp.LOWEST, figures, Kind.SCALE).printed == "R/G"


def test_complete_is_above_every_milestone():
    """It names no point of the scale: the lowest of the other months is the quarter's."""
    points = [{"code": name, "label": name} for name in ("Planned", "Piloted")]
    steps = MetricScale.from_points("steps", "Steps", points)
    for printed, lowest in ((["Complete", "Piloted"], "Piloted"), (["Complete"] * 2, "Complete")):
        figures = months(Kind.SCALE, *printed, scale=steps)
        assert roll_up(RollUp.LOWEST, figures, Kind.SCALE).printed == lowest


def test_a_ratio_is_of_the_totals_and_not_a_mean_of_ratios():
    figures = totals(Kind.PERCENT, ("1", "2"), ("10", "98"))
    assert roll_up(RollUp.RATIO, figures, Kind.PERCENT).printed == "11.0%"
    numbers = totals(Kind.NUMBER, ("1,500", "200"), ("0", "0"))
    assert roll_up(RollUp.RATIO, numbers, Kind.NUMBER).printed == "7.50"
    times = totals(Kind.DURATION, ("10:00:00", "20"), ("00:00:00", "0"))
    assert roll_up(RollUp.RATIO, times, Kind.DURATION).printed == "0:30:00"


@pytest.mark.parametrize(
    ("rule", "kind", "printed", "missing"),
    [
        (RollUp.SUM, Kind.NUMBER, ["4", "", "5"], "November 2023 has no figure yet."),
        (RollUp.SUM, Kind.NUMBER, ["4", "Awaited"], "November 2023 has no figure yet."),
        (
            RollUp.MEAN,
            Kind.PERCENT,
            [">90%", "80%"],
            "October 2023 says >90%, which cannot be added up.",
        ),
        (
            RollUp.RATIO,
            Kind.PERCENT,
            ["50%"],
            "October 2023 needs its numerator and its denominator.",
        ),
    ],
)
def test_a_quarter_is_never_made_of_months_with_one_missing(rule, kind, printed, missing):
    assert roll_up(rule, months(kind, *printed), kind) == RolledUp(missing=missing)


def test_totals_that_come_to_nothing_make_no_ratio():
    figures = totals(Kind.PERCENT, ("0", "0"))
    assert roll_up(RollUp.RATIO, figures, Kind.PERCENT).missing == (
        "The denominators add up to nothing."
    )


@given(st.sampled_from(RollUp), st.sampled_from(Kind), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_rolls_up_to_a_figure_its_metric_reads_or_to_a_sentence(rule, kind, printed):
    scale = GRADES if kind is Kind.SCALE else None
    rolled = roll_up(rule, months(kind, *printed, scale=scale), kind)
    assert not (rolled.printed and rolled.missing)
    if rolled.printed and rule != RollUp.LAST:
        assert parse(rolled.printed, kind, scale=scale).state is State.VALUE


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=3))
def test_a_sum_is_exact(numbers):
    figures = months(Kind.NUMBER, *(str(number) for number in numbers))
    printed = roll_up(RollUp.SUM, figures, Kind.NUMBER).printed
    assert Decimal(printed.replace(",", "")) == sum(numbers)
