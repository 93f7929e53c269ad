"""Reading a scorecard workbook back: which row is which, and what each of its cells shows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from improvement.models import HighlightReport
from improvement.processes.limited_process import JobFailed, TooMuch, run_limited
from improvement.values.periods import Quarter
from scorecards.workbook.write import (
    AIM,
    AS_DOWNLOADED,
    COMMENT,
    HEAD_ROW,
    IDENTITY,
    NAMED,
    SHEET,
    TITLE_ROW,
    YEARS_ROW,
    address_of,
    as_written,
)
from scorecards.xlsx_reader.guard import NOT_OURS, Unfit

PROCESS = Path(__file__).resolve().parents[1] / "xlsx_reader" / "workbook_process.py"
MOST_SECONDS, MOST_MEGABYTES = 5, 200
_QUOTED = 200  # characters of a file's own words that a sentence quotes
TOO_SLOW = (
    "This workbook takes far more time or memory to read than a scorecard does: "
    "download the scorecard here, fill that in and upload it."
)

Row = dict[int, str]


@dataclass(frozen=True)
class SheetRow:
    """A row of a workbook: what it says it is, and its texts by quarter.

    ``identity`` and ``named`` are empty in a workbook without hidden columns. ``stood`` has what
    was downloaded, where the workbook still says so. ``doubts`` are sentences about odd cells.
    """

    number: str
    name: str
    label: str
    identity: str
    named: str
    texts: dict[str, str]
    stood: dict[str, str]
    doubts: dict[str, str]
    comment: str
    comment_stood: str | None


@dataclass
class Sheet:
    """What a workbook says, row by row. ``is_marked`` says that it has its hidden columns."""

    is_marked: bool
    rows: list[SheetRow] = field(default_factory=list)


def read_workbook(content: bytes, report: HighlightReport) -> Sheet:
    """Read the bytes of an .xlsx file. Raises ``Unfit`` for all but this report's scorecard."""
    try:
        read = run_limited(
            PROCESS, SHEET, given=content, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES
        )
    except TooMuch as too_much:
        raise Unfit(TOO_SLOW) from too_much
    except JobFailed as failed:
        raise Unfit(str(failed)) from failed
    grid = json.loads(read)
    texts, doubts = _by_number(grid["texts"]), _by_number(grid["doubts"])
    title = texts.get(TITLE_ROW - 1, {})
    _refuse_another(title.get(0, "nothing"), title.get(2, "no month"), report)
    columns = _SheetColumns(texts.get(YEARS_ROW - 1, {}), texts.get(HEAD_ROW - 1, {}))
    address = title.get(columns.others.get(IDENTITY, -1), address_of(report))
    if address != address_of(report):
        raise Unfit(f"This is the scorecard {address[:_QUOTED]}, not {address_of(report)}.")
    sheet = Sheet(is_marked={IDENTITY, NAMED} <= columns.others.keys())
    seen: set[tuple[str, ...]] = set()
    for place in sorted(place for place in texts if place >= HEAD_ROW):
        row = columns.row(texts[place], doubts.get(place, {}))
        _refuse_twice(row, seen)
        sheet.rows.append(row)
    return sheet


def _by_number(rows: dict[str, dict[str, str]]) -> dict[int, Row]:
    return {
        int(place): {int(column): as_written(text) for column, text in row.items()}
        for place, row in rows.items()
    }


def _refuse_another(workstream: str, month: str, report: HighlightReport) -> None:
    """Raise ``Unfit`` for the scorecard of another workstream or month."""
    own_workstream, own_month = report.workstream.name, report.month.period.words
    if workstream != as_written(own_workstream):
        raise Unfit(f"This is the scorecard of {workstream[:_QUOTED]}, not of {own_workstream}.")
    if month != own_month:
        raise Unfit(
            f"This is the scorecard of {month[:_QUOTED]}, not of {own_month}: "
            f"download {own_month}’s, so that nothing lands in the wrong month."
        )


def _refuse_twice(row: SheetRow, seen: set[tuple[str, ...]]) -> None:
    """Raise ``Unfit`` where two rows are the same one, by what they say or by their identity."""
    for key in {(row.number, row.label), ("", row.identity)} - {("", "")}:
        if key in seen:
            raise Unfit(f"Metric {row.number}, {row.label} stands in two rows: keep one of them.")
        seen.add(key)


class _SheetColumns:
    """Which column is which: quarters by their year and name, the others by name."""

    def __init__(self, years: Row, head: Row) -> None:
        self.quarters: dict[str, int] = {}
        self.others: dict[str, int] = {}
        year = ""
        for column in sorted(head):
            name = head[column]
            year = years.get(column, year)[:_QUOTED]
            if len(name) == 2 and name[0] == "Q" and year:
                self._add_quarter(f"{year} {name}", column)
            else:
                self.others.setdefault(name, column)
        if not {"Metric", "Row", COMMENT} <= self.others.keys() or not self.quarters:
            raise Unfit(NOT_OURS)

    def _add_quarter(self, name: str, column: int) -> None:
        try:
            quarter = Quarter.parse(name).slug
        except ValueError as error:
            raise Unfit(str(error)) from error
        if quarter in self.quarters:
            raise Unfit("A quarter stands over two columns: keep one of them.")
        self.quarters[quarter] = column

    def row(self, texts: Row, doubts: Row) -> SheetRow:
        """Return what a row says."""
        named = {name: texts.get(column, "") for name, column in self.others.items()}
        quarters = self.quarters.items()
        return SheetRow(
            number=named["Metric"],
            name=named.get("Name", ""),
            label=named["Row"],
            identity=named.get(IDENTITY, ""),
            named=named.get(NAMED, ""),
            texts={quarter: texts.get(column, "") for quarter, column in quarters},
            stood={
                quarter: named[f"{quarter}{AS_DOWNLOADED}"]
                for quarter in self.quarters
                if f"{quarter}{AS_DOWNLOADED}" in named
            },
            doubts={quarter: doubts[column] for quarter, column in quarters if column in doubts},
            comment=named[COMMENT] if named["Row"] == AIM else "",
            comment_stood=named.get(f"{COMMENT}{AS_DOWNLOADED}"),
        )
