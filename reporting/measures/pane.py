"""A measure opened beside the list: its figure, its chart, and the way to the rows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.charts.drawing import Drawing, drawing
from reporting.charts.measure import MeasureChart
from reporting.filters.shown_month import ShownMonth
from reporting.measures.measure_rows import MeasureFilters, MeasureRow
from reporting.summary.dates_in_text import day_written
from scorecards.setup.lookup import find_metric


@dataclass(frozen=True)
class MeasurePane:
    """An opened measure. ``rows`` are its lines; addresses are empty where no row is beside it."""

    rows: tuple[MeasureRow, ...]
    chart: Drawing
    before: str
    following: str
    close: str

    @property
    def row(self) -> MeasureRow:
        """Its first line."""
        return self.rows[0]

    @property
    def last_line(self) -> int | None:
        """The line under whose row the pane stands in the list."""
        return self.rows[-1].judged.line.id


def open_pane(month: ShownMonth[MeasureFilters], rows: Sequence[MeasureRow]) -> MeasurePane | None:
    """Return the measure that the address opens, or None where no row shown is of it.

    ``rows`` are those shown, in their order. One query.
    """
    filters = month.filters
    of_it = tuple(row for row in rows if str(row.metric_id) == filters.open)
    if not of_it:
        return None
    metric = of_it[0].judged.metric
    shown = list(dict.fromkeys(row.metric_id for row in rows))
    place = shown.index(metric.id)
    beside = [shown[at] if 0 <= at < len(shown) else None for at in (place - 1, place + 1)]
    before, following = (filters.query_string(open=str(pk)) if pk else "" for pk in beside)
    chart = MeasureChart(
        metric,
        find_metric(month.standing, metric.id).reading_scale,
        (),
        min(month.on, month.choice.month.period.ends_on),
        day_written(metric.target_when),
    )
    close = filters.query_string(open="")
    return MeasurePane(of_it, drawing(chart.figure, chart.words), before, following, close)
