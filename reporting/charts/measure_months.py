"""A measure's figure by month: what was read in each, beside the aims of their quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from plotly import graph_objects as go

from improvement.values.periods import CalendarMonth
from reporting.charts.marks import across, at_the_end
from reporting.charts.measure_axes import height, height_of, heights_axis
from reporting.charts.measure_lines import actuals, aim_steps
from reporting.charts.template import NARROW, QUIET, WIDE, figure
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from scorecards.values.scales import MetricScale

HEIGHT = 420
A_NAME, A_FIGURE = 62, 6.5  # pixels of a month's name, and of a character of a figure


@dataclass(frozen=True)
class MonthsChart:
    """What a measure's figure by month draws: ``lines`` and ``aims`` have a cell for each month."""

    metric: MetricFact
    scale: MetricScale | None
    months: Sequence[CalendarMonth]
    lines: Sequence[LineFact]
    aims: Sequence[CellFact]

    @property
    def words(self) -> str:
        """What the figure shows, for who does not see it."""
        sentences = []
        for line in self.lines:
            shown = [f"{cell.quarter} {cell.printed}" for cell in line.cells if cell.position]
            if shown:
                sentences.append(f"{line.name} by month: {', '.join(shown)}")
        return f"Measure {self.metric.number}. {'. '.join(sentences) or 'No figure to draw yet'}."

    def figure(self, *, narrow: bool = False) -> go.Figure:
        """Return the figure, for a wide column or for a telephone."""
        axis = heights_axis(self.metric, self.scale, self._heights())
        left = 12 + round(6.2 * max(map(len, axis["ticktext"])))
        baseline = height_of(self.metric.baseline, self.metric, self.scale)
        words = [f"Baseline {self.metric.baseline}", self.metric.baseline_when]
        return figure(
            [*self._traces(narrow=narrow)],
            height=HEIGHT,
            margin=(
                min(left, 84) if narrow else left,
                12 if narrow else 118,
                24,
                48 + self._key(narrow=narrow),
            ),
            xaxis=self._months_axis(narrow=narrow),
            yaxis=axis,
            shapes=[] if baseline is None else [across(baseline, "dot", QUIET)],
            annotations=[]
            if baseline is None
            else [at_the_end(words, baseline, inside=narrow, below=True)],
        )

    def _key(self, *, narrow: bool) -> int:
        """Return how high the key is, with all its entries as wide as the widest."""
        names = ["Aim of the quarter"] if any(self._aimed()) else []
        for line in self.lines:
            names += [line.name, f"{line.name}, to date"]
        a_row = max(1, (NARROW if narrow else WIDE) // (50 + 7 * max(map(len, names))))
        return 19 * ceil(len(names) / a_row)

    def _heights(self) -> list[float]:
        cells = [*self.aims, *(cell for line in self.lines for cell in line.cells)]
        places = [height(cell) for cell in cells]
        places.append(height_of(self.metric.baseline, self.metric, self.scale))
        return [place for place in places if place is not None]

    def _traces(self, *, narrow: bool) -> list[go.Scatter]:
        """Return what is drawn, the aims beneath."""
        aim = {"color": QUIET, "dash": "5px,3px", "width": 1.6}
        steps = [aim_steps("Aim of the quarter", self.aims, aim)] if any(self._aimed()) else []
        cells = [cell for line in self.lines for cell in line.cells]
        longest = max((len(cell.printed) for cell in cells), default=0)
        a_month = ((NARROW if narrow else WIDE) - 96) / len(self.months)
        worded = longest * A_FIGURE <= a_month and not (narrow and len(self.lines) > 1)
        drawn = [actuals(line, place, worded=worded) for place, line in enumerate(self.lines)]
        return [*steps, *(trace for traces in drawn for trace in traces)]

    def _aimed(self) -> list[str]:
        return [cell.position for cell in self.aims if cell.position]

    def _months_axis(self, *, narrow: bool) -> dict[str, Any]:
        """Return the axis of months, one unit each; a year stands under its first month."""
        room = ((NARROW if narrow else WIDE) - 96) // A_NAME
        every = ceil(len(self.months) / room)
        named = [(place, month) for place, month in enumerate(self.months) if place % every == 0]
        years = [month.year for _, month in named]
        words = [
            f"{month.starts_on:%b}" + (f"<br>{month.year}" if year_before != month.year else "")
            for (_, month), year_before in zip(named, [0, *years], strict=False)
        ]
        places = [place for place, _ in named]
        return {"range": [-0.5, len(self.months) - 0.5], "tickvals": places, "ticktext": words}
