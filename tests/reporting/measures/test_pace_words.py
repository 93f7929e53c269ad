"""The sentence on pace of a measure of the December file, changed by its target and figures."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.contents.assemble_metrics import gather_metric
from reporting.measures.pace_words import PaceWords, pace_in_words
from scorecards.models import Actual

NOW = date(2024, 1, 31)


@pytest.fixture
def said(metric):
    """Return the sentence of a measure with some facts changed, and whether it is arithmetic."""

    def of(slug: str, number: str, *, on: date = NOW, **facts: str) -> PaceWords:
        found = metric(slug, number)
        fact = replace(gather_metric(found, on=on), **facts)
        return pace_in_words(fact, fact.lines[0], on=on)

    return of


@pytest.mark.parametrize(
    ("target", "when", "sentence"),
    [
        (
            "90%",
            "31/03/24",
            "To reach 90% by 31 March 2024 it must rise 8 points in the one quarter left; "
            "on average it rose 16.",
        ),
        (
            "90%",
            "Q2 24/25",
            "To reach 90% by 30 September 2024 it must rise 8 points in the three quarters left, "
            "2.667 a quarter; on average it rose 16.",
        ),
        (
            "83%",
            "15/02/24",
            "To reach 83% by 15 February 2024 it must rise 1 point, and no whole quarter is left; "
            "on average it rose 16 a quarter.",
        ),
        (
            "90%",
            "31/12/23",
            "90% was due by 31 December 2023: it still has to rise 8 points; "
            "on average it rose 16 a quarter.",
        ),
        (
            "90%",
            "",
            "To reach 90%, for which no day is set, it must rise 8 points; "
            "on average it rose 16 a quarter.",
        ),
        (
            "90%",
            "Q1 24/23",
            "To reach 90%, due “Q1 24/23”, which is no day that can be read, it must rise 8 "
            "points; on average it rose 16 a quarter.",
        ),
    ],
)
def test_the_sentence_says_what_is_needed_by_the_day_and_what_was_managed(
    said, target, when, sentence
):
    told = said("patient-safety", "2", target=target, target_when=when)
    assert told == PaceWords(sentence, is_arithmetic=True)


def test_a_duration_falls_in_hours_minutes_and_seconds(said):
    told = said("performance-improvement", "1", target_when="30/09/24")
    assert told.sentence == (
        "To reach 00:18:00 by 30 September 2024 it must fall 0:20:09 in the three quarters left, "
        "0:06:43 a quarter; on average it fell 0:00:36."
    )


def test_the_seconds_needed_are_rounded_up(said):
    told = said("performance-improvement", "1", target="00:17:59", target_when="30/09/24")
    assert "it must fall 0:20:10 in the three quarters left, 0:06:44 a quarter" in told.sentence


def test_what_goes_the_wrong_way_is_said_so(said):
    told = said("performance-improvement", "5", target_when="31/03/24")
    assert told.sentence.endswith("on average it fell 0.7.")


def test_a_quarter_without_its_figure_yet_is_named(said):
    told = said("culture-and-staff-wellbeing", "8", target_when="30/06/24")
    assert (
        "it must rise 24.4 points in the three quarters left after Q2, 8.14 a quarter"
        in told.sentence
    )


def test_a_reached_target_has_no_pace(said):
    told = said("patient-safety", "2", target="80%", target_when="31/03/24")
    assert told == PaceWords("It has reached its target of 80%, due by 31 March 2024.")


def test_a_sum_to_date_is_left_out_and_the_quarter_that_counts_is_named(said):
    told = said("patient-safety", "1")
    assert told.sentence == (
        "In 2023/24 Q2 it reached its target of 17956, due by 30 September 2024."
    )


@pytest.mark.parametrize(
    ("slug", "number", "facts"),
    [
        ("governance-and-well-led", "6", {}),
        ("patient-safety", "2", {"target": "TBC"}),
        ("patient-safety", "2", {"target": ""}),
        ("patient-safety", "2", {"direction": "neither"}),
        ("patient-safety", "2", {"target": "<90%"}),
    ],
)
def test_grades_and_targets_that_cannot_be_judged_have_no_pace(said, slug, number, facts):
    assert said(slug, number, **facts) == PaceWords()


def test_a_figure_that_is_no_single_figure_is_passed_over(said, metric):
    Actual.objects.filter(line__metric=metric("patient-safety", "2"), quarter="2023/24 Q3").update(
        printed=">80%"
    )
    told = said("patient-safety", "2", target_when="31/03/24")
    assert "it must rise 29.25 points in the two quarters left after Q2" in told.sentence
