"""What is off trajectory as the dashboard prints it: its rows, sorted by any of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reporting.contents.metric_facts import MetricFact
from reporting.filters.filters import Filters
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


# ---- Sorting: by any column, as the address asks ----

DEFAULT = "change"


def _decimal(text: str | None) -> Decimal:
    return Decimal(text) if text else Decimal("-Infinity")


def _aim(row: Judged) -> Decimal:
    latest = row.line.latest
    cells = [aim for aim in row.metric.aims if latest and aim.quarter == latest.quarter]
    return _decimal(cells[0].position if cells else None)


SORTS: dict[str, Callable[[Judged], Any]] = {
    "measure": lambda row: row.place,
    "figure": lambda row: _decimal(row.cell.position if row.cell else None),
    "aim": _aim,
    "gap": lambda row: row.shortfall if row.shortfall is not None else Decimal(-1),
    "change": lambda row: (row.is_worse, row.missed.count, row.shortfall or Decimal(0)),
    "missed": lambda row: (row.missed.count, row.missed.is_all),
}
DOWN_FIRST = {"gap", "change", "missed", "figure", "aim"}


@dataclass(frozen=True)
class Sort:
    """A column and its direction. As drawn is by change, those getting worse first."""

    column: str = DEFAULT
    down: bool = True

    @property
    def is_as_drawn(self) -> bool:
        return self.column == DEFAULT and self.down

    @property
    def asked(self) -> str:
        """How an address asks for it; nothing for the order as drawn."""
        return "" if self.is_as_drawn else f"{'-' if self.down else ''}{self.column}"


HEADS = {
    "measure": "Measure",
    "figure": "figure",
    "aim": "Aim",
    "gap": "Gap",
    "change": "Since the reading before",
    "missed": "Missed in a row",
}


@dataclass(frozen=True)
class Column:
    """A column's head: whether the list is sorted by it, and the address its button leads to."""

    name: str
    words: str
    aria: str
    address: str

    @property
    def is_wide(self) -> bool:
        """Whether it heads the reference, too."""
        return self.name == "measure"


def sort_asked(text: str) -> Sort:
    """Read ``gap`` or ``-gap``; anything else is as drawn."""
    column = text.removeprefix("-")
    return Sort(column, text.startswith("-")) if column in SORTS else Sort()


def sorted_by(rows: Sequence[Judged], sort: Sort) -> list[Judged]:
    if sort.is_as_drawn:
        return list(rows)
    return sorted(rows, key=SORTS[sort.column], reverse=sort.down)


def columns_of(sort: Sort, filters: Filters, quarter: str) -> tuple[Column, ...]:
    """Return each column's head. A second press turns it. ``quarter`` is that of most figures."""
    return tuple(_column(name, sort, filters, quarter) for name in SORTS)


def _column(name: str, sort: Sort, filters: Filters, quarter: str) -> Column:
    words = f"{quarter} {HEADS[name]}".strip() if name == "figure" else HEADS[name]
    if name != sort.column:
        asked = Sort(name, name in DOWN_FIRST)
        return Column(name, words, "", filters.query_string(sort=asked.asked))
    aria = "descending" if sort.down else "ascending"
    return Column(name, words, aria, filters.query_string(sort=Sort(name, not sort.down).asked))
