"""Sums to date: judged against the part of their aim that is due."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.cells import Kind, parse
from scorecards.values.performance import (
    Performance,
    judge_to_date,
)
from tests.support.verdicts import DOWN, MET, NO_VERDICT, NOT_MET, UP

# --- Quarter to date ------------------------------------------------------------------------


def to_date(actual, aim, direction=UP, as_at=date(2023, 11, 30), kind=Kind.NUMBER):
    return judge_to_date(parse(actual, kind), parse(aim, kind), direction, as_at=as_at)


MONTH_ENDS = {1: date(2023, 10, 31), 2: date(2023, 11, 30), 3: date(2023, 12, 31)}


def test_the_safeguarding_referrals_of_two_months_are_judged_against_two_thirds_of_the_aim():
    assert to_date("14637", "15511") == Performance(
        MET, "14,637 to 30 November, against 10,341 pro rata of 15,511"
    )


def test_the_last_month_of_a_quarter_is_judged_against_the_whole_aim():
    assert to_date("14637", "15511", as_at=date(2023, 12, 31)) == Performance(
        NOT_MET, "14,637 to 31 December, against 15,511"
    )


def test_a_day_within_a_month_counts_for_its_part_of_the_month():
    assert to_date("9", "18", as_at=date(2023, 11, 15)) == Performance(
        MET, "9 to 15 November, against 9 pro rata of 18"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "direction", "verdict", "against"),
    [
        ("6", "19", UP, NOT_MET, "7 pro rata of 19"),
        ("7", "19", UP, MET, "7 pro rata of 19"),
        ("7", ">19", UP, MET, ">6 pro rata of >19"),
        ("6", ">18", UP, NOT_MET, ">6 pro rata of >18"),
        ("6", "19", DOWN, MET, "6 pro rata of 19"),
        ("7", "19", DOWN, NOT_MET, "6 pro rata of 19"),
        ("6", "<19", DOWN, MET, "<7 pro rata of <19"),
        ("6.3", "19", UP, NOT_MET, "6.4 pro rata of 19"),
        ("0", "0", DOWN, MET, "0 pro rata of 0"),
    ],
)
def test_the_printed_part_and_the_verdict_agree(actual, aim, direction, verdict, against):
    assert to_date(actual, aim, direction, as_at=date(2023, 10, 31)) == Performance(
        verdict, f"{actual} to 31 October, against {against}"
    )


def test_hours_lost_may_be_judged_to_date():
    assert to_date("70:00:00", "120:00:00", DOWN, kind=Kind.DURATION) == Performance(
        MET, "70:00:00 to 30 November, against 80:00:00 pro rata of 120:00:00"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "kind", "reason"),
    [
        ("", "10", Kind.NUMBER, "Nothing has been entered"),
        ("6", "TBC", Kind.NUMBER, "The aim is to be confirmed"),
        ("60%", "80%", Kind.PERCENT, "A percentage has no part to date"),
    ],
)
def test_what_has_no_part_to_date_gets_no_verdict(actual, aim, kind, reason):
    assert to_date(actual, aim, kind=kind) == Performance(NO_VERDICT, reason)


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from([UP, DOWN]),
    st.integers(1, 3),
    st.booleans(),
)
def test_rounding_the_part_never_changes_the_exact_verdict(actual, aim, direction, months, strict):
    sign = {UP: ">", DOWN: "<"}[direction] if strict else ""
    ahead = (3 * actual - aim * months) * (1 if direction is UP else -1)
    expected = MET if ahead > 0 or (ahead == 0 and not strict) else NOT_MET
    assert to_date(str(actual), f"{sign}{aim}", direction, MONTH_ENDS[months]).verdict is expected


def test_a_sum_to_date_is_short_of_its_part_of_the_aim():
    assert to_date("30", "120", UP, MONTH_ENDS[1]).short_by == Decimal("0.25")
    assert to_date("40", "120", UP, MONTH_ENDS[1]).short_by is None
