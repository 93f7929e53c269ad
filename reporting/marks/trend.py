"""Small trends: the last readings of a line beside its aims, as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from improvement.values.periods import Quarter
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact

QUARTERS, WIDTH, HEIGHT, MARGIN, RADIUS = 5, 64, 18, 3.5, 2.6


@dataclass(frozen=True)
class _TrendFrame:
    """Where quarters and positions fall in the drawing. Floats are exact enough for it."""

    step: float
    low: float
    scale: float
    height: int

    @classmethod
    def around(cls, positions: list[float], width: int, height: int) -> _TrendFrame:
        low, high = min(positions), max(positions)
        step = (width - 2 * MARGIN) / (QUARTERS - 1)
        return cls(step, low, (height - 2 * MARGIN) / ((high - low) or 1), height)

    def across(self, place: int) -> float:
        return MARGIN + place * self.step

    def up(self, position: str) -> float:
        return self.height - MARGIN - (float(position) - self.low) * self.scale


@lru_cache(maxsize=2048)
def trend(
    metric: MetricFact,
    line: LineFact,
    until: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> SafeString:
    """Draw a line's readings of five quarters with its aims as dashed steps; none, no drawing.

    ``until`` is the last quarter drawn, the same for every row of a list, so that all stand on one
    time scale; without it, the line's own last reading.
    """
    quarters = _quarters(line.cells, until)
    cells = [cell for cell in line.cells if cell.quarter in quarters]
    readings = [cell for cell in cells if cell.position is not None]
    if not readings:
        return SafeString("")
    aims = [aim for aim in metric.aims if aim.position is not None and aim.quarter in quarters]
    positions = [float(cell.position) for cell in (*aims, *readings) if cell.position is not None]
    frame = _TrendFrame.around(positions, width, height)
    return format_html(
        '<svg class="app-trend__svg" role="img" aria-label="{}" width="{}" height="{}"'
        ' viewBox="0 0 {} {}">{}{}{}</svg>',
        in_words(metric, line, readings),
        width,
        height,
        width,
        height,
        _drawn("app-trend__aim", _steps(frame, aims, quarters)),
        _drawn("app-trend__line", _joined(frame, cells, quarters)),
        _last_point(frame, readings[-1], quarters),
    )


def _quarters(cells: Sequence[CellFact], until: str) -> dict[str, int]:
    """Return the five quarters drawn with their places, up to ``until`` or the last reading."""
    readings = [cell.quarter for cell in cells if cell.position is not None]
    if not (last := until or max(readings, default="")):
        return {}
    quarter = Quarter.parse(last)
    slugs = []
    for _ in range(QUARTERS):
        slugs.append(quarter.slug)
        quarter = quarter.before()
    return {slug: place for place, slug in enumerate(reversed(slugs))}


def in_words(metric: MetricFact, line: LineFact, cells: Iterable[CellFact]) -> str:
    """Return each of a line's figures with its quarter, for whoever does not see the drawing."""
    figures = [f"{cell.quarter} {cell.printed}" for cell in cells if cell.position is not None]
    return f"Metric {metric.number}, {line.name} by quarter: {', '.join(figures)}"


def _joined(frame: _TrendFrame, cells: Sequence[CellFact], quarters: dict[str, int]) -> str:
    """Join neighbouring quarters; one without a figure, or with a sum to date, breaks the line."""
    steps, before = [], None
    for cell in cells:
        if cell.position is not None and not cell.is_sum_to_date:
            place = quarters[cell.quarter]
            command = "L" if before == place - 1 else "M"
            steps.append(f"{command}{frame.across(place):.1f} {frame.up(cell.position):.1f}")
            before = place
    return "".join(steps)


def _steps(frame: _TrendFrame, aims: Sequence[CellFact], quarters: dict[str, int]) -> str:
    """Draw each aim over its quarter, up to where the quarter's reading stands."""
    steps, before = [], None
    for aim in aims:
        place = quarters[aim.quarter]
        y = frame.up(aim.position or "")
        begins = frame.across(max(0, place - 1))
        joins = before == place - 1
        steps.append(f"V{y:.1f}" if joins else f"M{begins:.1f} {y:.1f}")
        steps.append(f"H{frame.across(place):.1f}")
        before = place
    return "".join(steps)


def _drawn(css: str, path: str) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', css, path) if path else SafeString("")


def _last_point(frame: _TrendFrame, cell: CellFact, quarters: dict[str, int]) -> SafeString:
    """Draw the last reading in the colour of its verdict, hollow where it is to date."""
    to_date = " app-trend__point--to-date" if cell.is_sum_to_date or cell.is_to_date else ""
    return format_html(
        '<circle class="app-trend__point app-trend__point--{}{}" cx="{}" cy="{}" r="{}"/>',
        cell.verdict or "no_verdict",
        to_date,
        f"{frame.across(quarters[cell.quarter]):.1f}",
        f"{frame.up(cell.position or ''):.1f}",
        RADIUS,
    )


def metric_in_words(metric: MetricFact) -> str:
    """Return what a drawing of every line shows."""
    drawn = [line for line in metric.lines if any(cell.position for cell in line.cells)]
    return (
        ". ".join(in_words(metric, line, line.cells) for line in drawn)
        or f"Metric {metric.number}: no actual to draw yet"
    )
