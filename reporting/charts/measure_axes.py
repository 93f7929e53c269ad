"""The axes of a measure's figure: where its values and days are, and what its ticks say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any

from improvement.values.periods import Quarter
from reporting.charts.template import ticks
from reporting.contents.metric_facts import CellFact, MetricFact
from scorecards.values.cells import Kind, parse, position
from scorecards.values.performance import print_duration
from scorecards.values.scales import MetricScale

MOST_STEPS = 6
# As many quarters as have words on a wide figure.
MOST_QUARTERS, QUARTERS_A_YEAR = 16, 4
MINUTE, HOUR = 60, 3600
STEPS = (1, 2, 5, 10, 15, 30, *(MINUTE * n for n in (1, 2, 5, 10, 15, 30)))
STEPS += tuple(HOUR * n for n in (1, 2, 3, 6, 12))


def height(cell: CellFact) -> float | None:
    """Return where a cell is on the upright axis, or None: a gap."""
    return None if cell.position is None else float(cell.position)


def height_of(printed: str, metric: MetricFact, scale: MetricScale | None) -> float | None:
    """Return where a text as printed, such as a target, is on a measure's upright axis, or None."""
    place = position(parse(printed, Kind(metric.kind), scale=scale), scale=scale)
    return None if place is None else float(place)


def heights_axis(
    metric: MetricFact, scale: MetricScale | None, heights: list[float]
) -> dict[str, Any]:
    """Return the upright axis of a measure, for every height that is drawn: range and ticks."""
    if metric.kind == Kind.SCALE and scale is not None:
        return _bands(scale, heights) if scale.is_banded else _grades(scale)
    low, high = _room(heights)
    if metric.kind == Kind.DURATION:
        return ticks(_durations(max(0, low), high)) | {"range": [max(0, low), high]}
    if (
        metric.kind == Kind.PERCENT
        and min(heights, default=0) >= 0
        and max(heights, default=0) <= 100
    ):
        high = min(high, 104)
    suffix = "%" if metric.kind == Kind.PERCENT else ""
    return ticks(round_numbers(low, high, suffix)) | {"range": [low, high]}


def _room(heights: list[float]) -> tuple[float, float]:
    """Return the ends of an axis with some room; figures of nothing or more stay above nothing."""
    low, high = min(heights, default=0), max(heights, default=1)
    room = (high - low) * 0.15 or abs(high) * 0.1 or 1
    return (max(0, low - room) if low >= 0 else low - room), high + room


def round_numbers(
    low: float, high: float, suffix: str, *, most: int = MOST_STEPS
) -> list[tuple[float, str]]:
    """Return round numbers that cover an axis, in at most so many steps; whole ones for counts."""
    rough = Decimal(str((high - low) / most)) or Decimal(1)
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = ceil(Decimal(str(low)) / step), floor(Decimal(str(high)) / step)
    numbers = [step * count for count in range(first, last + 1)]
    return [(float(number), f"{number.normalize():,f}{suffix}") for number in numbers]


def _grades(scale: MetricScale) -> dict[str, Any]:
    """Return an axis of ranks, the worst lowest."""
    named = [(float(rank), point.choice) for rank, point in enumerate(scale.points, start=1)]
    return ticks(named) | {"range": [0.5, len(named) + 0.5]}


def _bands(scale: MetricScale, heights: list[float]) -> dict[str, Any]:
    """Return an axis of percentages with a tick where each band begins."""
    edges = [(point.threshold or Decimal(0), point.choice) for point in scale.points]
    named = [(float(edge), f"{choice}, from {edge:f}%") for edge, choice in edges]
    top = max([100, *heights])
    whole = [] if any(edge == 100 for edge, _ in named) else [(100.0, "100%")]
    return ticks(sorted(named + whole)) | {"range": [min(0, *heights) - 4, top + 6]}


def _durations(low: float, high: float) -> list[tuple[float, str]]:
    """Return round times that cover the axis, in h:mm:ss."""
    step = next((step for step in STEPS if (high - low) / step <= MOST_STEPS), 0)
    step = step or 24 * HOUR * ceil((high - low) / MOST_STEPS / (24 * HOUR))
    seconds = range(ceil(low / step) * step, floor(high) + 1, step)
    return [(second, print_duration(Decimal(second))) for second in seconds]


def quarters_axis(quarters: Sequence[str], *, narrow: bool) -> dict[str, Any]:
    """Return the axis of quarters, one unit each; a year stands under its first quarter.

    Where there are many, or little room, only some of them have words.
    """
    parted = [quarter.split(" ") for quarter in quarters]
    first = next((place for place, (_, number) in enumerate(parted) if number == "Q1"), 0)
    every = ceil(len(quarters) / (MOST_QUARTERS // 2 if narrow else MOST_QUARTERS))
    every = every if every < QUARTERS_A_YEAR else QUARTERS_A_YEAR * ceil(every / QUARTERS_A_YEAR)
    named = [
        (place, number if place and number != "Q1" else f"{number}<br>{year}")
        for place, (year, number) in enumerate(parted)
        if (place - first) % every == 0
    ]
    places, words = [place for place, _ in named], [word for _, word in named]
    return {"range": [-0.5, len(quarters) - 0.5], "tickvals": places, "ticktext": words}


def place_of_day(day: date, quarters: Sequence[str]) -> float | None:
    """Return where a day is on the axis of quarters, or None outside them."""
    slug = Quarter.of(day).slug
    if slug not in quarters:
        return None
    quarter = Quarter.parse(slug)
    whole = (quarter.ends_on - quarter.starts_on).days + 1
    return quarters.index(slug) - 0.5 + ((day - quarter.starts_on).days + 1) / whole
