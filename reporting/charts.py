"""Small trends: one drawing of a line of actuals beside its aims, as inline SVG."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.contents import CellFact, LineFact, MetricFact

WIDTH, HEIGHT, MARGIN = 140, 36, 5


@dataclass(frozen=True)
class _Frame:
    """Where quarters and positions fall in the drawing."""

    quarters: int
    low: Decimal
    high: Decimal

    def x(self, place: int) -> float:
        return MARGIN + place * (WIDTH - 2 * MARGIN) / max(1, self.quarters - 1)

    def y(self, position: str) -> float:
        share = (Decimal(position) - self.low) / (self.high - self.low)
        return round(HEIGHT - MARGIN - float(share) * (HEIGHT - 2 * MARGIN), 1)


def trend(metric: MetricFact, line: LineFact) -> SafeString:
    """Draw a line of actuals with its aims dashed; nothing when there is no actual to draw."""
    drawn = [cell for cell in line.cells if cell.position is not None]
    if not drawn:
        return SafeString("")
    positions = [Decimal(cell.position) for cell in (*metric.aims, *drawn) if cell.position]
    low, high = min(positions), max(positions)
    frame = _Frame(len(line.cells), low, high if high > low else low + 1)
    return format_html(
        '<svg class="app-trend__svg" role="img" aria-label="{}" width="{}" height="{}"'
        ' viewBox="0 0 {} {}">{}{}{}</svg>',
        in_words(metric, line),
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        _path(frame, metric.aims, "app-trend__aim"),
        _path(frame, line.cells, "app-trend__line"),
        _points(frame, line.cells),
    )


def in_words(metric: MetricFact, line: LineFact) -> str:
    """Say what the drawing shows: each actual entered, with its quarter."""
    said = [f"{cell.quarter} {cell.printed}" for cell in line.cells if cell.position is not None]
    return f"Metric {metric.number}, {line.name} by quarter: {', '.join(said)}"


def metric_in_words(metric: MetricFact) -> str:
    """Say what a drawing of every line shows."""
    drawn = [line for line in metric.lines if any(cell.position for cell in line.cells)]
    said = [in_words(metric, line) for line in drawn]
    return ". ".join(said) or f"Metric {metric.number}: no actual to draw yet"


def _path(frame: _Frame, cells: tuple[CellFact, ...], css: str) -> SafeString:
    """Join neighbouring quarters; a quarter without a figure breaks the line."""
    steps, pen_down = [], False
    for place, cell in enumerate(cells):
        if cell.position is not None:
            steps.append(f"{'L' if pen_down else 'M'}{frame.x(place):.1f} {frame.y(cell.position)}")
        pen_down = cell.position is not None
    return (
        format_html('<path class="{}" d="{}"/>', css, "".join(steps)) if steps else SafeString("")
    )


def _points(frame: _Frame, cells: tuple[CellFact, ...]) -> SafeString:
    drawn = (
        (cell.verdict, f"{frame.x(place):.1f}", frame.y(cell.position))
        for place, cell in enumerate(cells)
        if cell.position is not None
    )
    return format_html_join(
        "", '<circle class="app-trend__point app-trend__point--{}" cx="{}" cy="{}" r="2.5"/>', drawn
    )
