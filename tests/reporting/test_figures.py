"""The metric's figure: where it draws each value, and every word it says."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.axes import heights_axis, plain, target_of
from reporting.figure_facts import CellFact
from reporting.figures import Revision, figure_of
from reporting.measuring import gather_metric
from scorecards.models import Metric


@pytest.fixture
def measured(programme):
    """Give a metric as facts, and the scale it is read on."""

    def measure(slug: str, number: str):
        metrics = Metric.objects.select_related("workstream__programme", "scale")
        metric = metrics.get(workstream__slug=slug, number=number)
        return gather_metric(metric, on=date(2024, 1, 5)), metric.reading_scale

    return measure


def traces(figure, name: str):
    return [one for one in figure["data"] if one["name"] == name and one["x"] != [None]]


def test_every_quarter_is_there_in_order_with_a_gap_where_no_figure_is(measured):
    figure = figure_of(*measured("governance-and-well-led", "11"), ())
    aim, leader = traces(figure, "Aim")[0], traces(figure, "Actual – SCAS Leader")[0]
    assert aim["x"] == leader["x"] == figure["layout"]["xaxis"]["categoryarray"]
    assert aim["x"][:3] == ["2022/23 Q3", "2022/23 Q4", "2023/24 Q1"]
    assert aim["y"] == [None, None, 60, 75, 75, 75, 95, 95]
    assert leader["y"] == [None, None, 47, 48.5, 51, None, None, None]
    assert not leader["connectgaps"]
    assert aim["line"]["dash"] == "dash"
    assert figure["layout"]["yaxis"]["ticksuffix"] == "%"


def test_a_verdict_is_told_by_shape_and_the_key_names_each(measured):
    figure = figure_of(*measured("governance-and-well-led", "11"), ())
    leader, espm = (
        traces(figure, f"Actual {rest}")[0]["marker"]["symbol"]
        for rest in ("– SCAS Leader", "- ESPM")
    )
    assert leader[2:5] == ["x"] * 3
    assert espm[2:5] == ["circle"] * 3
    shown = [one["name"] for one in figure["data"] if one.get("showlegend", True)]
    assert shown == ["Aim", "Actual – SCAS Leader", "Actual - ESPM", "Met", "Not met"]


def test_durations_are_seconds_with_round_times_as_ticks(measured):
    figure = figure_of(*measured("performance-improvement", "1"), ())
    assert traces(figure, "Actual")[0]["y"][4] == 38 * 60 + 9
    axis = figure["layout"]["yaxis"]
    assert axis["ticktext"] == ["0:15:00", "0:20:00", "0:25:00", "0:30:00", "0:35:00", "0:40:00"]
    assert axis["tickvals"][0] == 15 * 60
    assert figure["layout"]["shapes"][0]["y0"] == 18 * 60


@pytest.mark.parametrize("high", [1, 59, 3_600, 90_000, 40_000_000, 10**12])
def test_any_length_of_time_has_a_few_ticks(measured, high: int):
    metric, scale = measured("performance-improvement", "4")
    axis = heights_axis(metric, scale, [0.0, float(high)])
    assert 2 <= len(axis["tickvals"]) <= 8


def test_a_scale_has_its_codes_in_order(measured):
    metric, scale = measured("governance-and-well-led", "6")
    axis = figure_of(metric, scale, ())["layout"]["yaxis"]
    assert axis["ticktext"] == ["P (Poor)", "A (Average)", "G (Good)", "E (Excellent)"]
    assert axis["tickvals"] == [1, 2, 3, 4]
    assert target_of(metric, scale) == 4
    between = traces(figure_of(metric, scale, ()), "Actual")[0]
    assert 3.5 in between["y"]


def test_bands_share_an_axis_of_percentages(measured):
    figure = figure_of(*measured("governance-and-well-led", "5"), ())
    axis = figure["layout"]["yaxis"]
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True)) == {
        0: "No, from 0%",
        50: "Minimal, from 50%",
        75: "Partial, from 75%",
        90: "Substantial, from 90%",
        100: "100%",
    }
    assert traces(figure, "Aim")[0]["y"][2] == 95
    assert traces(figure, "Actual")[0]["y"][2] == 75


def test_the_pointer_shows_a_figure_as_printed_with_its_verdict_and_why(measured):
    figure = figure_of(*measured("patient-safety", "2"), ())
    assert traces(figure, "Actual")[0]["hovertext"][3] == (
        "Actual, 2023/24 Q2<br>60.75%<br>Met<br>60.75% meets the aim of 60%"
    )
    assert traces(figure, "Aim")[0]["hovertext"][6] == "Aim, 2024/25 Q1<br>&gt;90%"


def test_a_figure_to_date_or_restated_is_pointed_at_with_its_note(measured):
    metric, scale = measured("patient-safety", "2")
    cells = list(metric.lines[0].cells)
    cells[3] = replace(cells[3], note="Restated from 61%: <b>counted twice</b>")
    cells[4] = replace(cells[4], note="To 31 October 2023.")
    noted = replace(metric, lines=(replace(metric.lines[0], cells=tuple(cells)),))
    figure = figure_of(noted, scale, ())
    target, restated, to_date = figure["layout"]["annotations"]
    assert target["text"] == "Target: 90%"
    assert (restated["text"], restated["x"], restated["y"]) == ("Restated", "2023/24 Q2", 60.75)
    assert restated["hovertext"] == "Restated from 61%: &lt;b&gt;counted twice&lt;/b&gt;"
    assert to_date["text"] == "To date"
    assert "To 31 October 2023." in traces(figure, "Actual")[0]["hovertext"][4]


def test_earlier_trajectories_lie_under_the_rest_faint_dotted_and_named(measured):
    metric, scale = measured("patient-safety", "2")
    aims = tuple(
        CellFact(cell.quarter, f"{low}%", "value", str(low), "", "", "")
        for low, cell in enumerate(metric.aims, start=2)
    )
    figure = figure_of(metric, scale, [Revision("Until 12 January 2024: agreed by IPOB", aims)])
    first = figure["data"][0]
    assert first["y"] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert (first["line"]["dash"], first["opacity"] < 1) == ("dot", True)
    said = figure["layout"]["annotations"][-1]
    assert said["text"] == "Until 12 January 2024: agreed<br>by IPOB"
    assert (said["x"], said["y"]) == ("2024/25 Q2", 9)
    assert figure["layout"]["yaxis"]["range"][0] < 2


def test_a_metric_without_figures_is_an_empty_figure(measured):
    figure = figure_of(*measured("culture-and-staff-wellbeing", "4"), ())
    assert traces(figure, "Aim")[0]["y"] == [None] * 8
    assert figure["layout"]["shapes"] == []


def test_no_text_is_read_as_a_tag():
    assert plain("<a href='x'>&lt;") == "&lt;a href='x'&gt;&amp;lt;"
