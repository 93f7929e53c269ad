"""What scorecard cells mean, and that nothing printed is ever changed."""

import json
import time
from collections import Counter
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.values import (
    Kind,
    Qualifier,
    Scale,
    ScalePoint,
    State,
    Value,
    parse,
    position,
    print_value,
)

QUALITY = Scale.from_points(
    "quality",
    "Poor to Excellent",
    [
        {"code": "P", "label": "Poor"},
        {"code": "A", "label": "Average"},
        {"code": "G", "label": "Good"},
        {"code": "E", "label": "Excellent"},
    ],
)
SATISFACTION = Scale.from_points(
    "satisfaction",
    "Dissatisfied to Very Satisfied",
    [
        {"code": "D", "label": "Dissatisfied"},
        {"code": "S", "label": "Satisfied"},
        {"code": "VS", "label": "Very Satisfied"},
    ],
)
YES_NO = Scale.from_points(
    "yes-no", "No or Yes", [{"code": "N", "label": "No"}, {"code": "Y", "label": "Yes"}]
)
AUDIT = Scale.from_points(
    "audit-completion",
    "Internal audit completion",
    [
        {"code": "No", "label": "No", "from": "0"},
        {"code": "Minimal", "label": "Minimal", "from": "50"},
        {"code": "Partial", "label": "Partial", "from": "75"},
        {"code": "Substantial", "label": "Substantial", "from": "90"},
    ],
)
MILESTONES = ("Programme Brief", "Programme Plan", "Initial Board Approval of Plan")
INFRASTRUCTURE = Scale.from_points(
    "infrastructure",
    "Infrastructure development milestones",
    [{"code": m, "label": m} for m in (*MILESTONES, "Final Board Approval of Plan")],
)
SCALES = {s.slug: s for s in (QUALITY, SATISFACTION, YES_NO, AUDIT, INFRASTRUCTURE)}

NOT_ON_QUALITY = (
    " is not on the scale Poor to Excellent: write one of P (Poor), A (Average), G (Good) or "
    "E (Excellent), or two neighbours such as G/E."
)

# Every shape of cell in the published December 2023 pack: text, kind, scale, number.
PUBLISHED_VALUES = [
    ("60%", Kind.PERCENT, None, "60"),
    ("60.75%", Kind.PERCENT, None, "60.75"),
    ("12.0%", Kind.PERCENT, None, "12"),
    ("93", Kind.PERCENT, None, "93"),
    ("13.5", Kind.PERCENT, None, "13.5"),
    (">90%", Kind.PERCENT, None, "90"),
    ("100%", Kind.PERCENT, None, "100"),
    ("3", Kind.NUMBER, None, "3"),
    ("4.64", Kind.NUMBER, None, "4.64"),
    ("20458", Kind.NUMBER, None, "20458"),
    ("0:38:09", Kind.DURATION, None, "2289"),
    ("00:34:08", Kind.DURATION, None, "2048"),
    ("00:00:10", Kind.DURATION, None, "10"),
    ("P", Kind.SCALE, QUALITY, "1"),
    ("A", Kind.SCALE, QUALITY, "2"),
    ("G", Kind.SCALE, QUALITY, "3"),
    ("E", Kind.SCALE, QUALITY, "4"),
    ("P/A", Kind.SCALE, QUALITY, "1"),
    ("G/E", Kind.SCALE, QUALITY, "3"),
    ("S", Kind.SCALE, SATISFACTION, "2"),
    ("VS", Kind.SCALE, SATISFACTION, "3"),
    ("Y", Kind.SCALE, YES_NO, "2"),
    ("No", Kind.SCALE, AUDIT, "1"),
    ("Partial", Kind.SCALE, AUDIT, "3"),
    ("95%", Kind.SCALE, AUDIT, "95"),
    ("Programme Brief", Kind.SCALE, INFRASTRUCTURE, "1"),
    ("Final Board Approval of Plan", Kind.SCALE, INFRASTRUCTURE, "4"),
]


@pytest.mark.parametrize(("text", "kind", "scale", "number"), PUBLISHED_VALUES)
def test_a_published_cell_keeps_its_text_and_has_its_number(text, kind, scale, number):
    value = parse(text, kind, scale=scale)
    assert (value.state, value.number) == (State.VALUE, Decimal(number))
    assert print_value(value) == text
    assert value.expected == ""


# --- The December 2023 programme file, where it is to be had -------------------------------

DECEMBER = Path(__file__).resolve().parents[3] / "shared" / "december-2023.json"


