"""What the gallery draws the parts of the list of measures with."""

from __future__ import annotations

from typing import Any

from improvement.values.periods import CalendarMonth
from reporting.contents.facts import WorkstreamFact
from reporting.contents.metric_facts import MetricFact
from reporting.filters.sort_heads import SortHead
from reporting.measures.measure_rows import MeasureGroup, MeasureRow
from reporting.measures.months import MeasureMonths
from reporting.measures.pane import MeasurePane
from reporting.summary.changes_of_measures import change_of, missed_run
from reporting.summary.off_trajectory import OFF, Judged
from tests.support.gallery.charts import chart_example


def measures_example(workstream: WorkstreamFact) -> dict[str, Any]:
    """Return the head of a column, and a group with its first measure opened."""
    metric = workstream.metrics[0]
    line = metric.lines[0]
    quarter = line.latest.quarter if line.latest else ""
    change, missed = change_of(metric, line, quarter), missed_run(metric, line, quarter)
    judged = Judged(workstream, metric, line, 0, OFF, None, change, missed)
    row = MeasureRow(0, judged, quarter, "?open=1")
    return {
        "head": SortHead("measure", "Measure", "?sort=-measure", "ascending"),
        "group": MeasureGroup(workstream.name, (row,)),
        "pane": MeasurePane((row,), chart_example(), (), (), "?open=0", "?open=2", "?"),
        "newest": quarter,
        "months": _months(metric),
    }


def _months(metric: MetricFact) -> MeasureMonths:
    """Return the figures of a measure's quarters as if each were of a month."""
    months = tuple(CalendarMonth(2023, 4 + place) for place, _ in enumerate(metric.lines[0].cells))
    return MeasureMonths(metric, months, metric.lines)
