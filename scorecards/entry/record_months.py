"""Recording readings by month, for whoever may edit the report now, and rolling them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import HighlightReport, Month, Person
from improvement.values.clock import day_of
from improvement.values.periods import CalendarMonth, Quarter
from improvement.workflow.transitions import lock_for_edit
from scorecards.models import Actual, ActualLine, MonthlyReading, RollUp
from scorecards.values.roll_up import RolledUp, roll_up


@dataclass(frozen=True)
class MonthReading:
    """What somebody typed for one month of a line; the totals are for a ratio."""

    printed: str = ""
    numerator: str = ""
    denominator: str = ""
    as_at: date | None = None
    source: str = ""


def reading_key(line_id: int, period: CalendarMonth) -> str:
    """Return the name of a month's reading on the page and in its writer's seen texts."""
    return f"reading-{line_id}-{period.slug}"


def months_fed(month: Month) -> list[CalendarMonth]:
    """Return the months of ``month``'s quarter up to it, the first one first."""
    periods = [month.period]
    while periods[0].starts_on > month.quarter.starts_on:
        periods.insert(0, periods[0].before())
    return periods


@transaction.atomic
def record_readings(
    *,
    report: HighlightReport,
    readings: Mapping[tuple[int, CalendarMonth], MonthReading],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
) -> None:
    """Record readings of the quarter's months by line and month, and roll each line up.

    A quarter's figure that came from its months, or is blank, follows them. One that was typed by
    hand is kept, and says what its months make. Lines of other workstreams or typed by hand and
    months outside the quarter are passed over. Raises ``Refused`` when it is not ``by``'s turn and
    ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    locked = lock_for_edit(report, by=by, on=day_of(at))
    lines = {line.pk: line for line in fed_lines(locked)}
    recorded = readings_of(locked, lines)
    page_save = PageSave(seen_texts, by=by)
    for (line_id, period), typed in readings.items():
        if line_id in lines and period in months_fed(locked.month):
            key = (line_id, period.starts_on)
            row = recorded.setdefault(key, MonthlyReading(line_id=line_id, starts_on=key[1]))
            row.line = lines[line_id]
            page_save.change(
                reading_key(line_id, period), row, place=f"{row.line.metric}, {row}", **vars(typed)
            )
    changed = {
        row.line_id for row, _ in page_save.changes.values() if isinstance(row, MonthlyReading)
    }
    page_save.write()
    _roll_up_lines(locked.month, [lines[pk] for pk in changed], list(recorded.values()), by)


def fed_lines(report: HighlightReport) -> list[ActualLine]:
    """Return the lines of a report's metrics that are fed by month, in order. One query."""
    return list(ActualLine.objects.of_report(report).exclude(metric__roll_up=RollUp.MANUAL))


def readings_of(
    report: HighlightReport, lines: Mapping[int, ActualLine]
) -> dict[tuple[int, date], MonthlyReading]:
    """Return the readings of the report's quarter, by line and month. One query."""
    starts = [period.starts_on for period in months_fed(report.month)]
    rows = MonthlyReading.objects.filter(line__in=lines.values(), starts_on__in=starts)
    for row in rows:
        row.line = lines[row.line_id]
    return {(row.line_id, row.starts_on): row for row in rows}


def printed_by_quarter(lines: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what is printed in each line, by quarter. One query."""
    printed: dict[int, dict[str, str]] = defaultdict(dict)
    actuals = Actual.objects.filter(line__in=lines)
    for line, quarter, text in actuals.values_list("line_id", "quarter", "printed"):
        printed[line][quarter] = text
    return printed


def beside_a_month(
    line: ActualLine, months: Iterable[str], quarters: Mapping[str, str], now: Quarter
) -> list[str]:
    """Return what a month's figure is asked about beside: other months, and quarters of its size.

    A quarter that is the sum of its months is not, and the month's own is made of it.
    """
    if line.metric.adds_up:
        return list(months)
    return [*months, *(text for quarter, text in quarters.items() if quarter != now.slug)]


def questions_of_months(
    report: HighlightReport, printed: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[MonthlyReading, str]]:
    """Yield questions about figures of a report's months that may be slips. One query.

    ``printed`` is what is printed in each line, by quarter.
    """
    fed = ActualLine.objects.of_report(report).exclude(metric__roll_up=RollUp.MANUAL)
    starts = [period.starts_on for period in months_fed(report.month)]
    rows = MonthlyReading.objects.filter(line__in=fed.values("pk"), starts_on__in=starts)
    as_printed = ("line__metric__position", "line__metric_id", "line__position", "line_id")
    ordered = rows.select_related("line__metric__scale").order_by(*as_printed, "starts_on")
    for _, of_line in groupby(ordered, key=lambda row: row.line_id):
        months = list(of_line)
        for row in months:
            others = [month.printed for month in months if month is not row]
            quarters, now = printed.get(row.line_id, {}), report.month.quarter
            beside = beside_a_month(row.line, others, quarters, now)
            if words := row.line.metric.question(row.printed, beside):
                yield row, words


def rolled_up_line(
    month: Month, line: ActualLine, rows: list[MonthlyReading]
) -> tuple[RolledUp, date | None]:
    """Roll up a line's readings of the month's quarter. Returns the last day they cover, too.

    An earlier month without a reading counts as missing.
    """
    of_line = {row.starts_on: row for row in rows if row.line_id == line.pk and row.is_filled}
    if not of_line:
        return RolledUp(), None
    last = max(of_line)
    months = [period for period in months_fed(month) if period.starts_on <= last]
    figures = [
        of_line.get(period.starts_on, MonthlyReading(line=line, starts_on=period.starts_on)).figure
        for period in months
    ]
    metric = line.metric
    return roll_up(metric.roll_up, figures, metric.kind), of_line[last].covers_to


def _roll_up_lines(
    month: Month, lines: list[ActualLine], rows: list[MonthlyReading], by: Person
) -> None:
    quarter = month.quarter.slug
    actuals = {
        actual.line_id: actual for actual in Actual.objects.filter(line__in=lines, quarter=quarter)
    }
    for line in lines:
        rolled, covers_to = rolled_up_line(month, line, rows)
        actual = actuals.get(line.pk) or Actual(line=line, quarter=quarter)
        facts: dict[str, Any] = {"rolled_up": rolled.printed}
        if actual.printed in ("", actual.rolled_up):
            facts |= {"printed": rolled.printed, "as_at": covers_to, "kept_as_printed": False}
        if actual.pk is None and not rolled.printed:
            continue
        why = f"Rolled up: {line.metric.get_roll_up_display()}"
        changes.change(actual, by=by, why=why, **facts)
