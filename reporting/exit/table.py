"""The list of exit criteria as a table, the rows in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.exit.criterion_rows import CriteriaGroup, ExitCriterionRow
from reporting.renderers.tables.table import Row, Table

COLUMNS = (
    ("Workstream", "Whose criterion it is"),
    ("Criterion number", "Its number in the workstream"),
    ("Criterion", "Its words"),
    ("Rating", "The rating"),
    ("Months", "For how many months reported it has been so; more are possible before"),
    ("Moved", "Which way it went since the month before, and from what"),
    ("Standing", "From which month the rating came over, where nobody has confirmed it"),
    ("Owner", "Its own, or the executive leads of the workstream"),
    ("Remark", "What is said of how it moves"),
)


def table_of_criteria(groups: Iterable[CriteriaGroup]) -> Table:
    """Return the criteria shown as a table, a row each."""
    rows = tuple(_row(row) for group in groups for row in group.rows)
    return Table("Exit criteria", COLUMNS, rows)


def _row(row: ExitCriterionRow) -> Row:
    now, criterion = row.now, row.criterion
    return (
        row.workstream.name,
        criterion.number,
        criterion.text,
        now.rating.words,
        now.months.spell.count if now.rating.is_rated else None,
        now.moved_words,
        row.standing if criterion.carried else "",
        row.owner,
        row.remark,
    )
