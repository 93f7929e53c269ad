"""The small trend: what it draws and what it says."""

import re
from collections.abc import Callable

import pytest

from reporting.contents.assemble import assemble
from reporting.marks.trend import metric_in_words, trend

Drawing = Callable[..., str]


@pytest.fixture
def drawing(january) -> Drawing:
    """Return the trend of a metric's first line."""
    contents = assemble(january, brief=True)

    def draw(slug: str, number: str, until: str = "") -> str:
        stream = next(one for one in contents.workstreams if one.slug == slug)
        metric = next(one for one in stream.metrics if one.number == number)
        return trend(metric, metric.lines[0], until)

    return draw


def points(svg: str) -> list[tuple[str, str]]:
    """Return the points that a line of actuals goes through."""
    path = re.search(r'app-trend__line" d="([^"]*)"', svg)
    return re.findall(r"[ML]([\d.]+) ([\d.]+)", path[1] if path else "")


def test_it_says_every_figure_it_draws(drawing):
    label = re.search(r'aria-label="([^"]*)"', drawing("patient-safety", "2"))[1]
    assert label == (
        "Metric 2, Actual by quarter: 2022/23 Q3 18%, 2022/23 Q4 31%, 2023/24 Q1 49%, "
        "2023/24 Q2 60.75%, 2023/24 Q3 82%"
    )


def test_its_last_reading_is_a_point_in_the_colour_of_its_verdict(drawing):
    assert re.findall(r"point--(\w+)", drawing("patient-safety", "2"))[0] == "met"
    assert re.findall(r"point--(\w+)", drawing("performance-improvement", "1")) == ["not_met"]


def test_higher_figures_stand_higher_and_everything_stays_inside(drawing):
    found = points(drawing("patient-safety", "2"))
    heights = [float(y) for _, y in found]
    assert len(found) == 5
    assert heights == sorted(heights, reverse=True)
    assert all(0 <= y <= 18 for y in heights)


def test_all_lines_of_a_list_stand_on_one_time_scale(drawing):
    """A line whose last reading is a quarter older ends a quarter further left."""
    last, older = "2023/24 Q3", "2023/24 Q2"
    assert points(drawing("patient-safety", "2", last))[-1][0] == "60.5"
    assert points(drawing("patient-safety", "2", older))[-1][0] == "60.5"
    assert float(points(drawing("governance-and-well-led", "5", last))[-1][0]) < 60


def test_no_reading_in_the_quarters_is_no_drawing(drawing):
    assert drawing("governance-and-well-led", "3") == ""
    assert drawing("patient-safety", "2", "2019/20 Q1") == ""


def test_aims_are_steps(drawing):
    path = re.search(r'app-trend__aim" d="([^"]*)"', drawing("patient-safety", "2"))[1]
    assert set(re.findall("[A-Z]", path)) <= set("MHV")


def test_a_figure_to_date_is_hollow(drawing):
    assert "point--to-date" in drawing("patient-safety", "8b")
    assert "point--to-date" not in drawing("performance-improvement", "1")


def test_a_duration_and_a_grade_can_be_drawn(drawing):
    assert "0:38:09" in drawing("performance-improvement", "1")
    assert "G/E" in drawing("governance-and-well-led", "6")


def test_every_line_of_a_metric_is_told_in_words(january):
    metric = assemble(january, brief=True).workstreams[0].metrics[0]
    assert metric_in_words(metric).startswith(f"Metric {metric.number}")
