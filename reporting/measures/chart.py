"""A measure's chart, as its page and the pane beside the list draw it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reporting.charts.measure import MeasureChart
from reporting.charts.measure_months import MonthsChart
from reporting.contents.in_words import day_in_words
from reporting.contents.metric_facts import MetricFact, Revision
from reporting.measures.months import MeasureMonths
from reporting.summary.dates_in_text import day_written
from scorecards.values.scales import MetricScale

_DAY_IN_FIGURES = re.compile("[0-9]+[/-][0-9]+[/-][0-9]+")


def chart_of(
    metric: MetricFact, scale: MetricScale | None, revisions: Sequence[Revision], *, now: date
) -> MeasureChart:
    """Return what a measure's figure draws, from ``now`` on as the time to come."""
    worded = replace(
        metric,
        baseline_when=when_in_words(metric.baseline_when),
        target_when=when_in_words(metric.target_when),
    )
    return MeasureChart(worded, scale, revisions, now, day_written(metric.target_when))


def months_chart_of(months: MeasureMonths, scale: MetricScale | None) -> MonthsChart:
    """Return what a measure's figure by month draws."""
    worded = replace(months.metric, baseline_when=when_in_words(months.metric.baseline_when))
    return MonthsChart(worded, scale, months.months, months.lines, months.aims)


def when_in_words(printed: str) -> str:
    """Return a day that is printed in figures, 31/03/24, in words; any other text as it is."""
    day = day_written(printed) if is_day(printed) else None
    return day_in_words(day) if day else printed


def is_day(printed: str) -> bool:
    """Return whether a text is one day: “Q4 23/24” and “March 2025” name longer times."""
    return bool(_DAY_IN_FIGURES.fullmatch(printed.strip()))
