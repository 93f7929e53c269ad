"""Readings by month: recorded by whoever holds the pen, and rolled up to their quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from improvement import audit
from improvement.claims import Claims
from improvement.cycle import require_pen
from improvement.models import HighlightReport, Month, Person
from improvement.periods import CalendarMonth
from improvement.saving import Saving
from scorecards.models import Actual, ActualLine, MonthlyReading, RollUp
from scorecards.rolling_up import RolledUp, roll_up


@dataclass(frozen=True)
class MonthReading:
    """What somebody typed for one month of a line; the totals are for a ratio."""

    printed: str = ""
    numerator: str = ""
    denominator: str = ""
    as_at: date | None = None
    source: str = ""


def reading_key(line_id: int, period: CalendarMonth) -> str:
    """Give the name of a month's reading on the page and in its writer's claims."""
    return f"reading-{line_id}-{period.slug}"


def months_fed(month: Month) -> list[CalendarMonth]:
    """Give the months of ``month``'s quarter up to it, the first one first."""
    periods = [month.period]
    while periods[0].starts_on > month.quarter.starts_on:
        periods.insert(0, periods[0].before())
    return periods


@transaction.atomic
def record_readings(
    *,
    report: HighlightReport,
    readings: Mapping[tuple[int, CalendarMonth], MonthReading],
    claims: Claims,
    by: Person,
    at: datetime,
) -> None:
    """Record readings of the quarter's months by line and month, and roll each line up.

    A quarter's figure that came from its months, or is blank, follows them. One that was typed by
    hand is kept, and says what its months make. Lines of other workstreams or typed by hand and
    months outside the quarter are passed over. Raises ``Refused`` when it is not ``by``'s turn and
    ``Stale`` where somebody else saved meanwhile; then nothing is saved.
    """
    held = require_pen(report, by=by, on=at.date())
    lines = {line.pk: line for line in fed_lines(held)}
    standing = readings_of(held, lines)
    saving = Saving(claims, by=by)
    for (line_id, period), typed in readings.items():
        if line_id in lines and period in months_fed(held.month):
            key = (line_id, period.starts_on)
            row = standing.setdefault(key, MonthlyReading(line_id=line_id, starts_on=key[1]))
            row.line = lines[line_id]
            saving.put(
                reading_key(line_id, period), row, place=f"{row.line.metric}, {row}", **vars(typed)
            )
    changed = {row.line_id for row, _ in saving.changes.values() if isinstance(row, MonthlyReading)}
    saving.finish()
    _roll_up_lines(held.month, [lines[pk] for pk in changed], list(standing.values()), by)


def fed_lines(report: HighlightReport) -> list[ActualLine]:
    """Give the lines of a report's metrics that are fed by month, in order. One query."""
    return list(ActualLine.objects.of_report(report).exclude(metric__roll_up=RollUp.MANUAL))


def readings_of(
    report: HighlightReport, lines: Mapping[int, ActualLine]
) -> dict[tuple[int, date], MonthlyReading]:
    """Give what stands for the months of the report's quarter, by line and month. One query."""
    starts = [period.starts_on for period in months_fed(report.month)]
    rows = MonthlyReading.objects.filter(line__in=lines.values(), starts_on__in=starts)
    for row in rows:
        row.line = lines[row.line_id]
    return {(row.line_id, row.starts_on): row for row in rows}


def rolled_up_line(
    month: Month, line: ActualLine, rows: list[MonthlyReading]
) -> tuple[RolledUp, date | None]:
    """Give what a line's readings make of the month's quarter, and the last day they cover.

    A month before the last one read that has no reading is a month missing.
    """
    of_line = {row.starts_on: row for row in rows if row.line_id == line.pk and _says(row)}
    if not of_line:
        return RolledUp(), None
    last = max(of_line)
    months = [period for period in months_fed(month) if period.starts_on <= last]
    figures = [
        of_line.get(one.starts_on, MonthlyReading(line=line, starts_on=one.starts_on)).figure
        for one in months
    ]
    metric = line.metric
    return roll_up(metric.roll_up, figures, metric.kind), of_line[last].covers_to


def _says(row: MonthlyReading) -> bool:
    return bool(row.printed or row.numerator or row.denominator)


def _roll_up_lines(
    month: Month, lines: list[ActualLine], rows: list[MonthlyReading], by: Person
) -> None:
    quarter = month.quarter.slug
    actuals = {one.line_id: one for one in Actual.objects.filter(line__in=lines, quarter=quarter)}
    for line in lines:
        rolled, covers_to = rolled_up_line(month, line, rows)
        actual = actuals.get(line.pk) or Actual(line=line, quarter=quarter)
        facts: dict[str, Any] = {"rolled_up": rolled.printed}
        if actual.printed in ("", actual.rolled_up):
            facts |= {"printed": rolled.printed, "as_at": covers_to, "kept_as_printed": False}
        if actual.pk is None and not rolled.printed:
            continue
        why = f"Rolled up: {line.metric.get_roll_up_display()}"
        audit.change(actual, by=by, why=why, **facts)