def _december_cells():
    """Give (cell, text, kind, scale slug) of all aims and actuals; nothing without a file."""
    if not DECEMBER.exists():
        return []
    programme = json.loads(DECEMBER.read_text(encoding="utf-8"))
    metrics = [(w["slug"], m) for w in programme["workstreams"] for m in w["metrics"]]
    aims = [("aim", slug, m, m["aims"]) for slug, m in metrics]
    actuals = [("actual", slug, m, line["values"]) for slug, m in metrics for line in m["lines"]]
    return [
        (f"{row} {slug} {m['number']} {quarter}", text, Kind(m["kind"]), m.get("scale"))
        for row, slug, m, cells in aims + actuals
        for quarter, text in cells.items()
    ]


CELLS = _december_cells()
LISTED_CELLS = [
    *((f"listed {t}", t, kind, scale and scale.slug) for t, kind, scale, _ in PUBLISHED_VALUES),
    *((f"listed {t or 'blank'}", t, Kind.NUMBER, None) for t in ("", "N/A", "-", "TBC")),
    ("listed Complete", "Complete", Kind.SCALE, "infrastructure"),
    ("actual governance-and-well-led 3 2022/23 Q3", "30%", Kind.SCALE, "quality"),
    ("actual governance-and-well-led 3 2022/23 Q4", "64%", Kind.SCALE, "quality"),
    ("actual governance-and-well-led 4 2022/23 Q4", "3%", Kind.SCALE, "satisfaction"),
]
# Counted from the printed texts, without reading them: (aim or actual, kind, state).
COUNTS = {
    ("aim", "percent", "value"): 154,
    ("aim", "percent", "not_applicable"): 22,
    ("aim", "number", "value"): 43,
    ("aim", "number", "not_applicable"): 25,
    ("aim", "number", "to_be_confirmed"): 4,
    ("aim", "duration", "value"): 16,
    ("aim", "scale", "value"): 38,
    ("aim", "scale", "not_applicable"): 24,
    ("aim", "scale", "blank"): 2,
    ("actual", "percent", "value"): 87,
    ("actual", "percent", "not_applicable"): 23,
    ("actual", "percent", "no_reading"): 3,
    ("actual", "percent", "blank"): 71,
    ("actual", "number", "value"): 31,
    ("actual", "number", "not_applicable"): 9,
    ("actual", "number", "no_reading"): 1,
    ("actual", "number", "blank"): 31,
    ("actual", "duration", "value"): 10,
    ("actual", "duration", "blank"): 6,
    ("actual", "scale", "value"): 13,
    ("actual", "scale", "not_applicable"): 13,
    ("actual", "scale", "no_reading"): 5,
    ("actual", "scale", "blank"): 30,
    ("actual", "scale", "unreadable"): 3,
}
PRINTED_STATES = {
    "": State.BLANK,
    "N/A": State.NOT_APPLICABLE,
    "-": State.NO_READING,
    "TBC": State.TO_BE_CONFIRMED,
}
UNREADABLE_CELLS = {
    "actual governance-and-well-led 3 2022/23 Q3": "30%",
    "actual governance-and-well-led 3 2022/23 Q4": "64%",
    "actual governance-and-well-led 4 2022/23 Q4": "3%",
}


def _number_by_hand(text, kind, scale):
    """Read one of the December file's value texts in another way than the module does."""
    if kind is Kind.DURATION:
        hours, minutes, seconds = text.split(":")
        return Decimal(int(hours) * 3600 + int(minutes) * 60 + int(seconds))
    if kind is Kind.SCALE and not text.endswith("%"):
        codes = [point.code for point in SCALES[scale].points]
        return None if text == "Complete" else Decimal(codes.index(text.split("/")[0]) + 1)
    return Decimal(text.strip(">%"))


@pytest.mark.parametrize(("cell", "text", "kind", "scale"), [*LISTED_CELLS, *CELLS])
def test_a_december_cell_is_printed_as_given_and_read_as_meant(cell, text, kind, scale):
    value = parse(text, kind, scale=SCALES.get(scale))
    assert print_value(value) == text
    if cell in UNREADABLE_CELLS:
        assert (text, value.state) == (UNREADABLE_CELLS[cell], State.UNREADABLE)
        assert value.expected.startswith(f"'{text}' is not on the scale ")
    else:
        assert value.state is PRINTED_STATES.get(text, State.VALUE)
        is_value = value.state is State.VALUE
        assert value.number == (_number_by_hand(text, kind, scale) if is_value else None)
        assert (value.qualifier is Qualifier.MORE_THAN) is text.startswith(">")
        assert (value.upper is not None) is ("/" in text and is_value)
        assert value.complete is (text == "Complete")


def test_the_counted_cells_are_328_aims_and_336_actuals():
    total = Counter()
    for (row, _kind, _state), count in COUNTS.items():
        total[row] += count
    assert total == {"aim": 328, "actual": 336}


