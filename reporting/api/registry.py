"""Every table of the data out. Addresses and documents are made from this list."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.api import flatten, schemas, sources
from reporting.api.parameters import MonthParameters, TableParameters, WorkstreamParameters


@dataclass(frozen=True)
class ApiTable:
    """One table: its name, a description, its columns, its rows and its query parameters."""

    name: str
    words: str
    columns: type[schemas.TableRow]
    rows: sources.Source
    parameters: type[TableParameters] = WorkstreamParameters


PROGRAMMES = ApiTable(
    "programmes",
    "The programme of the token: one row.",
    schemas.ProgrammeRow,
    sources.programme_rows,
    TableParameters,
)
_NEWEST = "Of the newest month you may see, or of the month that is asked for."
TABLES = (
    ApiTable(
        "months",
        "The months: one row a month.",
        schemas.MonthRow,
        sources.of_months(flatten.month_rows),
        MonthParameters,
    ),
    ApiTable(
        "workstreams",
        "The workstreams: one row a month.",
        schemas.WorkstreamRow,
        sources.of_months(flatten.workstream_rows),
    ),
    ApiTable(
        "actions",
        "The actions with both ratings: one row a month.",
        schemas.ActionRow,
        sources.of_months(flatten.action_rows),
    ),
    ApiTable(
        "criteria",
        "The exit criteria with their ratings: one row a month.",
        schemas.CriterionRow,
        sources.of_months(flatten.criterion_rows),
    ),
    ApiTable(
        "metrics",
        f"The metrics. {_NEWEST}",
        schemas.MetricRow,
        sources.of_months(flatten.metric_rows, newest=True),
    ),
    ApiTable(
        "aims",
        f"The aims: one row a quarter. {_NEWEST}",
        schemas.AimRow,
        sources.of_months(flatten.aim_rows, newest=True),
    ),
    ApiTable(
        "actuals",
        f"The actuals, judged by their aims: one row a line and quarter. {_NEWEST}",
        schemas.ActualRow,
        sources.of_months(flatten.actual_rows, newest=True),
    ),
    ApiTable(
        "readings",
        "The readings by month: one row a line and month. Not for board readers.",
        schemas.ReadingRow,
        sources.reading_rows,
    ),
    ApiTable(
        "packs",
        "The issued packs: one row a version.",
        schemas.PackRow,
        sources.pack_rows,
        MonthParameters,
    ),
)
