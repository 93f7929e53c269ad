"""The pack as flat tables: a CSV file each, the data dictionary among them, in one zip file."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reporting.contents import Contents
from reporting.renderers.defusing import defused
from reporting.tables import Share, Table, Value, tables_of

_ONE_TIME = (1980, 1, 1, 0, 0, 0)  # the same contents give the same bytes


def render(contents: Contents) -> bytes:
    """Give a zip file of UTF-8 CSV files, named after their tables: ``figures.csv``."""
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for table in tables_of(contents):
            info = ZipInfo(f"{table.name.lower().replace(' ', '-')}.csv", _ONE_TIME)
            info.compress_type = ZIP_DEFLATED
            made.writestr(info, as_csv(table))
    return file.getvalue()


def as_csv(table: Table) -> bytes:
    """Give a table as CSV, marked as UTF-8 for Excel. A duration is its seconds."""
    text = StringIO(newline="")
    rows = ([_printed(cell) for cell in row] for row in table.rows)
    csv.writer(text).writerows([table.heads, *rows])
    # Half of a character pair, pasted, has no UTF-8.
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _printed(cell: Value) -> str | int | Decimal | None:
    if isinstance(cell, Share):
        return cell.of_one
    if isinstance(cell, timedelta):
        return int(cell.total_seconds())
    return defused(cell) if isinstance(cell, str) else cell
