"""Native charts that can be edited: a small line chart for each metric, six on a slide."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from reporting.contents.facts import QuarterFact, WorkstreamFact
from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.marks.trend import metric_in_words
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.text import one_line
from reporting.renderers.pptx.theme import BOTTOM, INK, LEFT, QUIET, TOP, WIDTH
from scorecards.values.cells import Kind

_ACROSS, _DOWN, _GAP = 3, 2, 12.0
_WIDE = (WIDTH - _GAP * (_ACROSS - 1)) / _ACROSS
_HIGH = (BOTTOM - TOP - _GAP * (_DOWN - 1)) / _DOWN
_COLOURS = ("005EB8", "00636B", "7C2855", "AE2573", "330072")
_FORMATS = {Kind.PERCENT: "0.##%", Kind.DURATION: "[h]:mm:ss"}
_DAY = 86_400


def charted_metrics(workstream: WorkstreamFact) -> list[MetricFact]:
    """Return the metrics of a workstream that have at least one actual."""
    return [
        metric
        for metric in workstream.metrics
        if any(cell.position is not None for line in metric.lines for cell in line.cells)
    ]


def charts(
    deck: Deck, workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...], title: str
) -> None:
    """Draw a chart for each metric with figures."""
    a_slide = _ACROSS * _DOWN
    flow = Flow(deck, "Charts", title)
    for place, metric in enumerate(charted_metrics(workstream)):
        if place and place % a_slide == 0:
            flow.new_slide()
        row, column = divmod(place % a_slide, _ACROSS)
        at = (LEFT + column * (_WIDE + _GAP), TOP + row * (_HIGH + _GAP))
        _chart(deck.slide, metric, quarters, *at)


def _chart(
    slide: Any, metric: MetricFact, quarters: tuple[QuarterFact, ...], x: float, y: float
) -> None:
    data = CategoryChartData(number_format=_FORMATS.get(Kind(metric.kind), "General"))
    data.categories = [_as_text(quarter.slug) for quarter in quarters]
    data.add_series("Aim", _values(metric, metric.aims, quarters))
    for line in metric.lines:
        data.add_series(_as_text(line.name), _values(metric, line.cells, quarters))
    kind = XL_CHART_TYPE.LINE_MARKERS
    frame = slide.shapes.add_chart(kind, Pt(x), Pt(y), Pt(_WIDE), Pt(_HIGH), data)
    frame.name = f"Chart of metric {metric.number}"[:200]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", metric_in_words(metric)[:2_000])
    _format_chart(frame.chart, metric)


def _as_text(name: str) -> str:
    """Return a name that the chart’s embedded workbook does not read as a formula or a link."""
    line = " ".join(name.split())[:60] or "Unnamed"
    return line if line[0].isalnum() and ":" not in line else f"“{line}”"


def _values(
    metric: MetricFact, cells: tuple[CellFact, ...], quarters: tuple[QuarterFact, ...]
) -> list[float | None]:
    by_quarter = {cell.quarter: cell for cell in cells}
    return [_value(metric, by_quarter.get(quarter.slug)) for quarter in quarters]


def _value(metric: MetricFact, cell: CellFact | None) -> float | None:
    """Return a percentage as a part of one, a duration as a part of a day, as in spreadsheets."""
    if cell is None or cell.position is None:
        return None
    number = float(cell.position)
    if metric.kind == Kind.DURATION:
        return number / _DAY
    return number / 100 if metric.kind == Kind.PERCENT else number


def _format_chart(chart: Any, metric: MetricFact) -> None:
    chart.font.size, chart.font.name = Pt(8), "Arial"
    chart.font.color.rgb = RGBColor.from_string(INK)
    chart.has_title = True
    frame = chart.chart_title.text_frame
    frame.text = one_line(f"{metric.number} {metric.name}", _WIDE * 1.7, 9, bold=True)
    frame.paragraphs[0].font.size, frame.paragraphs[0].font.bold = Pt(9), True
    chart.chart_title.include_in_layout = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D8DDE0")
    chart.value_axis.format.line.fill.background()
    _format_axis(chart, metric)
    for place, series in enumerate(chart.plots[0].series):
        _format_line(
            series, QUIET if place == 0 else _COLOURS[(place - 1) % len(_COLOURS)], place == 0
        )
    for series, line in zip(list(chart.plots[0].series)[1:], metric.lines, strict=True):
        for point, cell in zip(series.points, line.cells, strict=False):
            _format_point(point, cell, is_grade=metric.kind == Kind.SCALE)


def _format_axis(chart: Any, metric: MetricFact) -> None:
    """Show figures in their unit; a grade has labels at its points, because it is no number."""
    labels = chart.value_axis.tick_labels
    labels.number_format_is_linked = False
    labels.number_format = _FORMATS.get(Kind(metric.kind), "General")
    if metric.kind == Kind.SCALE:
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def _format_point(point: Any, cell: CellFact, *, is_grade: bool) -> None:
    if cell.is_sum_to_date:  # no line from a whole quarter to a sum that is still adding up
        point.format.line.fill.background()
    if is_grade and cell.position is not None:
        point.data_label.text_frame.text = one_line(cell.printed, 60, 8)
        point.data_label.position = XL_LABEL_POSITION.ABOVE


def _format_line(series: Any, colour: str, aim: bool) -> None:
    """Format a line. An aim is dashed and without points, so that it does not depend on colour."""
    series.smooth = False
    series.format.line.width, series.format.line.color.rgb = Pt(1.75), RGBColor.from_string(colour)
    if aim:
        series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
