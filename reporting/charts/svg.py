"""A figure as the server's own SVG: what stands in a page before, or without, Plotly.

It draws what our figures use: lines, steps, markers, stacked areas, bands, notes and a key. Every
figure says its margins and the ranges of its axes, so both drawings put things at the same places.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from plotly import graph_objects as go

from reporting.charts.template import GREY, QUIET, RULE, SIZE, WHITE, WORDS_HIGH

DASHES = {"dot": "2 4", "longdashdot": "10 4 2 4", "dashdot": "6 4 2 4"}
# How wide a character is on average in Arial, as a part of the size of its type.
CHARACTER = 0.54
_BREAK = re.compile("<br>")

Point = tuple[float, float]


@dataclass(frozen=True)
class _Frame:
    """The plot's box in pixels, and the ranges of its axes."""

    left: float
    right: float
    top: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float, ref: str | None = None) -> float:
        low, high = (0.0, 1.0) if ref == "paper" else self.x_range
        return round(self.left + (value - low) / (high - low) * (self.right - self.left), 1)

    def y(self, value: float, ref: str | None = None) -> float:
        low, high = (0.0, 1.0) if ref == "paper" else self.y_range
        return round(self.bottom - (value - low) / (high - low) * (self.bottom - self.top), 1)


def svg_of(figure: go.Figure, width: int) -> SafeString:
    """Return a figure as SVG of a width in pixels. A screen reader is told by what it stands in."""
    layout = figure.layout
    margin, height = layout.margin, layout.height
    frame = _Frame(
        left=margin.l,
        right=width - margin.r,
        top=margin.t,
        bottom=height - margin.b,
        x_range=tuple(layout.xaxis.range),
        y_range=tuple(layout.yaxis.range),
    )
    parts = [
        *_shapes(frame, layout, "below"),
        *_grid(frame, layout),
        *_areas(frame, figure.data),
        *_shapes(frame, layout, "above"),
        *(part for trace in figure.data for part in _trace(frame, trace)),
        *(_note(frame, annotation) for annotation in layout.annotations),
        *_key(figure, frame.left, width),
    ]
    return format_html(
        '<svg class="app-chart__svg" aria-hidden="true" focusable="false" width="100%" height="{}" '
        'viewBox="0 0 {} {}" preserveAspectRatio="xMinYMid meet" font-size="{}">{}</svg>',
        height,
        width,
        height,
        SIZE,
        _join(parts),
    )


