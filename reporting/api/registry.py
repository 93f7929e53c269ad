"""Tables: everything that can be read, in one registry; addresses and documents come from it."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.api import columns, flattening, rows
from reporting.api.asked import Asked, AskedByMonth, AskedByWorkstream


@dataclass(frozen=True)
class Table:
    """One table: its name, what it holds, its columns, what it may be asked, its rows."""

    name: str
    words: str
    columns: type[columns.Row]
    asked: type[Asked]
    rows: rows.Source


PROGRAMMES = Table(
    "programmes",
    "The programme of the token: one row.",
    columns.ProgrammeRow,
    Asked,
    rows.programme_rows,
)
_NEWEST = "Of the newest month you may see, or of the month that is asked for."
TABLES = (
    Table(
        "months",
        "The months: one row a month.",
        columns.MonthRow,
        AskedByMonth,
        rows.of_months(flattening.month_rows),
    ),
    Table(
        "workstreams",
        "The workstreams: one row a month.",
        columns.WorkstreamRow,
        AskedByWorkstream,
        rows.of_months(flattening.workstream_rows),
    ),
    Table(
        "actions",
        "The CQC actions with both ratings: one row a month.",
        columns.ActionRow,
        AskedByWorkstream,
        rows.of_months(flattening.action_rows),
    ),
    Table(
        "criteria",
        "The exit criteria with their ratings: one row a month.",
        columns.CriterionRow,
        AskedByWorkstream,
        rows.of_months(flattening.criterion_rows),
    ),
    Table(
        "metrics",
        f"The metrics. {_NEWEST}",
        columns.MetricRow,
        AskedByWorkstream,
        rows.of_months(flattening.metric_rows, newest=True),
    ),
    Table(
        "aims",
        f"The aims: one row a quarter. {_NEWEST}",
        columns.AimRow,
        AskedByWorkstream,
        rows.of_months(flattening.aim_rows, newest=True),
    ),
    Table(
        "actuals",
        f"The actuals, judged by their aims: one row a line and quarter. {_NEWEST}",
        columns.ActualRow,
        AskedByWorkstream,
        rows.of_months(flattening.actual_rows, newest=True),
    ),
    Table(
        "readings",
        "The readings by month: one row a line and month. Not for board readers.",
        columns.ReadingRow,
        AskedByWorkstream,
        rows.reading_rows,
    ),
    Table(
        "packs",
        "The issued packs: one row a version.",
        columns.PackRow,
        AskedByMonth,
        rows.pack_rows,
    ),
)
