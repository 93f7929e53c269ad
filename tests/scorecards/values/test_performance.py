"""Met, not met or no verdict: computed from actual, aim and direction, always with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.cells import Kind, parse
from scorecards.values.performance import (
    Direction,
    Performance,
    Verdict,
    judge,
    judge_to_date,
    print_duration,
)
from tests.support.scales import AUDIT, MILESTONES, QUALITY
from tests.support.verdicts import DOWN, MET, NEITHER, NO_VERDICT, NOT_MET, UP, judged


@pytest.mark.parametrize(
    ("actual", "aim", "direction", "kind", "verdict"),
    [
        ("82%", "70%", UP, Kind.PERCENT, MET),
        ("55%", "80%", UP, Kind.PERCENT, NOT_MET),
        ("50%", "50%", UP, Kind.PERCENT, MET),
        ("60.75%", "60%", UP, Kind.PERCENT, MET),
        ("12", "13.5", DOWN, Kind.PERCENT, MET),
        ("13", "13", DOWN, Kind.PERCENT, MET),
        ("63", "60", DOWN, Kind.NUMBER, NOT_MET),
        ("4.27", "4", UP, Kind.NUMBER, MET),
        ("0:38:09", "00:28:56", DOWN, Kind.DURATION, NOT_MET),
        ("00:00:17", "00:00:20", DOWN, Kind.DURATION, MET),
        ("0", "0", DOWN, Kind.NUMBER, MET),
        ("-3", "-2", UP, Kind.NUMBER, NOT_MET),
    ],
)
def test_a_figure_is_judged_the_way_its_metric_gets_better(actual, aim, direction, kind, verdict):
    assert judged(actual, aim, direction, kind).verdict is verdict


@pytest.mark.parametrize(
    ("actual", "aim", "direction", "verdict"),
    [
        ("80%", ">80%", UP, NOT_MET),
        ("80.1%", ">80%", UP, MET),
        ("80%", ">=80%", UP, MET),
        ("80%", "≥80%", UP, MET),
        ("5%", "<5%", DOWN, NOT_MET),
        ("4.9%", "<5%", DOWN, MET),
        ("5%", "<=5%", DOWN, MET),
    ],
)
def test_more_than_and_less_than_on_an_aim_are_strict(actual, aim, direction, verdict):
    assert judged(actual, aim, direction).verdict is verdict


@pytest.mark.parametrize(
    ("actual", "aim", "direction", "verdict"),
    [
        (">90%", "85%", UP, MET),
        (">90%", "90%", UP, MET),
        (">90%", ">90%", UP, MET),
        (">=90%", ">90%", UP, NO_VERDICT),
        (">80%", "85%", UP, NO_VERDICT),
        ("<90%", "85%", UP, NO_VERDICT),
        ("<85%", "85%", UP, NOT_MET),
        ("<=85%", "85%", UP, NO_VERDICT),
        ("<=85%", ">85%", UP, NOT_MET),
        ("<5%", "5%", DOWN, MET),
        ("<5%", "<5%", DOWN, MET),
        (">5%", "5%", DOWN, NOT_MET),
        (">=5%", "5%", DOWN, NO_VERDICT),
        (">4%", "5%", DOWN, NO_VERDICT),
    ],
)
def test_a_qualified_actual_is_judged_only_where_it_could_not_be_otherwise(
    actual, aim, direction, verdict
):
    assert judged(actual, aim, direction).verdict is verdict


def test_an_actual_that_could_be_either_side_says_so():
    assert judged("<90%", "85%") == Performance(
        NO_VERDICT, "<90% could be either side of the aim of 85%"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "direction", "reason"),
    [
        ("50%", "", UP, "No aim is set"),
        ("50%", "-", UP, "No aim is given, only a dash"),
        ("50%", "N/A", UP, "The aim is not applicable"),
        ("50%", "TBC", UP, "The aim is to be confirmed"),
        ("50%", "Awaited", UP, "The aim is awaited"),
        ("", "50%", UP, "Nothing has been entered"),
        ("-", "50%", UP, "There is no reading"),
        ("N/A", "50%", UP, "The actual is not applicable"),
        ("TBC", "50%", UP, "The actual is to be confirmed"),
        ("Awaited", "50%", UP, "The actual is awaited"),
        ("N/A", "N/A", UP, "The aim is not applicable"),
        ("G", "50%", UP, "The actual cannot be read as a percentage"),
        ("G", "N/A", UP, "The actual cannot be read as a percentage"),
        ("50%", "G", UP, "The aim cannot be read as a percentage"),
        ("5%", "5%", NEITHER, "The metric has no direction: neither more nor less is better"),
        ("", "5%", NEITHER, "Nothing has been entered"),
        ("5%", "<8%", UP, "The aim is <8%, but the metric says higher is better"),
        ("5%", ">8%", DOWN, "The aim is >8%, but the metric says lower is better"),
    ],
)
def test_without_what_it_takes_there_is_no_verdict_and_a_reason(actual, aim, direction, reason):
    assert judged(actual, aim, direction) == Performance(NO_VERDICT, reason)


def test_every_reason_for_no_verdict_is_its_own():
    states = ["", "-", "N/A", "TBC", "Awaited", "nonsense"]
    reasons = [judged(s, "5%").reason for s in states] + [judged("5%", s).reason for s in states]
    assert len(set(reasons)) == 12


def test_a_duration_is_not_compared_with_a_number():
    performance = judge(parse("0:10:00", Kind.DURATION), parse("10", Kind.NUMBER), UP)
    assert performance == Performance(
        NO_VERDICT, "A duration cannot be compared with an aim that is a number"
    )


def test_a_verdict_that_is_given_says_what_was_compared():
    assert judged(" 82% ", "70%") == Performance(MET, "82% meets the aim of 70%")
    assert judged("80%", ">80%") == Performance(NOT_MET, "80% does not meet the aim of >80%")
    assert [verdict.words for verdict in Verdict] == ["Met", "Not met", "No verdict"]


# --- What is missing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "aim", "kind", "direction", "short_by"),
    [
        ("45%", "90%", Kind.PERCENT, UP, "0.5"),
        ("95%", "90%", Kind.PERCENT, UP, None),
        ("15", "10", Kind.NUMBER, DOWN, "0.5"),
        ("<8", "10", Kind.NUMBER, UP, "0.2"),
        ("3", "0", Kind.NUMBER, DOWN, "3"),
        ("-30", "-20", Kind.NUMBER, UP, "0.5"),
        ("90%", ">90%", Kind.PERCENT, UP, "0"),
        ("Partial", "100%", Kind.SCALE, UP, "0.1"),
        ("Awaited", "90%", Kind.PERCENT, UP, None),
    ],
)
def test_what_is_not_met_says_which_share_of_its_aim_is_missing(
    actual, aim, kind, direction, short_by
):
    scale = AUDIT if kind is Kind.SCALE else None
    values = (parse(text, kind, scale=scale) for text in (actual, aim))
    found = judge(*values, direction, scale=scale).short_by
    assert found == (None if short_by is None else Decimal(short_by))


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [("0", "0:00:00"), ("553", "0:09:13"), ("442800", "123:00:00"), ("-61", "-0:01:01")],
)
def test_a_duration_is_printed_in_hours_minutes_and_seconds(seconds, printed):
    assert print_duration(Decimal(seconds)) == printed


# --- Properties -----------------------------------------------------------------------------

texts = st.one_of(
    st.sampled_from(["N/A", "-", "TBC", "Awaited", "", "G", "G/E", "Partial", "Complete", ">90%"]),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.text("<>=0123456789%:.,GE/", max_size=8),
)
kinds = st.sampled_from(Kind)
scales = st.sampled_from([None, QUALITY, AUDIT, MILESTONES])


@given(texts, texts, kinds, kinds, scales, st.sampled_from(Direction))
def test_judging_anything_raises_nothing_and_always_says_why(
    actual, aim, kind, other_kind, scale, direction
):
    values = parse(actual, kind, scale=scale), parse(aim, other_kind, scale=scale)
    assert judge(*values, direction, scale=scale).reason
    assert judge_to_date(*values, direction, as_at=date(2023, 10, 31)).reason


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_up_and_down_disagree_except_where_actual_and_aim_are_equal(actual, aim):
    up, down = (judged(f"{actual}%", f"{aim}%", way).verdict for way in (UP, DOWN))
    assert (up is down is MET) if actual == aim else {up, down} == {MET, NOT_MET}