def _join(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped where it is made


def _grid(frame: _Frame, layout: go.Layout) -> Iterator[SafeString]:
    """Return the lines across with their words, the axis below and its words."""
    for place, words in _named(layout.yaxis):
        y = frame.y(place)
        yield _line((frame.left, y), (frame.right, y), RULE, 1)
        yield _text(words, frame.left - 4, y + 4, anchor="end")
    yield _line((frame.left, frame.bottom), (frame.right, frame.bottom), GREY, 1)
    for place, words in _named(layout.xaxis):
        yield _text(words, frame.x(place), frame.bottom + WORDS_HIGH)


def _named(axis: Any) -> Iterator[tuple[float, str]]:
    low, high = axis.range
    pairs = zip(axis.tickvals or (), axis.ticktext or (), strict=True)
    return ((place, words) for place, words in pairs if low <= place <= high)


def _shapes(frame: _Frame, layout: go.Layout, layer: str) -> Iterator[SafeString]:
    for shape in layout.shapes:
        if (shape.layer or "above") != layer:
            continue
        start = frame.x(shape.x0, shape.xref), frame.y(shape.y0, shape.yref)
        end = frame.x(shape.x1, shape.xref), frame.y(shape.y1, shape.yref)
        if shape.type == "rect":
            (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
            size = (left, top, round(right - left, 1), round(bottom - top, 1), shape.fillcolor)
            yield format_html('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>', *size)
        else:
            yield _line(start, end, shape.line.color, shape.line.width, shape.line.dash)


def _areas(frame: _Frame, traces: Sequence[Any]) -> Iterator[SafeString]:
    """Return the areas of stacked traces, each on top of those before it."""
    floor: list[float] = []
    for trace in traces:
        if trace.stackgroup:
            floor = floor or [0.0] * len(trace.y)
            ceiling = [low + high for low, high in zip(floor, trace.y, strict=True)]
            there = [(frame.x(x), frame.y(y)) for x, y in zip(trace.x, ceiling, strict=True)]
            back = [(frame.x(x), frame.y(y)) for x, y in zip(trace.x, floor, strict=True)]
            area = _path([*there, *reversed(back)])
            yield format_html('<path d="{}Z" fill="{}" stroke="{}"/>', area, trace.fillcolor, WHITE)
            floor = ceiling


def _trace(frame: _Frame, trace: Any) -> Iterator[SafeString]:
    if trace.stackgroup:
        return
    places = [
        None if x is None or y is None else (frame.x(x), frame.y(y))
        for x, y in zip(trace.x, trace.y, strict=True)
    ]
    mode = trace.mode or "lines"
    if "lines" in mode:
        for run in _runs(_stepped(places) if trace.line.shape == "hv" else places):
            yield _stroke(_path(run), trace.line.color, trace.line.width, trace.line.dash)
    drawn = [(number, place) for number, place in enumerate(places) if place]
    if "markers" in mode:
        for number, place in drawn:
            yield _marker(place, trace.marker, number)
    if "text" in mode and trace.text:
        for number, (x, y) in drawn:
            yield _beside(trace, number, x, y)


def _stepped(places: Sequence[Point | None]) -> Iterator[Point | None]:
    """Return the corners of steps, each as high as its point until the next one."""
    for place, following in zip(places, [*places[1:], None], strict=True):
        yield place
        if place and following:
            yield following[0], place[1]


def _runs(places: Iterable[Point | None]) -> Iterator[list[Point]]:
    """Return the points of each unbroken line."""
    run: list[Point] = []
    for place in places:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _stroke(path: str, colour: str, width: float, dash: str | None) -> SafeString:
    dashed = DASHES.get(dash or "", (dash or "").replace("px", "")) if dash != "solid" else ""
    dashes = format_html(' stroke-dasharray="{}"', dashed) if dashed else ""
    return format_html(
        '<path d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>', path, colour, width, dashes
    )


def _line(
    start: Point, end: Point, colour: str, width: float, dash: str | None = None
) -> SafeString:
    return _stroke(_path([start, end]), colour, width, dash)


def _each(value: Any, number: int) -> Any:
    """Return what a marker has: its own, where each has its own."""
    return value[number] if isinstance(value, (list, tuple)) else value


def _marker(place: Point, marker: Any, number: int) -> SafeString:
    symbol = _each(marker.symbol, number) or "circle"
    colour, size = _each(marker.color, number), _each(marker.size, number) / 2
    edge = marker.line.width or 1.6 if symbol.endswith("-open") else 0
    (x, y), fill = place, WHITE if symbol.endswith("-open") else colour
    path = {
        "circle": f"M{x - size:g} {y:g}a{size:g} {size:g} 0 1 0 {2 * size:g} 0"
        f"a{size:g} {size:g} 0 1 0 {-2 * size:g} 0Z",
        "diamond": f"M{x:g} {y - size:g}L{x + size:g} {y:g}L{x:g} {y + size:g}L{x - size:g} {y:g}Z",
        "square": f"M{x - size:g} {y - size:g}h{2 * size:g}v{2 * size:g}h{-2 * size:g}Z",
    }[symbol.removesuffix("-open")]
    return format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>', path, fill, colour, edge
    )


def _beside(trace: Any, number: int, x: float, y: float) -> SafeString:
    """Return the words beside a point."""
    words = _each(trace.text, number) or ""
    up, _, side = (_each(trace.textposition, number) or "middle center").partition(" ")
    size = _each(trace.marker.size, number) or 0
    y += {"top": -size / 2 - 4, "bottom": size / 2 + SIZE, "middle": 4}[up]
    x += {"left": -size / 2 - 1, "right": size / 2 + 1, "center": 0}[side]
    anchor = {"left": "end", "right": "start", "center": "middle"}[side]
    return _text(words, x, y, anchor=anchor, font=trace.textfont)


def _note(frame: _Frame, annotation: Any) -> SafeString:
    lines = _BREAK.split(annotation.text)
    x = frame.x(annotation.x, annotation.xref) + (annotation.xshift or 0)
    y = frame.y(annotation.y, annotation.yref) - (annotation.yshift or 0)
    room = WORDS_HIGH * len(lines)
    top = {"top": 2, "middle": -room / 2, "bottom": -room - 2}[annotation.yanchor or "middle"]
    anchors = {"left": "start", "center": "middle", "right": "end"}
    anchor = anchors[annotation.xanchor or "center"]
    return _text(annotation.text, x, y + top + SIZE, anchor=anchor, font=annotation.font)


def _text(
    words: str, x: float, y: float, *, anchor: str = "middle", font: Any = None
) -> SafeString:
    """Return words, in lines where they are broken, whose first line stands on ``y``."""
    bold = font is not None and font.weight == "bold"
    weight = mark_safe(' font-weight="bold"') if bold else ""
    colour = font.color if font is not None and font.color else QUIET
    lines = [html.unescape(line) for line in _BREAK.split(words)]
    if len(lines) == 1:
        inside = format_html("{}", lines[0])
    else:
        steps = (
            (f"{x:g}", 0 if place == 0 else WORDS_HIGH, line) for place, line in enumerate(lines)
        )
        inside = format_html_join("", '<tspan x="{}" dy="{}">{}</tspan>', steps)
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        round(x, 1),
        round(y, 1),
        anchor,
        colour,
        weight,
        inside,
    )


def _key(figure: go.Figure, left: float, width: int) -> Iterator[SafeString]:
    """Return the key along the bottom, in as many lines as it needs."""
    if figure.layout.showlegend is False:
        return
    rows: list[list[tuple[float, Any]]] = [[]]
    x = left
    for trace in figure.data:
        if trace.showlegend is False:
            continue
        needed = 52 + len(trace.name) * SIZE * CHARACTER
        if rows[-1] and x + needed > width:
            rows.append([])
            x = left
        rows[-1].append((x, trace))
        x += needed
    for number, row in enumerate(rows):
        y = figure.layout.height - 10 - 19 * (len(rows) - 1 - number)
        for x, trace in row:
            yield from _key_entry(trace, x, y)


def _key_entry(trace: Any, x: float, y: float) -> Iterator[SafeString]:
    mode = trace.mode or "lines"
    if trace.stackgroup:
        shape = '<rect x="{}" y="{}" width="30" height="10" fill="{}"/>'
        yield format_html(shape, x + 5, y - 5, trace.fillcolor)
    elif "lines" in mode:
        yield _line((x + 5, y), (x + 35, y), trace.line.color, trace.line.width, trace.line.dash)
    if "markers" in mode:
        yield _marker((x + 20, y), trace.marker, -1)
    yield _text(trace.name, x + 40, y + 4, anchor="start")
