"""Axes: where a metric's figures stand, and what its ticks say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import ceil, floor
from typing import Any

from reporting.figure_facts import CellFact, MetricFact
from scorecards.performance import print_duration
from scorecards.scales import Scale
from scorecards.values import Kind, parse, position

MOST_STEPS = 6
PALE = "#d8dde0"
MINUTE, HOUR = 60, 3600
STEPS = (1, 2, 5, 10, 15, 30, *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)))
STEPS += tuple(HOUR * n for n in (1, 2, 3, 6, 12))


def height(cell: CellFact) -> float | None:
    """Take a cell, give where it stands, or None: a gap."""
    return None if cell.position is None else float(cell.position)


def target_of(metric: MetricFact, scale: Scale | None) -> float | None:
    """Take a metric and the scale it is read on, give where its target stands, or None."""
    place = position(parse(metric.target, Kind(metric.kind), scale=scale), scale=scale)
    return None if place is None else float(place)


def heights_axis(metric: MetricFact, scale: Scale | None, heights: list[float]) -> dict[str, Any]:
    """Take a metric, its scale and every height that is drawn, give Plotly's upright axis."""
    axis = {"automargin": True, "fixedrange": True, "zeroline": False, "gridcolor": PALE}
    if metric.kind == Kind.SCALE and scale is not None:
        return axis | (_bands(scale, heights) if scale.is_banded else _grades(scale))
    low, high = _room(heights)
    if metric.kind == Kind.DURATION:
        return axis | _ticks(_durations(max(0, low), high)) | {"range": [max(0, low), high]}
    suffix = "%" if metric.kind == Kind.PERCENT else ""
    return axis | {"range": [low, high], "ticksuffix": suffix, "separatethousands": True}


def _room(heights: list[float]) -> tuple[float, float]:
    """Give the ends of an axis with some room; figures of nothing or more stay above nothing."""
    low, high = min(heights, default=0), max(heights, default=1)
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1
    return (max(0, low - room) if low > 0 else low - room), high + room


def _grades(scale: Scale) -> dict[str, Any]:
    """Give an axis of ranks, the worst lowest."""
    named = [(rank, point.choice) for rank, point in enumerate(scale.points, start=1)]
    return _ticks(named) | {"range": [0.5, len(named) + 0.5]}


def _bands(scale: Scale, heights: list[float]) -> dict[str, Any]:
    """Give an axis of percentages with a tick where each band begins."""
    edges = [(point.threshold or Decimal(0), point.choice) for point in scale.points]
    named = [(float(edge), f"{choice}, from {edge:f}%") for edge, choice in edges]
    top = max([100, *heights])
    whole = [] if any(edge == 100 for edge, _ in named) else [(100.0, "100%")]
    return _ticks(sorted(named + whole)) | {"range": [min(0, *heights) - 4, top + 6]}


def _durations(low: float, high: float) -> list[tuple[float, str]]:
    """Give round times that cover the axis, in h:mm:ss."""
    step = next((one for one in STEPS if (high - low) / one <= MOST_STEPS), 0)
    step = step or 24 * HOUR * ceil((high - low) / MOST_STEPS / (24 * HOUR))
    seconds = range(ceil(low / step) * step, floor(high) + 1, step)
    return [(one, print_duration(Decimal(one))) for one in seconds]


def _ticks(named: Iterable[tuple[float, str]]) -> dict[str, Any]:
    pairs = list(named)
    places, words = [place for place, _ in pairs], [plain(word) for _, word in pairs]
    return {"tickmode": "array", "tickvals": places, "ticktext": words}


def plain(text: str) -> str:
    """Take any text, give it so that Plotly, which reads tags, shows every character of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