if CELLS:

    def test_december_has_exactly_as_many_cells_of_each_state_as_were_counted():
        counts = Counter(
            (cell.split()[0], kind.value, parse(text, kind, scale=SCALES.get(scale)).state.value)
            for cell, text, kind, scale in CELLS
        )
        assert counts == COUNTS


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
    scale = Scale.from_points("odd", "Odd", [{"code": "NA", "label": "Nearly"}])
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


# --- Grades ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rank"),
    [("a", 2), ("Average", 2), ("AVERAGE", 2), (" good\u00a0", 3), ("Excellent", 4)],
)
def test_a_grade_is_read_by_code_or_label_in_any_case(text, rank):
    assert parse(text, Kind.SCALE, scale=QUALITY).number == rank


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [("G/E", 3, 4), ("e/g", 3, 4), ("P / A", 1, 2), ("Poor/Average", 1, 2)],
)
def test_two_neighbours_count_as_the_lower_grade_and_keep_the_higher(text, lower, upper):
    value = parse(text, Kind.SCALE, scale=QUALITY)
    assert (value.printed, value.number, value.upper) == (text, Decimal(lower), Decimal(upper))


@pytest.mark.parametrize(
    "text",
    ["30%", "64%", "P/G", "G/G", "G/E/A", "G/", "/", "GE", ">G", "B", "3", "Complete", "G-E"],
)
def test_what_is_not_on_the_scale_is_kept_with_a_sentence_for_the_form(text):
    value = parse(text, Kind.SCALE, scale=QUALITY)
    assert (value.printed, value.kind, value.state) == (text, Kind.SCALE, State.UNREADABLE)
    assert (value.number, value.upper) == (None, None)
    assert value.expected == f"'{text}'{NOT_ON_QUALITY}"


def test_a_percentage_on_the_satisfaction_scale_is_kept_with_a_sentence():
    assert parse("3%", Kind.SCALE, scale=SATISFACTION).expected == (
        "'3%' is not on the scale Dissatisfied to Very Satisfied: write one of "
        "D (Dissatisfied), S (Satisfied) or VS (Very Satisfied), or two neighbours such as S/VS."
    )


@pytest.mark.parametrize(("text", "rank"), [("V", 3), ("v", 3), ("VS", 3), ("S", 2), ("S/V", 2)])
def test_the_v_of_the_published_key_reads_as_very_satisfied(text, rank):
    assert parse(text, Kind.SCALE, scale=SATISFACTION).number == rank


@pytest.mark.parametrize("text", ["P", "B", "A", "Programme"])
def test_an_initial_that_fits_two_points_is_not_guessed_at(text):
    assert parse(text, Kind.SCALE, scale=INFRASTRUCTURE).expected == (
        f"'{text}' is not on the scale Infrastructure development milestones: write one of "
        "Programme Brief, Programme Plan, Initial Board Approval of Plan or "
        "Final Board Approval of Plan, or Complete."
    )


def test_a_form_nobody_filled_in_is_not_between_no_and_yes():
    assert parse("Y/N", Kind.SCALE, scale=YES_NO).expected == (
        "'Y/N' is not on the scale No or Yes: write one of N (No) or Y (Yes)."
    )


@pytest.mark.parametrize("text", ["Complete", "complete", "Completed"])
def test_complete_is_a_milestone_answer_that_names_no_point(text):
    value = parse(text, Kind.SCALE, scale=INFRASTRUCTURE)
    assert value == Value(text, Kind.SCALE, State.VALUE, complete=True)


@pytest.mark.parametrize("scale", [QUALITY, SATISFACTION, YES_NO, AUDIT])
def test_complete_is_no_answer_on_a_scale_of_grades_or_bands(scale):
    assert parse("Complete", Kind.SCALE, scale=scale).state is State.UNREADABLE


def test_a_percentage_on_a_scale_of_bands_is_read_as_a_percentage():
    value = parse(">95%", Kind.SCALE, scale=AUDIT)
    assert value == Value(
        ">95%", Kind.PERCENT, State.VALUE, Decimal(95), qualifier=Qualifier.MORE_THAN
    )


def test_off_the_bands_the_sentence_offers_grades_and_percentages():
    assert parse("95", Kind.SCALE, scale=AUDIT).expected == (
        "'95' is not on the scale Internal audit completion: write one of No, Minimal, Partial "
        "or Substantial, or two neighbours such as Partial/Substantial, or a percentage such as "
        "95%."
    )


def test_a_grade_without_a_scale_is_kept_and_says_why():
    assert parse("G", Kind.SCALE).expected == "'G' cannot be read: this metric has no scale yet."


# --- Scales ---------------------------------------------------------------------------------


