"""How far an actual is from its aim, in the metric's own unit, and its share of it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values.cells import Kind, parse
from scorecards.values.gaps import gap, gap_in_words, share_of_aim
from tests.support.scales import AUDIT, MILESTONES, QUALITY


@pytest.mark.parametrize(
    ("actual", "aim", "kind", "unit", "words"),
    [
        ("82%", "70%", Kind.PERCENT, "", "12 percentage points above the aim"),
        ("97.8%", "90%", Kind.PERCENT, "", "7.8 percentage points above the aim"),
        ("31%", "30%", Kind.PERCENT, "", "1 percentage point above the aim"),
        ("96%", ">90%", Kind.PERCENT, "", "6 percentage points above the aim"),
        ("50%", "50.0%", Kind.PERCENT, "", "level with the aim"),
        ("14637", "15511", Kind.NUMBER, "", "874 below the aim"),
        ("20458", "14772", Kind.NUMBER, "", "5,686 above the aim"),
        ("43", "58", Kind.NUMBER, "days", "15 days below the aim"),
        ("4.27", "4", Kind.NUMBER, "out of 5", "0.27 above the aim"),
        ("0:38:09", "00:28:56", Kind.DURATION, "", "0:09:13 above the aim"),
        ("00:00:17", "00:00:20", Kind.DURATION, "", "0:00:03 below the aim"),
        ("G", "A", Kind.SCALE, "", "1 grade above the aim"),
        ("P", "E", Kind.SCALE, "", "3 grades below the aim"),
        (">90%", "85%", Kind.PERCENT, "", ""),
        ("-", "85%", Kind.PERCENT, "", ""),
        ("85%", "N/A", Kind.PERCENT, "", ""),
    ],
)
def test_a_gap_is_told_in_the_metrics_own_unit(actual, aim, kind, unit, words):
    scale = QUALITY if kind is Kind.SCALE else None
    values = parse(actual, kind, scale=scale), parse(aim, kind, scale=scale)
    assert gap_in_words(*values, unit=unit) == words


@pytest.mark.parametrize(
    ("actual", "aim", "words"),
    [
        ("No", "95%", "more than 45 percentage points below the aim"),
        ("Partial", "90%", "below the aim"),
        ("Partial", "80%", ""),
        ("Substantial", "85%", "at least 5 percentage points above the aim"),
        ("Substantial", "95%", ""),
        ("95%", "Partial", ""),
    ],
)
def test_a_band_is_off_its_aim_by_its_nearest_edge(actual, aim, words):
    values = (parse(text, Kind.SCALE, scale=AUDIT) for text in (actual, aim))
    assert gap_in_words(*values, scale=AUDIT) == words


def test_a_gap_is_exact_and_signed():
    assert gap(parse("60.75%", Kind.PERCENT), parse("60%", Kind.PERCENT)) == Decimal("0.75")
    assert gap(parse("0:00:17", Kind.DURATION), parse("0:00:20", Kind.DURATION)) == Decimal(-3)
    band, percentage = (parse(t, Kind.SCALE, scale=AUDIT) for t in ("Partial", "95%"))
    assert gap(band, percentage) is None


@pytest.mark.parametrize(
    ("actual", "aim", "share"),
    [
        ("14637", "15511", "94.4"),
        ("14,637", "15,511", "94.4"),
        ("10", "10", "100.0"),
        ("999999999999", "0.000000000000001", "99999999999900000000000000000.0"),
    ],
)
def test_a_share_of_the_aim_is_a_percentage_to_one_decimal(actual, aim, share):
    assert str(share_of_aim(parse(actual, Kind.NUMBER), parse(aim, Kind.NUMBER))) == share


@pytest.mark.parametrize(
    ("actual", "aim", "kind"),
    [
        ("82%", "70%", Kind.PERCENT),
        ("5", "0", Kind.NUMBER),
        ("5", "-1", Kind.NUMBER),
        (">5", "10", Kind.NUMBER),
        ("", "10", Kind.NUMBER),
        ("5", "TBC", Kind.NUMBER),
    ],
)
def test_a_share_of_the_aim_is_for_plain_numbers_only(actual, aim, kind):
    assert share_of_aim(parse(actual, kind), parse(aim, kind)) is None


texts = st.one_of(
    st.sampled_from(["N/A", "-", "Awaited", "", "G", "G/E", "Partial", "No", "Complete", ">90%"]),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.text("<>=0123456789%:.,GE/", max_size=8),
)
scales = st.sampled_from([None, QUALITY, AUDIT, MILESTONES])


@given(texts, texts, st.sampled_from(Kind), scales)
def test_a_gap_of_anything_says_which_side_or_nothing(actual, aim, kind, scale):
    values = [parse(text, kind, scale=scale) for text in (actual, aim)]
    words = gap_in_words(*values, scale=scale)
    assert not words or words.endswith((" above the aim", "below the aim", "level with the aim"))
    assert share_of_aim(*values) is None or gap(*values) is not None
