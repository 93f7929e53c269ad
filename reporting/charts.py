"""Small trends: one drawing of a line of actuals beside its aims, as inline SVG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reporting.figure_facts import CellFact, LineFact, MetricFact

WIDTH, HEIGHT, MARGIN = 140, 36, 5


@dataclass(frozen=True)
class _Frame:
    """Where quarters and positions fall in the drawing. A drawing may be off by a float."""

    step: float
    low: float
    scale: float

    @classmethod
    def around(cls, positions: list[float], quarters: int) -> _Frame:
        low, high = min(positions), max(positions)
        step = (WIDTH - 2 * MARGIN) / max(1, quarters - 1)
        return cls(step, low, (HEIGHT - 2 * MARGIN) / ((high - low) or 1))

    def at(self, place: int, position: str) -> tuple[str, str]:
        x = MARGIN + place * self.step
        y = HEIGHT - MARGIN - (float(position) - self.low) * self.scale
        return f"{x:.1f}", f"{y:.1f}"


@lru_cache(maxsize=1024)
def trend(metric: MetricFact, line: LineFact) -> SafeString:
    """Draw a line of actuals with its aims dashed; nothing when there is no actual to draw."""
    drawn = [float(cell.position) for cell in line.cells if cell.position is not None]
    if not drawn:
        return SafeString("")
    aimed = [float(cell.position) for cell in metric.aims if cell.position is not None]
    frame = _Frame.around([*aimed, *drawn], len(line.cells))
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
            x, y = frame.at(place, cell.position)
            steps.append(f"{'L' if pen_down else 'M'}{x} {y}")
        pen_down = cell.position is not None
    return SafeString(f'<path class="{css}" d="{"".join(steps)}"/>' if steps else "")


def _points(frame: _Frame, cells: tuple[CellFact, ...]) -> SafeString:
    drawn = []
    for place, cell in enumerate(cells):
        if cell.position is not None:
            x, y = frame.at(place, cell.position)
            css = f"app-trend__point app-trend__point--{cell.verdict}"
            drawn.append(f'<circle class="{css}" cx="{x}" cy="{y}" r="2.5"/>')
    return SafeString("".join(drawn))
