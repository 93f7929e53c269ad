"""Scales: which texts are grades of one, and which scales are in doubt."""

from decimal import Decimal

import pytest

from scorecards.values.cells import (
    Kind,
    MetricScale,
    Qualifier,
    ScalePoint,
    State,
    Value,
    parse,
)
from tests.support.published_cells import (
    AUDIT,
    INFRASTRUCTURE,
    QUALITY,
    SATISFACTION,
    SCALES,
    YES_NO,
)

NOT_ON_QUALITY = (
    " is not on the scale Poor to Excellent: write one of P (Poor), A (Average), G (Good) or "
    "E (Excellent), or two neighbours such as G/E."
)


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
        MetricScale.from_points("x", "X", points)
