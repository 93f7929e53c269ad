"""The server's drawing of a figure: everything at the place that Plotly gives it."""

import re
from xml.etree import ElementTree

import pytest
from plotly import graph_objects as go

from improvement.values.periods import CalendarMonth
from reporting.charts.exit import BurnUp
from reporting.charts.ratings_by_month import RatingArea, RatingsByMonth
from reporting.charts.svg import svg_of
from reporting.charts.template import figure, note


def drawn(*traces: go.Scatter, **layout) -> ElementTree.Element:
    """Return the SVG of traces in a plot of 100 × 100 pixels, both axes from 0 to 10."""
    axis = {"range": [0, 10], "tickvals": [], "ticktext": []}
    margin = (20, 30, 10, 40)
    made = figure([*traces], height=150, margin=margin, xaxis=axis, yaxis=axis, **layout)
    return ElementTree.fromstring(svg_of(made, 150))  # noqa: S314 - our own


def paths(svg: ElementTree.Element, colour: str) -> list[str]:
    return [path.get("d") for path in svg.iter("path") if path.get("stroke") == colour]


def test_a_line_goes_through_its_points_and_breaks_at_a_gap():
    line = {"color": "#123456", "width": 2}
    svg = drawn(go.Scatter(name="A", x=[0, 5, 6, 8, 10], y=[0, 10, None, 0, 5], line=line))
    assert paths(svg, "#123456")[:2] == ["M20 110L70 10", "M100 110L120 60"]


def test_a_step_is_as_high_as_its_point_until_the_next():
    line = {"color": "#123456", "width": 2, "shape": "hv"}
    svg = drawn(go.Scatter(name="A", x=[0, 5], y=[0, 10], line=line))
    assert paths(svg, "#123456")[0] == "M20 110L70 110L70 10"


def test_stacked_areas_lie_on_one_another():
    look = {"mode": "lines", "stackgroup": "one", "x": [0, 10]}
    low = go.Scatter(name="A", y=[2, 2], fillcolor="#111111", **look)
    high = go.Scatter(name="B", y=[4, 6], fillcolor="#222222", **look)
    fills = {path.get("fill"): path.get("d") for path in drawn(low, high).iter("path")}
    assert fills["#111111"] == "M20 90L120 90L120 110L20 110Z"
    assert fills["#222222"] == "M20 50L120 30L120 90L20 90Z"


def test_a_hollow_marker_is_white_inside():
    marker = {"size": 10, "symbol": "circle-open", "color": "#123456"}
    svg = drawn(go.Scatter(name="A", mode="markers", x=[5], y=[5], marker=marker))
    [point, in_key] = [path for path in svg.iter("path") if path.get("stroke") == "#123456"]
    assert (point.get("fill"), point.get("d")[:6]) == ("#ffffff", "M65 60")
    assert in_key.get("d") != point.get("d")


def test_words_are_read_as_words_and_broken_into_lines():
    beside = note("&lt;b&gt;<br>two", x=5, y=5, xanchor="left", yanchor="top")
    [text] = drawn(annotations=[beside]).iter("text")
    assert [line.text for line in text] == ["<b>", "two"]
    assert "<b>" not in svg_of(figure([], height=90, margin=(9, 9, 9, 9), annotations=[beside],
        xaxis={"range": [0, 9]}, yaxis={"range": [0, 9]}), 90)  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_of_the_exit_and_of_ratings_are_drawn_as_high_as_they_say(narrow):
    months = [CalendarMonth(2023, 11), CalendarMonth(2023, 12)]
    exit_figure = BurnUp([(months[0], 1), (months[1], 2)], 16, CalendarMonth(2024, 9))
    ratings = RatingsByMonth(months, [RatingArea("On Track", "▲", "#007f3b", (1, 2))])
    for made in (exit_figure.figure(narrow=narrow), ratings.figure(narrow=narrow)):
        svg = svg_of(made, 328)
        assert re.search(r'height="(\d+)" viewBox="0 0 328 \1"', svg)[1] == str(made.layout.height)
        ElementTree.fromstring(svg)  # noqa: S314 - our own
