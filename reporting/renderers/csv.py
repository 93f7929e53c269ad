"""The pack as a zip file of CSV files: one for each table, and one with the data dictionary."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from reporting.contents.facts import Contents
from reporting.renderers.fixed_dates import write_entry
from reporting.renderers.spreadsheets import write_csv
from reporting.renderers.tables import tables_of


def render(contents: Contents) -> bytes:
    """Return a zip file of CSV files marked as UTF-8 for Excel, named after their tables."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for table in tables_of(contents):
            text = write_csv([table.heads, *table.rows])
            # A pasted half of a surrogate pair has no UTF-8.
            body = text.encode("utf-8-sig", errors="replace")
            write_entry(archive, f"{table.name.lower().replace(' ', '-')}.csv", body)
    return file.getvalue()
