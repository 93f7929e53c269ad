"""The list of measures as a table, the rows in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.measures.measure_rows import MeasureGroup, MeasureRow
from reporting.renderers.tables.table import Row, Table

COLUMNS = (
    ("Workstream", "Whose measure it is"),
    ("Reference", "The workstream's letters and the measure's number"),
    ("Measure", "Its whole name"),
    ("Line", "The row of actuals"),
    ("Quarter", "The quarter of the latest figure"),
    ("To date", "To which day a figure is that stops before its quarter does"),
    ("Figure", "The latest figure as printed"),
    ("Aim", "The aim of its quarter as printed"),
    ("Since the reading before", "What it did, and whether that is better or worse"),
    ("Verdict", "On aim or off, or why there is no verdict"),
    ("Gap", "How far the figure is from its aim"),
    ("Missed in a row", "How many judged quarters in a row missed their aim"),
    ("Of judged quarters", "How many quarters could be judged"),
)


def table_of_measures(groups: Iterable[MeasureGroup]) -> Table:
    """Return the measures shown as a table, a row for each line."""
    return Table("Measures", COLUMNS, tuple(_row(row) for group in groups for row in group.rows))


def _row(row: MeasureRow) -> Row:
    judged = row.judged
    return (
        judged.workstream,
        judged.reference,
        judged.metric.name,
        judged.line.name,
        judged.quarter,
        row.to_date,
        row.figure,
        row.aim,
        judged.change.words,
        row.verdict,
        judged.gap,
        judged.missed.count,
        judged.missed.judged,
    )
