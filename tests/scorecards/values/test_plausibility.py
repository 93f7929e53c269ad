"""Figures that may be slips are asked about, with what was probably meant."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scorecards.values.cells import Kind, State, parse
from scorecards.values.questions import USUAL, Range, question, range_of

PERCENT, NUMBER, DURATION = Kind.PERCENT, Kind.NUMBER, Kind.DURATION
TREAT = ["13.4%", "10.8%", "10.6%", "11.1%"]
CAT_2 = ["00:40:33", "00:26:53", "00:29:42", "00:33:09"]


def asked(
    printed: str, others: list[str], kind: Kind = PERCENT, limits: Range | None = None
) -> str:
    row = [parse(one, kind) for one in others]
    return question(parse(printed, kind), row, limits or USUAL[kind])


@pytest.mark.parametrize(
    ("printed", "others", "kind", "sentence"),
    [
        (
            "0.118",
            TREAT,
            PERCENT,
            "0.118 is far from this row’s other figures, 10.6% to 13.4%: did you mean 11.8%?",
        ),
        ("1180%", TREAT, PERCENT, "1180% is outside 0% to 100%: did you mean 11.8%?"),
        ("-12%", TREAT, PERCENT, "-12% is outside 0% to 100%: did you mean 12%?"),
        (
            "999999999999:59:59",
            CAT_2,
            DURATION,
            "999999999999:59:59 is outside 0:00:00 to 8784:00:00: is it right?",
        ),
        (
            "38:09:00",
            CAT_2,
            DURATION,
            "38:09:00 is far from this row’s other figures, 0:26:53 to 0:40:33: "
            "did you mean 0:38:09?",
        ),
        (
            "8.6",
            ["93", "80"],
            PERCENT,
            "8.6 is far from this row’s other figures, 80% to 93%: did you mean 86%?",
        ),
        (
            "146370",
            ["13728", "14221"],
            NUMBER,
            "146370 is far from this row’s other figures, 13,728 to 14,221: did you mean 14,637?",
        ),
        (
            "-5",
            ["3", "2", "4"],
            NUMBER,
            "-5 is far from this row’s other figures, 2 to 4: did you mean 5?",
        ),
        ("101%", [], PERCENT, "101% is outside 0% to 100%: is it right?"),
    ],
)
def test_a_figure_that_may_be_a_slip_is_asked_about(printed, others, kind, sentence):
    assert asked(printed, others, kind) == sentence


@pytest.mark.parametrize(
    ("printed", "others", "kind"),
    [
        ("11.8%", TREAT, PERCENT),
        ("0%", TREAT, PERCENT),  # nothing is a figure of its own
        ("6", ["34", "82"], NUMBER),  # less than ten times off
        (">90%", ["20%", "70%"], PERCENT),
        ("12", ["0", "0"], NUMBER),
        ("5000", [], NUMBER),
        ("TBC", TREAT, PERCENT),
        ("", TREAT, PERCENT),
        ("eleven", TREAT, PERCENT),
        ("0.118", ["N/A", "-", ""], PERCENT),  # a row without figures compares with nothing
    ],
)
def test_what_fits_its_row_is_not_asked_about(printed, others, kind):
    assert asked(printed, others, kind) == ""


@pytest.mark.parametrize(
    ("lowest", "highest", "printed", "is_asked"),
    [("", "", "150%", True), ("", "200%", "150%", False), ("50%", "", "40%", True)],
)
def test_a_metric_says_its_own_range(lowest, highest, printed, is_asked):
    limits = range_of(PERCENT, parse(lowest, PERCENT), parse(highest, PERCENT))
    assert bool(asked(printed, [], limits=limits)) is is_asked


def test_a_range_may_have_one_end():
    upwards = range_of(NUMBER, parse("10", NUMBER), parse("", NUMBER))
    downwards = range_of(NUMBER, parse("", NUMBER), parse("10", NUMBER))
    assert asked("9", [], NUMBER, upwards) == "9 is under 10: is it right?"
    assert asked("11", [], NUMBER, downwards) == "11 is over 10: is it right?"


figures = st.decimals(Decimal("0.01"), Decimal(10**6), places=2)
rows = st.lists(figures, min_size=1, max_size=8)


def meant(sentence: str) -> str:
    return sentence.rpartition("did you mean ")[2].removesuffix("?")


@given(rows, st.data())
def test_a_figure_within_its_row_is_never_asked_about(row, data):
    assume(max(row) <= min(row) * 10)
    figure = data.draw(st.decimals(min(row), max(row), places=2))
    assert asked(str(figure), [str(one) for one in row], NUMBER) == ""


@given(rows, st.data(), st.sampled_from([Decimal(1000), Decimal(100), Decimal("0.01")]))
def test_a_figure_off_by_a_hundred_is_asked_about_and_found_again_exactly(row, data, slip):
    assume(max(row) <= min(row) * 2)
    figure = data.draw(st.decimals(min(row), max(row), places=2))
    assert (
        meant(asked(f"{figure * slip:f}", [str(one) for one in row], NUMBER)).replace(",", "")
        == f"{figure.normalize():f}"
    )


@given(
    st.sampled_from([PERCENT, NUMBER, DURATION]),
    st.lists(st.one_of(figures.map(str), st.sampled_from(["", "N/A", "x", "0:30:00"])), max_size=6),
    st.one_of(
        figures.map(str), st.from_regex(r"-?[0-9]{1,12}(:[0-5][0-9]){0,2}%?", fullmatch=True)
    ),
)
def test_whatever_is_asked_what_was_meant_can_be_typed_and_is_not_asked_about(
    kind, others, printed
):
    sentence = asked(printed, others, kind)
    if "did you mean" in sentence:
        assert parse(meant(sentence), kind).state is State.VALUE
        assert asked(meant(sentence), others, kind) == ""
