"""A measure's figure: actuals by quarter beside the aim, with baseline, target, now and to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil
from textwrap import wrap
from typing import Any

from plotly import graph_objects as go

from reporting.charts.marks import across, at_the_end, future, on_top, upright
from reporting.charts.measure_axes import (
    height,
    height_of,
    heights_axis,
    place_of_day,
    quarters_axis,
)
from reporting.charts.measure_lines import actuals, aim_steps
from reporting.charts.template import GREY, INK, NARROW, QUIET, WIDE, figure, note, plain
from reporting.contents.metric_facts import MetricFact, Revision
from scorecards.values.scales import MetricScale

HEIGHT = 420
REPORTED_BEFORE = "As reported before"


@dataclass(frozen=True)
class MeasureChart:
    """What a measure's figure draws. ``now`` is the day from which quarters are to come.

    ``target_on`` is the day of the target, where it names one.
    """

    metric: MetricFact
    scale: MetricScale | None
    revisions: Sequence[Revision]
    now: date
    target_on: date | None = None

    @property
    def quarters(self) -> list[str]:
        return [cell.quarter for cell in self.metric.aims]

    @property
    def baseline(self) -> float | None:
        """Where the baseline is on the upright axis, or None: it is not drawn."""
        return height_of(self.metric.baseline, self.metric, self.scale)

    @property
    def target(self) -> float | None:
        """Where the target is on the upright axis, or None: it is not drawn."""
        return height_of(self.metric.target, self.metric, self.scale)

    @property
    def target_place(self) -> float | None:
        """Where the target's day is on the axis of quarters, or None: it is drawn across."""
        return place_of_day(self.target_on, self.quarters) if self.target_on else None

    @property
    def not_drawn(self) -> tuple[str, ...]:
        """Why the target or the baseline is not drawn, or not at a day, in sentences."""
        told = (
            ("target", self.metric.target, self.target),
            ("baseline", self.metric.baseline, self.baseline),
        )
        reasons = [_why(name, printed) for name, printed, place in told if place is None]
        when = self.metric.target_when
        if self.target is not None and self.target_place is None:
            why = f"“{when}” is not a day on it" if when else "it has no date"
            reasons.append(f"The target is drawn across the whole chart: {why}.")
        return tuple(reasons)

    @property
    def words(self) -> str:
        """What the figure shows, for who does not see it: each actual entered, with its quarter."""
        told = []
        for line in self.metric.lines:
            shown = [f"{cell.quarter} {cell.printed}" for cell in line.cells if cell.position]
            if shown:
                told.append(f"{line.name} by quarter: {', '.join(shown)}")
        return f"Measure {self.metric.number}. {'. '.join(told) or 'No figure to draw yet'}."

    def figure(self, *, narrow: bool = False) -> go.Figure:
        """Return the figure, for a wide column or for a telephone."""
        axis = heights_axis(self.metric, self.scale, self._heights())
        left = max(len(word) for tick in axis["ticktext"] for word in tick.split("<br>"))
        left = 12 + round(left * 6.2)
        if narrow:
            axis["ticktext"] = ["<br>".join(wrap(tick, 12)) for tick in axis["ticktext"]]
            left = min(left, 84)
        shapes, notes = self._marks(narrow=narrow)
        return figure(
            [*self._traces(narrow=narrow)],
            height=HEIGHT,
            margin=(left, 12 if narrow else 118, 24, 48 + 19 * self._rows_of_key(narrow=narrow)),
            xaxis=quarters_axis(self.quarters, narrow=narrow),
            yaxis=axis,
            shapes=shapes,
            annotations=[*notes, *self._aim_notes(narrow=narrow)],
        )

    def _rows_of_key(self, *, narrow: bool) -> int:
        """Return how many rows the key needs, with all its entries as wide as the widest."""
        names = ["Aim", *(revision.words for revision in self.revisions)]
        for line in self.metric.lines:
            to_date = any(cell.is_to_date for cell in line.cells)
            names += [line.name, f"{line.name}, to date"] if to_date else [line.name]
        names += [REPORTED_BEFORE] if self._restated() else []
        a_row = max(1, (NARROW if narrow else WIDE) // (50 + 7 * max(map(len, names))))
        return ceil(len(names) / a_row)

    def _heights(self) -> list[float]:
        cells = [cell for line in self.metric.lines for cell in line.cells]
        cells += [*self.metric.aims, *(cell for past in self.revisions for cell in past.aims)]
        places = [height(cell) for cell in cells] + [self.baseline, self.target]
        return [place for place in places if place is not None]

    def _traces(self, *, narrow: bool) -> Iterator[go.Scatter]:
        """Return what is drawn, what lies beneath first."""
        for revision in self.revisions:
            faint = {"color": GREY, "dash": "dot", "width": 1.2}
            yield aim_steps(revision.words, revision.aims, faint, opacity=0.7)
        aim = {"color": QUIET, "dash": "5px,3px", "width": 1.6}
        yield aim_steps("Aim", self.metric.aims, aim)
        for number, line in enumerate(self.metric.lines):
            yield from actuals(line, number, worded=self._has_room(narrow=narrow))
        if rings := self._restated():
            yield go.Scatter(
                name=REPORTED_BEFORE,
                mode="markers",
                x=[place for place, _, _ in rings],
                y=[above for _, above, _ in rings],
                marker={"size": 8, "symbol": "circle-open", "color": GREY, "line": {"width": 1.2}},
                hovertext=[plain(f"{printed} before") for _, _, printed in rings],
            )

    def _has_room(self, *, narrow: bool) -> bool:
        """Return whether every figure may stand beside its point; otherwise the last alone does."""
        cells = [*self.metric.aims, *(cell for line in self.metric.lines for cell in line.cells)]
        longest = max(len(cell.printed) for cell in cells)
        quarter = ((NARROW if narrow else WIDE) - 96) / len(self.quarters)
        several = len(self.metric.lines) > 1 and narrow
        return longest * 6.5 <= quarter * 1.5 and not several

    def _restated(self) -> list[tuple[int, float, str]]:
        """Return the figures that were restated: quarter, height and what was printed before."""
        before = [
            (place, height_of(cell.restated_from, self.metric, self.scale), cell.restated_from)
            for line in self.metric.lines
            for place, cell in enumerate(line.cells)
            if cell.restated_from
        ]
        return [(place, above, printed) for place, above, printed in before if above is not None]

    def _marks(self, *, narrow: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return baseline, target, now and the time to come: their lines and their words."""
        shapes, notes = future(place_of_day(self.now, self.quarters), len(self.quarters) - 0.5)
        if self.baseline is not None:
            shapes.append(across(self.baseline, "dot", QUIET))
            words = [f"Baseline {self.metric.baseline}", self.metric.baseline_when]
            below = self.target is None or self.baseline <= self.target
            notes.append(at_the_end(words, self.baseline, inside=narrow, below=below))
        if self.target is not None:
            words = [f"Target {self.metric.target}", self.metric.target_when]
            if (place := self.target_place) is None:
                shapes.append(across(self.target, "dashdot", INK))
                notes.append(at_the_end(words, self.target, inside=narrow, below=False))
            else:
                shapes.append(upright(place, "3px,3px"))
                by = " by ".join(filter(None, words))
                anchor = "right" if place > len(self.quarters) * 0.7 else "center"
                notes.append(on_top(plain(by), place, anchor))
        return shapes, notes

    def _aim_notes(self, *, narrow: bool) -> Iterator[dict[str, Any]]:
        """Return the words of each step of the aim, under its right end; where there is room."""
        drawn = [(place, cell) for place, cell in enumerate(self.metric.aims) if cell.position]
        steps = groupby(drawn, key=lambda pair: (pair[1].printed, pair[1].position))
        ends = [list(step)[-1] for _, step in steps]
        for place, cell in ends if self._has_room(narrow=narrow) else ends[-1:]:
            where = {"xanchor": "right", "yanchor": "top"}
            yield note(plain(cell.printed), x=place + 0.5, y=height(cell), **where)


def _why(name: str, printed: str) -> str:
    """Return why a target or a baseline is not drawn."""
    words = " ".join(printed.split())
    return (
        f"The {name} is not drawn: “{words}” is not a figure of this measure."
        if words
        else f"No {name} is drawn: none is set."
    )
