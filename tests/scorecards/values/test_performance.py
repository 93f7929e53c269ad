"""Met, not met or no verdict: computed from actual, aim and direction, always with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.performance import (
    Direction,
    Performance,
    Verdict,
    judge,
    judge_to_date,
    print_duration,
)
from scorecards.values import Kind, parse
from tests.scorecards.scales import AUDIT, MILESTONES, QUALITY

UP, DOWN, NEITHER = Direction.UP, Direction.DOWN, Direction.NEITHER
MET, NOT_MET, NO_VERDICT = Verdict.MET, Verdict.NOT_MET, Verdict.NO_VERDICT


def judged(actual, aim, direction=UP, kind=Kind.PERCENT, scale=None):
    return judge(
        parse(actual, kind, scale=scale), parse(aim, kind, scale=scale), direction, scale=scale
    )


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


# --- Grades, bands and milestones -----------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("G", "A", MET),
        ("Average", "A", MET),
        ("P", "A", NOT_MET),
        ("P/A", "A", NOT_MET),
        ("P/A", "P", MET),
        ("G/E", "G", MET),
        ("G/E", "E", NOT_MET),
        ("G", "G/E", MET),
        ("30%", "E", NO_VERDICT),
    ],
)
def test_an_in_between_counts_as_its_lower_grade(actual, aim, verdict):
    assert judged(actual, aim, UP, Kind.SCALE, QUALITY).verdict is verdict


def test_an_in_between_says_how_it_was_counted():
    assert judged("P/A", "A", UP, Kind.SCALE, QUALITY).reason == (
        "P/A counts as its lower grade, which does not meet the aim of A"
    )


def test_a_scale_from_worst_to_best_cannot_get_better_downwards():
    assert judged("G", "A", DOWN, Kind.SCALE, QUALITY) == Performance(
        NO_VERDICT, "The scale runs from worst to best, but the metric says lower is better"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "verdict", "reason"),
    [
        ("Partial", "95%", NOT_MET, "Partial covers 75% to below 90%, the aim is 95%"),
        ("No", "95%", NOT_MET, "No covers 0% to below 50%, the aim is 95%"),
        ("Substantial", "95%", NO_VERDICT, "Substantial covers 90% and above, the aim is 95%"),
        ("Substantial", "100%", NO_VERDICT, "Substantial covers 90% and above, the aim is 100%"),
        ("Substantial", "90%", MET, "Substantial covers 90% and above, the aim is 90%"),
        ("Substantial", ">90%", NO_VERDICT, "Substantial covers 90% and above, the aim is >90%"),
        ("Partial", "90%", NOT_MET, "Partial covers 75% to below 90%, the aim is 90%"),
        ("Partial", "80%", NO_VERDICT, "Partial covers 75% to below 90%, the aim is 80%"),
        ("Partial", "75%", MET, "Partial covers 75% to below 90%, the aim is 75%"),
        ("Partial/Substantial", "90%", NOT_MET, "Partial covers 75% to below 90%, the aim is 90%"),
        ("96%", "95%", MET, "96% meets the aim of 95%"),
        ("80%", "Partial", MET, "80% meets the aim of Partial"),
        ("74.9%", "Partial", NOT_MET, "74.9% does not meet the aim of Partial"),
        ("Partial", "Partial", MET, "Partial meets the aim of Partial"),
        ("Minimal", "Partial", NOT_MET, "Minimal does not meet the aim of Partial"),
    ],
)
def test_a_band_is_judged_by_the_percentages_it_covers(actual, aim, verdict, reason):
    assert judged(actual, aim, UP, Kind.SCALE, AUDIT) == Performance(verdict, reason)


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("Minimal", "75%", MET),
        ("Partial", "75%", NO_VERDICT),
        ("Partial", "<75%", NOT_MET),
        ("Substantial", "75%", NOT_MET),
        ("Partial", "Partial", MET),
        ("Substantial", "Partial", NOT_MET),
        ("89%", "Partial", MET),
        ("90%", "Partial", NOT_MET),
        ("99%", "Substantial", MET),
    ],
)
def test_a_band_may_be_something_to_stay_under(actual, aim, verdict):
    assert judged(actual, aim, DOWN, Kind.SCALE, AUDIT).verdict is verdict


def test_a_band_is_not_compared_with_a_percentage_without_its_scale():
    band, percentage = (parse(t, Kind.SCALE, scale=AUDIT) for t in ("Partial", "95%"))
    assert judge(band, percentage, UP) == Performance(
        NO_VERDICT, "A grade cannot be compared with an aim that is a percentage"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("Complete", "Programme Brief", MET),
        ("Complete", "Approval", MET),
        ("Complete", "Complete", MET),
        ("Complete", "N/A", NO_VERDICT),
        ("Complete", "", NO_VERDICT),
        ("Programme Plan", "Programme Brief", MET),
        ("Programme Brief", "Programme Plan", NOT_MET),
        ("Programme Plan", "Complete", NO_VERDICT),
    ],
)
def test_complete_reaches_whatever_milestone_the_quarter_aims_at(actual, aim, verdict):
    assert judged(actual, aim, UP, Kind.SCALE, MILESTONES).verdict is verdict


# --- Quarter to date ------------------------------------------------------------------------


def to_date(actual, aim, direction=UP, months=2, kind=Kind.NUMBER):
    return judge_to_date(
        parse(actual, kind),
        parse(aim, kind),
        direction,
        elapsed_months=months,
        as_at=date(2023, 11, 30),
    )


def test_the_safeguarding_referrals_of_two_months_are_judged_against_two_thirds_of_the_aim():
    assert to_date("14637", "15511") == Performance(
        MET, "14,637 to 30 November, against 10,341 pro rata of 15,511"
    )


def test_the_last_month_of_a_quarter_is_judged_against_the_whole_aim():
    assert to_date("14637", "15511", months=3) == Performance(
        NOT_MET, "14,637 to 30 November, against 15,511"
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
    assert to_date(actual, aim, direction, months=1) == Performance(
        verdict, f"{actual} to 30 November, against {against}"
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


@pytest.mark.parametrize("months", [0, 4, -1])
def test_a_quarter_has_one_to_three_months(months):
    with pytest.raises(ValueError, match="1 to 3 months"):
        to_date("1", "2", months=months)


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
    assert to_date(str(actual), f"{sign}{aim}", direction, months).verdict is expected


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


def test_a_sum_to_date_is_short_of_its_part_of_the_aim():
    assert to_date("30", "120", UP, 1).short_by == Decimal("0.25")
    assert to_date("40", "120", UP, 1).short_by is None


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
    assert judge_to_date(*values, direction, elapsed_months=1, as_at=date(2023, 10, 31)).reason


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_up_and_down_disagree_except_where_actual_and_aim_are_equal(actual, aim):
    up, down = (judged(f"{actual}%", f"{aim}%", way).verdict for way in (UP, DOWN))
    assert (up is down is MET) if actual == aim else {up, down} == {MET, NOT_MET}
