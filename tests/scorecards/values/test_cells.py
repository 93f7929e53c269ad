"""What scorecard cells mean, and that nothing printed is ever changed."""

import time
from decimal import Decimal
from itertools import combinations

import pytest

from scorecards.values.cells import (
    Kind,
    MetricScale,
    Qualifier,
    State,
    Value,
    parse,
    position,
    print_value,
)
from tests.support.published_cells import AUDIT, INFRASTRUCTURE, QUALITY

# --- States ---------------------------------------------------------------------------------

STATE_TEXTS = {
    State.NOT_APPLICABLE: ["N/A", "n/a", "NA", "na", " N/A ", "Not applicable"],
    State.NO_READING: ["-", "–", "—", " - ", "\u00a0–", "\u2011", "\u2212"],
    State.TO_BE_CONFIRMED: ["TBC", "tbc", "Tbc", "To be confirmed"],
    State.AWAITED: ["Awaited", "awaited", "AWAITED"],
    State.BLANK: ["", " ", "\u00a0", "\n", "\u200b", "\ufeff"],
}
KINDS = [(kind, QUALITY if kind is Kind.SCALE else None) for kind in Kind]


@pytest.mark.parametrize(("kind", "scale"), KINDS)
@pytest.mark.parametrize(
    ("state", "text"), [(state, text) for state, texts in STATE_TEXTS.items() for text in texts]
)
def test_every_state_is_read_in_every_kind_and_printed_as_it_was_given(state, text, kind, scale):
    assert parse(text, kind, scale=scale) == Value(text, kind, state)
    assert print_value(parse(text, kind, scale=scale)) == text


def test_no_two_states_share_a_reading_or_a_word():
    readings = {
        state: {parse(t, Kind.NUMBER).state for t in ts} for state, ts in STATE_TEXTS.items()
    }
    assert all(not a & b for a, b in combinations(readings.values(), 2))
    assert [state.words for state in State] == [
        "Value",
        "Not applicable",
        "No reading",
        "To be confirmed",
        "Awaited",
        "Nothing entered",
        "Cannot be read",
    ]


def test_a_state_is_read_before_a_grade():
    scale = MetricScale.from_points("odd", "Odd", [{"code": "NA", "label": "Nearly"}])
    assert parse("NA", Kind.SCALE, scale=scale).state is State.NOT_APPLICABLE


# --- Figures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14,637", "14637"),
        ("1,234,567.5", "1234567.5"),
        ("-3", "-3"),
        ("−3.5", "-3.5"),
        ("+3", "3"),
        (".5", "0.5"),
        (" 12 ", "12"),
        ("\u00a012\u00a0", "12"),
        ("\u200b12", "12"),
        ("007", "7"),
        ("0", "0"),
        ("999999999999", "999999999999"),
        ("0.333333333333333", "0.333333333333333"),
    ],
)
def test_a_number_is_read(text, number):
    assert parse(text, Kind.NUMBER).number == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        *("NaN", "Infinity", "-inf", "1e999", "1E5", "1_000", "٣", "１２", "0x10", "²", "½"),
        *("14,63", "1,2345", ",123", "12,", "5.", "1.2.3", "1 000", "--3", "94%", "£5", "12 days"),
        *("17/10/2023", "Q3", ">", ">=", "=>5", "<>5", ">N/A", ">-", "3-4", "–5"),
    ],
)
def test_what_only_looks_like_a_number_is_kept_and_not_read(text):
    value = parse(text, Kind.NUMBER)
    assert (value.printed, value.state, value.number) == (text, State.UNREADABLE, None)
    assert value.expected == f"'{text}' is not a number: write a number such as 14,637 or 4.64."


@pytest.mark.parametrize(("text", "number"), [("60 %", "60"), ("-5%", "-5"), ("110%", "110")])
def test_a_percentage_may_stand_off_its_sign_and_leave_the_hundred(text, number):
    assert parse(text, Kind.PERCENT).number == Decimal(number)


@pytest.mark.parametrize("text", ["%", "60%%", "%60", "G", "NaN%", "6O%", "60 per cent"])
def test_an_unreadable_percentage_says_what_to_write(text):
    assert parse(text, Kind.PERCENT).expected == (
        f"'{text}' is not a percentage: write a percentage such as 60% or 60.75%."
    )


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        (">90%", Qualifier.MORE_THAN),
        ("> 90%", Qualifier.MORE_THAN),
        (">=90%", Qualifier.AT_LEAST),
        ("≥90%", Qualifier.AT_LEAST),
        ("<90%", Qualifier.LESS_THAN),
        ("<= 90%", Qualifier.AT_MOST),
        ("≤90%", Qualifier.AT_MOST),
        ("90%", None),
    ],
)
def test_a_qualifier_is_read_beside_its_figure(text, qualifier):
    value = parse(text, Kind.PERCENT)
    assert (value.printed, value.qualifier, value.number) == (text, qualifier, Decimal(90))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("123:00:00", 442800), ("0:00:00", 0), ("<00:18:00", 1080), (" 0:38:09\u00a0", 2289)],
)
def test_a_duration_may_have_any_number_of_hours(text, seconds):
    assert parse(text, Kind.DURATION).number == Decimal(seconds)


@pytest.mark.parametrize(
    "text", ["0:60:00", "0:00:60", "0:8:09", "00:38:09.5", "-0:38:09", "38", "1:2:3:4", "٠:٣٨:٠٩"]
)
def test_an_unreadable_duration_says_what_to_write(text):
    assert parse(text, Kind.DURATION).expected == (
        f"'{text}' is not a duration: write hours, minutes and seconds such as 00:38:09."
    )


def test_minutes_and_seconds_alone_are_not_guessed_at():
    value = parse("8:09", Kind.DURATION)
    assert (value.state, value.number) == (State.UNREADABLE, None)
    assert value.expected == (
        "'8:09' could be minutes or hours: write 00:08:09 for minutes and seconds, "
        "or 08:09:00 for hours and minutes."
    )


@pytest.mark.parametrize("kind", [Kind.PERCENT, Kind.NUMBER, Kind.DURATION])
def test_more_digits_than_any_metric_has_are_refused_at_once_and_quoted_in_part(kind):
    began = time.perf_counter()
    value = parse("9" * 1_000_000, kind)
    assert value.state is State.UNREADABLE
    assert value.expected.startswith(
        f"'{'9' * 40}…' has more digits than a scorecard holds: write "
    )
    assert time.perf_counter() - began < 5


# --- Positions on a chart -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "scale", "place"),
    [
        ("60.75%", Kind.PERCENT, None, "60.75"),
        (">90%", Kind.PERCENT, None, "90"),
        ("0:38:09", Kind.DURATION, None, "2289"),
        ("G", Kind.SCALE, QUALITY, "3"),
        ("G/E", Kind.SCALE, QUALITY, "3.5"),
        ("Partial", Kind.SCALE, AUDIT, "75"),
        ("No", Kind.SCALE, AUDIT, "0"),
        ("95%", Kind.SCALE, AUDIT, "95"),
    ],
)
def test_a_value_has_a_place_on_its_axis(text, kind, scale, place):
    assert position(parse(text, kind, scale=scale), scale=scale) == Decimal(place)


@pytest.mark.parametrize("text", ["", "-", "N/A", "TBC", "Awaited", "30%", "Complete"])
def test_what_is_no_value_has_no_place(text):
    assert position(parse(text, Kind.SCALE, scale=INFRASTRUCTURE)) is None
