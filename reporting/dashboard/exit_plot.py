"""The way to the exit for Plotly, which draws it over the server's drawing, place for place."""

from __future__ import annotations

from typing import Any

from plotly import graph_objects as go

from reporting.charts.exit import counts_of
from reporting.charts.marks import upright
from reporting.charts.template import (
    ACTUAL,
    BOLD,
    FUTURE,
    GREY,
    INK,
    QUIET,
    WORSE,
    figure,
    note,
    ticks,
)
from reporting.dashboard.exit_chart import Axes, Label, axes_of, labels_of
from reporting.summary.exit_way import ExitWay, months_between

HEIGHT, MARGIN, SMALL = 200, (20, 2, 14, 20), 11  # in pixels; the edges are those of dashboard.css
COLOURS = {"here": ACTUAL, "after": ACTUAL, "at-pace": ACTUAL, "month-now": INK}
ANCHORS = {"here": "right", "at-pace": "right", "last": "right", "month-now": "center"}
SHIFTS = {"here": -6, "after": 16, "at-pace": -5}


def figure_of(way: ExitWay) -> go.Figure:
    """Return the figure of a way that has criteria, with what each month says."""
    axes = axes_of(way)
    words = {"size": SMALL}
    counts = ticks([(count, str(count)) for count in counts_of(axes.total)])
    return figure(
        [_even(way, axes), _complete(way, axes), *_ahead(way, axes)],
        height=HEIGHT,
        margin=MARGIN,
        showlegend=False,
        hovermode="x",
        xaxis={"range": [0, axes.months], "showticklabels": False, "ticks": ""},
        yaxis=counts | {"range": [0, axes.total], "tickfont": words},
        shapes=_time_to_come(way, axes),
        annotations=[_note(label) for label in labels_of(way, axes)],
    )


def _place(way: ExitWay, axes: Axes) -> int:
    return months_between(axes.first, way.until)


def _complete(way: ExitWay, axes: Axes) -> go.Scatter:
    """Return the steps up to now; the last of them is a point."""
    sizes = [0] * (len(way.by_month) - 1) + [8]
    return go.Scatter(
        name="Complete",
        mode="lines+markers",
        x=[months_between(axes.first, month) for month, _ in way.by_month],
        y=[count for _, count in way.by_month],
        line={"color": ACTUAL, "width": 2, "shape": "hv"},
        marker={"size": sizes, "color": ACTUAL, "opacity": 1},
        cliponaxis=False,
        hovertext=[f"{month.words}: {count} complete" for month, count in way.by_month],
    )


def _even(way: ExitWay, axes: Axes) -> go.Scatter:
    ends = ([0, axes.months], [way.by_month[0][1], way.total])
    return _line("Even pace", *(ends if way.even_now is not None else ([], [])), GREY, "4px,3px", 1)


def _ahead(way: ExitWay, axes: Axes) -> list[go.Scatter]:
    """Return the lines from now to the date: what is needed, and what is reached at this pace."""
    x, drawn = [_place(way, axes), axes.months], []
    by = way.exit_month.words if way.exit_month else ""
    if way.needed is not None:
        line = _line("Needed", x, [way.complete, way.total], WORSE, "2px,3px", 2)
        line.update(hoverinfo="text", hovertext=["", f"{by}: {way.total} needed"])
        drawn.append(line)
    if way.at_this_pace is not None and way.months_left:
        line = _line("At this pace", x, [way.complete, way.at_this_pace], ACTUAL, "2px,3px", 2)
        line.update(hoverinfo="text", hovertext=["", f"{by}: {way.at_this_pace} at this pace"])
        drawn.append(line)
    return drawn


def _line(
    name: str, x: list[int], y: list[int], colour: str, dash: str, width: float
) -> go.Scatter:
    style = {"color": colour, "dash": dash, "width": width}
    return go.Scatter(name=name, mode="lines", x=x, y=y, line=style, hoverinfo="skip")


def _time_to_come(way: ExitWay, axes: Axes) -> list[dict[str, Any]]:
    ends = {"xref": "x", "x0": _place(way, axes), "x1": axes.months}
    band = {"type": "rect", **ends, "yref": "paper", "y0": 0, "y1": 1}
    return [
        band | {"layer": "below", "fillcolor": FUTURE, "line": {"width": 0}},
        upright(axes.months, None),
    ]


def _note(label: Label) -> dict[str, Any]:
    """Return words as the server's drawing has them: the place is their baseline."""
    colour = COLOURS.get(label.name, QUIET)
    weight = BOLD if label.name in ("here", "after", "month-now") else {}
    return note(
        label.words,
        xref="paper",
        yref="paper",
        x=label.x / 100,
        y=1 - label.y / 100,
        xanchor=ANCHORS.get(label.name, "left"),
        xshift=SHIFTS.get(label.name, 0),
        yanchor="middle",
        yshift=4 - label.down,
        font=weight | {"color": colour, "size": SMALL},
    )
