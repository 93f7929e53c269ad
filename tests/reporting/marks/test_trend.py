"""The small trend: what it draws and what it says."""

import re

import pytest

from reporting.assembly import assemble
from reporting.charts import trend


@pytest.fixture
def drawing(january):
    """Give the trend of a metric's first line."""
    contents = assemble(january, brief=True)

    def draw(slug: str, number: str):
        stream = next(one for one in contents.workstreams if one.slug == slug)
        metric = next(one for one in stream.metrics if one.number == number)
        return trend(metric, metric.lines[0])

    return draw


def test_it_says_every_figure_it_draws(drawing):
    label = re.search(r'aria-label="([^"]*)"', drawing("patient-safety", "2"))[1]
    assert label == (
        "Metric 2, Actual by quarter: 2022/23 Q3 18%, 2022/23 Q4 31%, 2023/24 Q1 49%, "
        "2023/24 Q2 60.75%, 2023/24 Q3 82%"
    )


def test_it_draws_a_point_for_each_figure_marked_met_or_not(drawing):
    svg = drawing("patient-safety", "2")
    assert re.findall(r"point--(\w+)", svg) == ["not_met", "met", "met", "met", "met"]


def test_higher_figures_stand_higher_and_everything_stays_inside(drawing):
    svg = drawing("patient-safety", "2")
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', svg)]
    assert heights == sorted(heights, reverse=True)
    assert all(0 <= y <= 36 for y in heights)


def test_a_quarter_without_a_figure_breaks_the_line(drawing):
    """Board effectiveness has an aim in one quarter only, and no readable actual."""
    assert drawing("governance-and-well-led", "3") == ""
    path = re.search(r'app-trend__line" d="([^"]*)"', drawing("patient-safety", "4"))[1]
    assert path.count("M") == 1


def test_a_duration_and_a_grade_can_be_drawn(drawing):
    assert "0:38:09" in drawing("performance-improvement", "1")
    assert "G/E" in drawing("governance-and-well-led", "6")
