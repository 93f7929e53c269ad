"""How a line of a measure stands, in sentences."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.contents.assemble_metrics import gather_metric
from reporting.measures.line_standing import LineStanding, line_standing


@pytest.fixture
def standing(metric):
    def of(slug: str, number: str) -> LineStanding:
        fact = gather_metric(metric(slug, number), on=date(2024, 1, 31))
        return line_standing(fact, fact.lines[0], on=date(2024, 1, 31))

    return of


def test_a_line_on_its_aim_says_by_how_much_since_when_and_for_how_long(standing):
    told = standing("patient-safety", "2")
    assert told.against == "12 points above 70%"
    assert (told.change.words, told.than) == ("+21.25 better", "than Q2")
    assert told.run == "On its aim four quarters running."


def test_one_that_missed_every_quarter_says_all(standing):
    told = standing("performance-improvement", "1")
    assert told.against == "0:09:13 above 00:28:56"
    assert (told.change.words, told.than) == ("+5:00 worse", "than Q2")
    assert told.run == "Missed its aim in all five quarters judged."


def test_a_sum_to_date_has_its_part_of_the_aim_and_is_compared_with_none(standing):
    told = standing("patient-safety", "1")
    assert told.against == "14,637 to 30 November, against 10,341 pro rata of 15,511"
    assert told.than == ""
    assert told.run == "On its aim in all four quarters judged, this sum to date not counted."


def test_no_verdict_says_why_and_has_no_run(standing):
    told = standing("culture-and-staff-wellbeing", "1")
    assert (told.against, told.run) == (
        "The metric has no direction: neither more nor less is better",
        "",
    )
    assert (told.change.words, told.than) == ("+2", "since Q1")


def test_a_line_without_a_figure_says_nothing(metric):
    fact = gather_metric(metric("patient-safety", "2"), on=date(2024, 1, 31))
    bare = replace(fact.lines[0], latest=None)
    told = line_standing(fact, bare, on=date(2024, 1, 31))
    assert (told.against, told.than, told.run, told.pace.sentence) == ("", "", "", "")
