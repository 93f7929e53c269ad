"""A metric's figures as a table for a spreadsheet, as printed and as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.measures.months import MeasureMonths
from reporting.renderers.tables.table import Row, Table
from scorecards.values.cells import Kind
from scorecards.values.performance import Verdict


def figures_of(metric: MetricFact) -> Table:
    """Return a row for each line and quarter; the values of a duration are seconds."""
    value = "value (seconds)" if metric.kind == Kind.DURATION else "value"
    heads: tuple[str, ...] = ("Metric", "Name", "Unit", "Line", "Quarter")
    heads += ("Aim as printed", f"Aim {value}", "Actual as printed", f"Actual {value}")
    heads += ("Performance", "Reason", "Note")
    return Table("Figures", tuple((head, "") for head in heads), tuple(_rows(metric)))


def _rows(metric: MetricFact) -> Iterator[Row]:
    for line in metric.lines:
        for aim, cell in zip(metric.aims, line.cells, strict=True):
            about = (metric.number, metric.name, metric.unit, line.name, cell.quarter)
            figures = (aim.printed, _value(aim), cell.printed, _value(cell))
            yield (*about, *figures, Verdict(cell.verdict).words, cell.reason, cell.whole_note)


def _value(cell: CellFact) -> Decimal | None:
    return None if cell.position is None else Decimal(cell.position)


def months_of(months: MeasureMonths) -> Table:
    """Return a row for each line and month; the values of a duration are seconds."""
    metric = months.metric
    value = "Value (seconds)" if metric.kind == Kind.DURATION else "Value"
    heads = ("Metric", "Name", "Unit", "Line", "Month", "As printed", value, "Note")
    about = (metric.number, metric.name, metric.unit)
    rows = tuple(
        (*about, line.name, cell.quarter, cell.printed, _value(cell), cell.note)
        for line in months.lines
        for cell in line.cells
    )
    return Table("Figures by month", tuple((head, "") for head in heads), rows)
