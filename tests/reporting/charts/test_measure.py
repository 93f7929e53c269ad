"""A measure's figure: where it draws each value, and every word it says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from plotly import graph_objects as go

from reporting.charts.measure import MeasureChart
from reporting.charts.measure_axes import heights_axis
from reporting.charts.measure_lines import sides_of
from reporting.charts.template import plain
from reporting.contents.assemble_metrics import gather_metric
from reporting.contents.metric_facts import CellFact, Revision
from scorecards.models import Metric

NOW = date(2023, 12, 31)


@pytest.fixture
def measured(programme) -> Callable[..., MeasureChart]:
    """Return the chart of a measure of the December file."""

    def measure(slug: str, number: str, target_on: date | None = None) -> MeasureChart:
        metrics = Metric.objects.select_related("workstream__programme", "scale")
        metric = metrics.get(workstream__slug=slug, number=number)
        fact = gather_metric(metric, on=date(2024, 1, 5))
        return MeasureChart(fact, metric.reading_scale, (), NOW, target_on)

    return measure


def trace(figure: go.Figure, name: str) -> go.Scatter:
    [found] = figure.select_traces({"name": name})
    return found


def with_cell(chart: MeasureChart, other: CellFact) -> MeasureChart:
    """Return the chart of the same measure with another figure in its quarter."""
    [line] = chart.metric.lines
    cells = tuple(other if cell.quarter == other.quarter else cell for cell in line.cells)
    return replace(chart, metric=replace(chart.metric, lines=(replace(line, cells=cells),)))


def test_aims_are_steps_as_wide_as_their_quarter_and_actuals_points_with_gaps(measured):
    figure = measured("governance-and-well-led", "11").figure()
    aim, leader = trace(figure, "Aim"), trace(figure, "Actual – SCAS Leader")
    assert list(aim.x[6:12]) == [1.5, 2, 2.5, 2.5, 3, 3.5]
    assert list(aim.y[5:12]) == [None, 60, 60, 60, 75, 75, 75]
    assert list(leader.x) == list(range(8))
    assert list(leader.y) == [None, None, 47, 48.5, None, None, None, None]
    assert list(trace(figure, "Actual – SCAS Leader, to date").y)[3:6] == [None, 51, None]
    assert list(figure.layout.yaxis.ticktext) == ["40%", "60%", "80%", "100%"]
    assert list(figure.layout.xaxis.ticktext)[:3] == ["Q3<br>2022/23", "Q4", "Q1<br>2023/24"]


def test_two_lines_differ_in_colour_dash_and_marker_and_each_is_named(measured):
    figure = measured("governance-and-well-led", "11").figure()
    pair = [trace(figure, name) for name in ("Actual – SCAS Leader", "Actual - ESPM")]
    for look in ("color", "dash"):
        assert len({drawn.line[look] for drawn in pair}) == 2
    assert [drawn.marker.symbol for drawn in pair] == ["circle", "square"]
    assert all(drawn.showlegend is not False for drawn in pair)


def test_each_step_of_the_aim_is_labelled_once_under_its_right_end(measured):
    notes = measured("patient-safety", "2").figure().layout.annotations
    aims = [(note.text, note.x, note.y) for note in notes if note.yanchor == "top" and note.x > 0]
    assert ("60%", 3.5, 60) in aims
    assert ("&gt;90%", 7.5, 90) in aims
    assert len([text for text, *_ in aims if text == "&gt;90%"]) == 1


def test_baseline_target_and_now_are_marked_and_what_is_to_come_is_shaded(measured):
    figure = measured("patient-safety", "2", date(2024, 3, 31)).figure()
    band, now, baseline, target = figure.layout.shapes
    assert (band.type, band.x0, band.x1, band.layer) == ("rect", 4.5, 7.5, "below")
    assert (now.x0, now.x1) == (4.5, 4.5)
    assert (baseline.y0, baseline.y1) == (6, 6)
    assert (target.x0, target.x1) == (5.5, 5.5)
    said = [note.text for note in figure.layout.annotations]
    assert said[:3] == ["now", "Baseline 6%<br>30/09/22", "Target 90% by 31/03/24"]


def test_a_target_without_a_day_is_drawn_across_and_it_is_said_why(measured):
    chart = measured("performance-improvement", "1")
    across = chart.figure().layout.shapes[-1]
    assert (across.xref, across.y0, across.y1) == ("paper", 18 * 60, 18 * 60)
    assert chart.not_drawn == ("The target is drawn across the whole chart: it has no date.",)


def test_why_a_target_or_baseline_is_not_drawn_is_said(measured):
    assert measured("patient-safety", "7").not_drawn == (
        "The target is not drawn: “TBC” is not a figure of this measure.",
        "The baseline is not drawn: “New for 23/24 IPR” is not a figure of this measure.",
    )
    assert measured("performance-improvement", "7").not_drawn == (
        "No target is drawn: none is set.",
        "No baseline is drawn: none is set.",
    )


def test_a_position_to_date_is_hollow_and_joined_by_dots(measured):
    chart = measured("patient-safety", "2")
    cell = replace(chart.metric.lines[0].cells[4], as_at="2023-11-30")
    figure = with_cell(chart, cell).figure()
    hollow = trace(figure, "Actual, to date")
    assert list(hollow.y) == [None] * 4 + [82] + [None] * 3
    assert (hollow.marker.symbol, hollow.text[4]) == ("circle-open", "82% to date")
    assert trace(figure, "Actual").y[4] is None
    [link] = [one for one in figure.data if one.hoverinfo == "skip"]
    assert (list(link.x), list(link.y), link.line.dash) == ([3, 4], [60.75, 82], "dot")


def test_a_sum_to_date_is_hollow_and_joined_to_nothing(measured):
    chart = measured("patient-safety", "2")
    cell = replace(chart.metric.lines[0].cells[4], as_at="2023-11-30", is_sum_to_date=True)
    figure = with_cell(chart, cell).figure()
    assert trace(figure, "Actual, to date").y[4] == 82
    assert [one for one in figure.data if one.hoverinfo == "skip"] == []


def test_a_restated_figure_has_a_faint_ring_where_it_was(measured):
    chart = measured("patient-safety", "2")
    cell = replace(chart.metric.lines[0].cells[3], note="Restated from 58.2%: late returns")
    ring = trace(with_cell(chart, cell).figure(), "As reported before")
    assert (list(ring.x), list(ring.y), list(ring.hovertext)) == ([3], [58.2], ["58.2% before"])


def test_earlier_trajectories_lie_under_the_rest_faint_and_dotted(measured):
    chart = measured("patient-safety", "2")
    aims = tuple(
        CellFact(cell.quarter, f"{low}%", "value", str(low), "", "", "")
        for low, cell in enumerate(chart.metric.aims, start=2)
    )
    figure = replace(chart, revisions=[Revision("Until 12 January 2024", aims)]).figure()
    first = figure.data[0]
    assert (first.name, first.y[1], first.y[4]) == ("Until 12 January 2024", 2, 3)
    assert (first.line.dash, first.opacity < 1) == ("dot", True)


def test_the_key_has_room_for_every_entry_on_a_telephone(measured):
    chart = measured("patient-safety", "2")
    assert chart.figure(narrow=True).layout.margin.b == 48 + 19 * 2
    cell = replace(chart.metric.lines[0].cells[3], note="Restated from 58.2%: late returns")
    revision = Revision("Until 12 January 2024", chart.metric.aims)
    crowded = replace(with_cell(chart, cell), revisions=[revision])
    assert crowded.figure(narrow=True).layout.margin.b == 48 + 19 * 5


def test_durations_are_seconds_with_round_times_as_ticks(measured):
    figure = measured("performance-improvement", "1").figure()
    assert trace(figure, "Actual").y[4] == 38 * 60 + 9
    assert list(figure.layout.yaxis.ticktext)[:2] == ["0:15:00", "0:20:00"]
    assert figure.layout.yaxis.tickvals[0] == 15 * 60


@pytest.mark.parametrize("high", [1, 59, 3_600, 90_000, 40_000_000, 10**12])
def test_any_length_of_time_has_a_few_ticks(measured, high: int):
    chart = measured("performance-improvement", "4")
    axis = heights_axis(chart.metric, chart.scale, [0.0, float(high)])
    assert 2 <= len(axis["tickvals"]) <= 8


@pytest.mark.parametrize("heights", [[0.0], [3.0, 3.0], [-5.0, 5.0], [0.001, 0.002], [1e9]])
def test_any_numbers_have_a_few_round_ticks(measured, heights: list[float]):
    chart = measured("patient-safety", "1")
    axis = heights_axis(chart.metric, chart.scale, heights)
    low, high = axis["range"]
    assert 2 <= len(axis["tickvals"]) <= 8
    assert all(low <= place <= high for place in (*axis["tickvals"], *heights))


def test_a_scale_has_its_codes_in_order_and_in_betweens_between_them(measured):
    figure = measured("governance-and-well-led", "6").figure()
    axis = figure.layout.yaxis
    assert list(axis.ticktext) == ["P (Poor)", "A (Average)", "G (Good)", "E (Excellent)"]
    assert list(axis.tickvals) == [1, 2, 3, 4]
    assert 3.5 in trace(figure, "Actual").y


def test_bands_share_an_axis_of_percentages(measured):
    figure = measured("governance-and-well-led", "5").figure()
    axis = figure.layout.yaxis
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True)) == {
        0: "No, from 0%",
        50: "Minimal, from 50%",
        75: "Partial, from 75%",
        90: "Substantial, from 90%",
        100: "100%",
    }
    assert trace(figure, "Actual").y[2] == 75


def test_the_pointer_shows_a_figure_as_printed_with_its_verdict_and_why(measured):
    figure = measured("patient-safety", "2").figure()
    assert trace(figure, "Actual").hovertext[3] == (
        "Actual, 2023/24 Q2<br>60.75%<br>Met<br>60.75% meets the aim of 60%"
    )
    assert trace(figure, "Aim").hovertext[6 * 3] == "Aim, 2024/25 Q1<br>&gt;90%"


@pytest.mark.parametrize(
    ("heights", "sides"),
    [
        ([18, 31, 82], ["bottom center", "top left", "top left"]),
        ([40, 27, 30, 33], ["top center", "bottom center", "top left", "top left"]),
        ([27, 40, None, 30], ["bottom center", "top center", "top center", "bottom center"]),
        ([5, 5, 4, 3], ["top center", "top center", "top right", "bottom center"]),
        ([5], ["top center"]),
        ([], []),
    ],
)
def test_the_words_of_a_point_stand_where_no_line_leads(heights, sides):
    assert sides_of(heights, above=True) == sides


def test_words_below_a_line_do_not_go_on_into_the_time_to_come():
    assert sides_of([61, 85, 87], above=False) == ["bottom center", "bottom right", "top center"]
    assert sides_of([61, 50, 40], above=False) == ["top center", "bottom left", "bottom left"]


def test_a_measure_without_figures_is_an_empty_figure(measured):
    chart = measured("culture-and-staff-wellbeing", "4")
    assert set(trace(chart.figure(), "Aim").y) == {None}
    assert chart.words.startswith("Measure 4. Actual by quarter: ")


def test_no_text_is_read_as_a_tag():
    assert plain("<a href='x'>&lt;") == "&lt;a href='x'&gt;&amp;lt;"
