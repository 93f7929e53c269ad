"""A line that is off its aim as a row of the dashboard prints it."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.contents.metric_facts import MetricFact
from reporting.marks.trend import trend
from reporting.summary.changes_of_measures import Course, short_duration
from reporting.summary.off_trajectory import Judged, Metrics
from scorecards.values.cells import Kind

TONES = {Course.WORSE: "worse", Course.BETTER: "better"}


@dataclass(frozen=True)
class OffRow:
    """A line with its cells in words, and its ``trend`` drawn.

    ``older`` is its quarter where most figures are newer, ``to_date`` the day of a figure that
    stops before its quarter does; ``tone`` says whether its change is for the worse or the better.
    """

    metric: int
    reference: str
    name: str
    short_name: str
    older: str
    to_date: str
    figure: str
    aim: str
    gap: str
    change: str
    tone: str
    missed: str
    missed_all: bool
    trend: str


def off_row(judged: Judged, metrics: Metrics) -> OffRow:
    """Return a row's cells. ``metrics`` say which quarter most figures are of."""
    metric, line, latest = judged.metric, judged.line, judged.line.latest
    several = len(metric.lines) > 1
    cell = judged.cell
    return OffRow(
        metric=metric.id,
        reference=judged.reference,
        name=f"{metric.name}, {line.name}" if several else metric.name,
        short_name=metric.short,
        older=judged.quarter.split()[-1] if metrics.is_older(judged) else "",
        to_date=cell.short_day if cell else "",
        figure=_narrow(metric, latest.printed if latest else ""),
        aim=_narrow(metric, latest.aim if latest else ""),
        gap=judged.gap,
        change=judged.change.words,
        tone=TONES.get(judged.change.way, "quiet"),
        missed=judged.missed.words,
        missed_all=judged.missed.is_all,
        trend=trend(metric, line, metrics.quarter),
    )


def _narrow(metric: MetricFact, printed: str) -> str:
    """Return a figure as printed, a duration of less than an hour without its hours."""
    return short_duration(printed) if metric.kind == Kind.DURATION else printed
