"""The table of a measure's quarters: how it lies, and the notes below it."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.contents.assemble_metrics import gather_metric
from reporting.contents.metric_facts import MetricFact
from reporting.measures.quarters import QuartersTable


@pytest.fixture
def table(metric):
    def of(slug: str, number: str) -> QuartersTable:
        return QuartersTable(gather_metric(metric(slug, number), on=date(2024, 1, 31)))

    return of


def restated(fact: MetricFact) -> MetricFact:
    [line] = fact.lines
    cells = [
        replace(cell, note="Restated from 58.2%: late returns") if number == 3 else cell
        for number, cell in enumerate(line.cells)
    ]
    return replace(fact, lines=(replace(line, cells=tuple(cells)),))


def test_eight_quarters_stand_beside_one_another_and_ten_or_four_lines_below(table):
    short = table("patient-safety", "2")
    assert (short.goes_across, short.heads) == (True, 4)
    assert table("governance-and-well-led", "11").heads == 6
    fact = short.metric
    [line] = fact.lines
    long = replace(fact, aims=fact.aims[:1] * 10, lines=(replace(line, cells=line.cells[:1] * 10),))
    assert not QuartersTable(long).goes_across
    assert not QuartersTable(replace(fact, lines=fact.lines * 4)).goes_across


def test_a_restated_figure_has_a_place_for_the_first_and_a_note(table):
    found = QuartersTable(restated(table("patient-safety", "2").metric))
    assert (found.is_restated, found.heads) == (True, 5)
    assert "2023/24 Q2: Restated from 58.2%: late returns" in found.notes


def test_a_note_true_of_several_quarters_and_of_every_line_is_said_once(table):
    assert table("governance-and-well-led", "11").notes == [
        "2022/23 Q3 and 2022/23 Q4: The aim is not applicable.",
        "2023/24 Q3: To 30 November 2023.",
    ]


def test_a_note_of_one_line_names_it(table):
    fact = table("governance-and-well-led", "11").metric
    leader, espm = fact.lines
    kept = replace(leader, cells=(replace(leader.cells[0], reason="Lost"), *leader.cells[1:]))
    notes = QuartersTable(replace(fact, lines=(kept, espm))).notes
    assert notes[0] == "Actual – SCAS Leader, 2022/23 Q3: Lost."


def test_a_sum_to_date_says_its_part_of_the_aim_and_its_day_once(table):
    assert table("patient-safety", "1").notes == [
        "2023/24 Q3: 14,637 to 30 November, against 10,341 pro rata of 15,511."
    ]