def test_a_scale_is_built_from_the_points_of_a_programme_file():
    assert AUDIT.points[2] == ScalePoint("Partial", "Partial", Decimal(75))
    assert QUALITY.points[0] == ScalePoint("P", "Poor", None)
    assert QUALITY.at(Decimal(4)).label == "Excellent"
    assert [s.slug for s in SCALES.values() if s.is_banded] == ["audit-completion"]
    assert [s.slug for s in SCALES.values() if s.is_milestones] == ["infrastructure"]


def test_a_band_runs_to_the_next_threshold_and_the_top_band_has_no_end():
    assert AUDIT.edges(Decimal(3)) == (Decimal(75), Decimal(90))
    assert AUDIT.edges(Decimal(4)) == (Decimal(90), Decimal("Infinity"))
    assert QUALITY.edges(Decimal(3)) is None


@pytest.mark.parametrize("rank", [0, 5, -1])
def test_a_rank_off_the_scale_is_an_error(rank):
    with pytest.raises(IndexError, match="has no rank"):
        QUALITY.at(Decimal(rank))


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([], "The scale X has no points."),
        ([{"code": "A"}], "A point of the scale X has no code or no label."),
        (
            [{"code": "A", "label": "Average"}, {"code": "a", "label": "Able"}],
            "The scale X uses one code or label for two points.",
        ),
        (
            [{"code": "A", "label": "A", "from": "5"}, {"code": "B", "label": "B"}],
            "Every point of the scale X needs its own 'from'.",
        ),
        (
            [{"code": c, "label": c, "from": "5"} for c in "AB"],
            "Every point of the scale X needs its own 'from'.",
        ),
        (
            [{"code": "A", "label": "A", "from": "NaN"}],
            "'NaN' is not a percentage a band can count from, such as 75.",
        ),
    ],
)
def test_a_scale_in_doubt_is_refused_with_a_sentence(points, sentence):
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.") + "$"):
        Scale.from_points("x", "X", points)


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


# --- Properties -----------------------------------------------------------------------------

scales = st.sampled_from([None, *SCALES.values()])
kinds = st.sampled_from(Kind)
spaces = st.text("\u00a0 \t\n\u200b", max_size=3)
decimals = st.decimals(-(10**11), 10**11, places=3)
qualifiers = st.sampled_from(["", ">", ">=", "<", "<=", "≥", "≤", "> "])
cell_texts = st.one_of(
    st.text(),
    st.from_regex(r"\A[<>=≥≤]{0,2}[-+]?[0-9,.:/%\s]*\Z"),
    st.text("PAGEDSVYN/NaTBC-–—:%.,0123456789 >=<"),
    decimals.map(lambda d: f"{d:,f}%"),
)


@given(cell_texts, kinds, scales)
def test_reading_any_text_raises_nothing_and_changes_nothing(text, kind, scale):
    value = parse(text, kind, scale=scale)
    assert print_value(value) == text
    assert parse(print_value(value), kind, scale=scale) == value
    assert bool(value.expected) is (value.state is State.UNREADABLE)
    has_meaning = value.number is not None or value.complete
    assert has_meaning is (value.state is State.VALUE)


@given(decimals, qualifiers, spaces, spaces, st.sampled_from([Kind.NUMBER, Kind.PERCENT]))
def test_thousands_separators_and_white_space_do_not_change_a_figure(d, sign, left, right, kind):
    plain = parse(f"{sign}{d:f}", kind)
    dressed = parse(f"{left}{sign}{d:,f}{right}", kind)
    assert plain.number == dressed.number == d
    assert plain.qualifier is dressed.qualifier


@given(decimals, qualifiers)
def test_a_percentage_means_the_same_with_and_without_its_sign(d, sign):
    with_sign, without = parse(f"{sign}{d}%", Kind.PERCENT), parse(f"{sign}{d}", Kind.PERCENT)
    assert with_sign.number == without.number == d
    assert with_sign.qualifier is without.qualifier


@given(st.integers(0, 10**12 - 1), st.integers(0, 59), st.integers(0, 59), st.integers(0, 4))
def test_a_duration_of_any_length_keeps_its_meaning(hours, minutes, seconds, zeros):
    padded = f"{hours:0{zeros}}:{minutes:02}:{seconds:02}"
    value = parse(padded, Kind.DURATION)
    assert value.number == hours * 3600 + minutes * 60 + seconds
    assert print_value(value) == padded


@given(st.sampled_from(list(SCALES.values())), st.data())
def test_every_code_and_label_reads_as_its_own_rank(scale, data):
    rank = data.draw(st.integers(1, len(scale.points)))
    point = scale.at(Decimal(rank))
    for text in (point.code, point.label, point.label.upper(), f" {point.code.lower()} "):
        assert parse(text, Kind.SCALE, scale=scale).number == rank
