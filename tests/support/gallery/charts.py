"""A made-up chart for the gallery, and the rows of a measure's table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from improvement.values.periods import CalendarMonth
from reporting.charts.drawing import Drawing, drawing
from reporting.charts.exit import BurnUp
from reporting.contents.metric_facts import MetricFact


def chart_example() -> Drawing:
    """Return the way to an exit, as drawn for both widths."""
    by_month = [(CalendarMonth(2023, 6), 0), (CalendarMonth(2023, 12), 4)]
    way = BurnUp(by_month, 16, CalendarMonth(2024, 9), Decimal("0.5"))
    return drawing(way.figure, way.words)


def rows_of(metric: MetricFact) -> list[dict[str, Any]]:
    """Return the aim and the figures of each quarter."""
    by_quarter = zip(metric.aims, *(line.cells for line in metric.lines), strict=True)
    return [{"aim": aim, "cells": cells} for aim, *cells in by_quarter]
