"""The rows of the list of measures: each line's latest figure, aim, change, verdict and run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reporting.filters.filters import Filters
from reporting.filters.shown_month import ShownMonth
from reporting.summary.changes_of_measures import Course
from reporting.summary.off_trajectory import (
    AWAITED,
    EMPTY,
    MET,
    NOT_APPLICABLE,
    OFF,
    Judged,
    Metrics,
    metrics_of,
    worse_first,
)
from scorecards.values.cells import State
from scorecards.values.performance import Direction

# What the list may be narrowed to by verdict, and its words in the form.
VERDICTS = {"off": "off", "worse": "off, getting worse", "met": "on aim", "none": "without one"}
UNREADABLE = "not on its scale"
WORDS = {
    MET: "on aim",
    OFF: "off",
    AWAITED: "awaited",
    NOT_APPLICABLE: "not applicable",
    EMPTY: "no figure yet",
}


@dataclass(frozen=True)
class MeasureFilters(Filters):
    """Filters of the list of measures: ``verdict``, and which measure is ``open`` beside it."""

    verdict: str = ""
    open: str = ""


@dataclass(frozen=True)
class MeasureRow:
    """A line of a measure. ``place`` is where the scorecards have it, ``newest`` their quarter.

    ``address`` is the end of the address that opens it beside the list.
    """

    place: int
    judged: Judged
    newest: str
    address: str

    @property
    def metric_id(self) -> int:
        return self.judged.metric.id

    @property
    def name(self) -> str:
        """The measure's short name, and its line's where it has several."""
        metric, line = self.judged.metric, self.judged.line
        return metric.short if len(metric.lines) == 1 else f"{metric.short}: {line.name}"

    @property
    def figure(self) -> str:
        """Its latest figure as printed; empty where it has none."""
        return self.judged.line.latest.printed if self.judged.line.latest else ""

    @property
    def aim(self) -> str:
        return self.judged.line.latest.aim if self.judged.line.latest else ""

    @property
    def quarter(self) -> str:
        """The quarter of an older figure, short; empty for a figure of the newest quarter."""
        if not self.judged.quarter or self.judged.quarter >= self.newest:
            return ""
        year, number = self.judged.quarter.split(" ")
        return number if self.newest.startswith(year) else f"{number} {year[2:]}"

    @property
    def to_date(self) -> str:
        """To which day the figure is that stops before its quarter does, in words."""
        return self.judged.cell.to_date if self.judged.cell else ""

    @property
    def verdict(self) -> str:
        """The verdict in words: “on aim”, “off”, “not on its scale”."""
        if self.judged.group in WORDS:
            return WORDS[self.judged.group]
        if self.is_unreadable:
            return UNREADABLE
        is_neither = self.judged.metric.direction == Direction.NEITHER
        return "no direction" if is_neither else "no aim to judge"

    @property
    def is_unreadable(self) -> bool:
        """Whether its figure cannot be read on its scale."""
        cell = self.judged.cell
        return cell is not None and cell.state == State.UNREADABLE

    @property
    def run(self) -> str:
        """For how many quarters it has missed its aim: “all 5”, “2 in a row”; or nothing."""
        missed = self.judged.missed
        if not self.judged.is_off or missed.count < 2:
            return ""
        return missed.words if missed.is_all else f"{missed.words} in a row"

    def is_asked_for(self, verdict: str) -> bool:
        """Whether the row is one that the filter of verdicts leaves."""
        judged = self.judged
        left = {
            "off": judged.is_off,
            "worse": judged.is_worse,
            "met": judged.group == MET,
            "none": judged.group not in (MET, OFF),
        }
        return left.get(verdict, True)


@dataclass(frozen=True)
class MeasureGroup:
    """The rows of one workstream, counted."""

    name: str
    rows: tuple[MeasureRow, ...]

    @property
    def counts(self) -> str:
        """“15 lines: 8 on aim, 4 off, 1 of them getting worse”."""
        return counts_of(self.rows)


def counts_of(rows: tuple[MeasureRow, ...]) -> str:
    """Return how many lines there are, on aim, off, getting worse and without a verdict."""
    met = sum(row.judged.group == MET for row in rows)
    off = sum(row.judged.is_off for row in rows)
    worse = sum(row.judged.is_worse for row in rows)
    left = len(rows) - met - off
    told = f"{len(rows)} {'line' if len(rows) == 1 else 'lines'}: {met} on aim, {off} off"
    told += f", {worse} of them getting worse" if worse else ""
    return f"{told}, {left} without a verdict" if left else told


def rows_of_measures(month: ShownMonth[MeasureFilters]) -> tuple[MeasureRow, ...]:
    """Return the lines that the filters leave, in the order of the scorecards."""
    metrics = metrics_of(month.narrowed)
    by_line = {(row.metric.id, row.line): row for row in _every(metrics)}
    in_order = [
        by_line[metric.id, line]
        for stream in month.narrowed.workstreams
        for metric in stream.metrics
        for line in metric.lines
    ]
    newest = metrics_of(month.contents).quarter
    rows = [
        MeasureRow(place, judged, newest, month.filters.query_string(open=str(judged.metric.id)))
        for place, judged in enumerate(in_order)
    ]
    return tuple(row for row in rows if row.is_asked_for(month.filters.verdict))


def _every(metrics: Metrics) -> tuple[Judged, ...]:
    return metrics.off + metrics.awaited + metrics.others


def grouped(rows: tuple[MeasureRow, ...], filters: MeasureFilters) -> tuple[MeasureGroup, ...]:
    """Return rows by workstream, each group sorted as the address asks."""
    key = SORTS.get(filters.sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    is_turned = filters.sort.startswith("-")
    return tuple(
        MeasureGroup(name, tuple(sorted(group, key=key, reverse=is_turned)))
        for name, group in groupby(rows, lambda row: row.judged.workstream)
    )


DEFAULT_SORT = "measure"
_CHANGES = list(Course)
SORTS: dict[str, Callable[[MeasureRow], Any]] = {
    "measure": lambda row: row.place,
    "change": lambda row: _CHANGES.index(row.judged.change.way),
    "verdict": lambda row: (not row.judged.is_off, worse_first(row.judged), row.verdict),
}
