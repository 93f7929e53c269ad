"""What a measure did since its reading before, and how many quarters in a row it missed its aim.

A sum to date is compared with no whole quarter and counts in no run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from scorecards.values.cells import Kind
from scorecards.values.performance import Direction, Verdict, plain, print_duration

MINUS = "\N{MINUS SIGN}"
_GAP = re.compile(
    r"(?P<more>more than )?(?P<size>[0-9.,:]++)(?P<noun>.*?) (?P<side>above|below) .*"
)


class Course(StrEnum):
    """Which way a figure went since the reading before. The value is its words on pages."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "no change"
    FIRST = "first reading"
    NOT_COMPARABLE = "to date, not comparable yet"
    UNKNOWN = ""


@dataclass(frozen=True)
class Change:
    """What a figure did since the reading before; ``amount`` in the measure's own unit.

    ``since`` is the quarter of the reading before, empty where it is compared with none.
    """

    way: Course
    amount: Decimal | None = None
    words: str = ""
    since: str = ""


@dataclass(frozen=True)
class MissedRun:
    """How many judged quarters in a row missed the aim, of how many that were judged."""

    count: int
    judged: int

    @property
    def is_all(self) -> bool:
        """Whether every judged quarter missed it; a single one says nothing."""
        return self.count == self.judged > 1

    @property
    def words(self) -> str:
        return f"all {self.count}" if self.is_all else str(self.count or "")


def change_of(metric: MetricFact, line: LineFact, quarter: str) -> Change:
    """Return what the latest figure did since the reading before. ``quarter`` is the month's."""
    if line.latest is None:
        return Change(Course.UNKNOWN)
    now = next(cell for cell in line.cells if cell.quarter == line.latest.quarter)
    if now.position is None:
        return Change(Course.UNKNOWN)
    if _may_be_part(metric, now, quarter):
        return Change(Course.NOT_COMPARABLE, None, Course.NOT_COMPARABLE.value)
    before = [cell for cell in _readings(line) if cell.quarter < now.quarter]
    if not before:
        return Change(Course.FIRST, None, Course.FIRST.value)
    change = _compared(metric, Decimal(now.position) - Decimal(before[-1].position or 0))
    return replace(change, since=before[-1].quarter)


def whole_readings(metric: MetricFact, line: LineFact, quarter: str) -> tuple[CellFact, ...]:
    """Return the figures up to the latest that may be compared. ``quarter`` is the month's."""
    latest = line.latest.quarter if line.latest else ""
    return tuple(
        cell
        for cell in _readings(line)
        if cell.quarter <= latest and not _may_be_part(metric, cell, quarter)
    )


def _may_be_part(metric: MetricFact, cell: CellFact, quarter: str) -> bool:
    """Whether a figure is a sum so far, or one of the month's quarter that does not say its day."""
    unsaid = metric.adds_up and not cell.as_at and cell.quarter == quarter
    return cell.is_sum_to_date or unsaid


def _readings(line: LineFact) -> Iterator[CellFact]:
    return (cell for cell in line.cells if cell.position is not None and not cell.is_sum_to_date)


def _compared(metric: MetricFact, amount: Decimal) -> Change:
    if not amount:
        return Change(Course.SAME, amount, f"= {Course.SAME.value}")
    way = _way(metric, amount)
    if metric.kind == Kind.SCALE:
        said = "↑" if amount > 0 else "↓"
    else:
        said = ("+" if amount > 0 else MINUS) + _size(metric, abs(amount))
    return Change(way, amount, f"{said} {way.value}".rstrip())


def _way(metric: MetricFact, amount: Decimal) -> Course:
    if metric.direction == Direction.NEITHER:
        return Course.UNKNOWN
    is_better = (amount > 0) == (metric.direction == Direction.UP)
    return Course.BETTER if is_better else Course.WORSE


def _size(metric: MetricFact, size: Decimal) -> str:
    return short_duration(print_duration(size)) if metric.kind == Kind.DURATION else plain(size)


def missed_run(metric: MetricFact, line: LineFact, quarter: str) -> MissedRun:
    """Count the judged quarters in a row that missed their aim. ``quarter`` is the month's."""
    verdicts = verdicts_of(metric, line, quarter)
    count = 0
    while count < len(verdicts) and verdicts[-1 - count] == Verdict.NOT_MET:
        count += 1
    return MissedRun(count, len(verdicts))


def verdicts_of(metric: MetricFact, line: LineFact, quarter: str) -> list[str]:
    """Return the verdicts of the quarters that were judged, sums to date left out."""
    latest = line.latest.quarter if line.latest else ""
    return [
        cell.verdict
        for cell in line.cells
        if cell.quarter <= latest
        and cell.verdict in (Verdict.MET, Verdict.NOT_MET)
        and not _may_be_part(metric, cell, quarter)
    ]


def short_gap(words: str) -> str:
    """Return a gap in words for a narrow column: “−19.7”, “+9:13”, “3 grades”, “over −45”."""
    match = _GAP.fullmatch(words)
    if match is None:
        return ""
    if match["noun"].strip() in ("grade", "grades"):
        return f"{match['size']}{match['noun']}"
    sign = "+" if match["side"] == "above" else MINUS
    return f"{'over ' if match['more'] else ''}{sign}{short_duration(match['size'])}"


def short_duration(printed: str) -> str:
    """Return a duration without its hours where there are none: 0:09:13 is 9:13."""
    parts = printed.split(":")
    if len(parts) == 3 and not int(parts[0] or 0):
        return f"{int(parts[1])}:{parts[2]}"
    return printed
