"""Which row of actuals of an earlier month a row is. Pure."""

from __future__ import annotations

from reporting.figure_facts import LineFact, MetricFact


def row_before(line: LineFact, was: MetricFact) -> LineFact | None:
    """Find the same row in the metric as it was, whatever the row was called then."""
    return next((old for old in was.lines if _is_same(old, line)), None)


def _is_same(one: LineFact, other: LineFact) -> bool:
    """Packs from before rows were numbered know them by name alone."""
    if one.id is None or other.id is None:
        return one.name == other.name
    return one.id == other.id
