"""A page's table as a file for a spreadsheet, and the answer that brings it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from improvement.access.permissions import Standing
from improvement.processes.locks import one_job_of
from improvement.processes.make_document import make_document
from improvement.values.refusals import NotThere
from improvement.web.pages import note_download, person_of
from reporting.renderers import XLSX
from reporting.renderers.spreadsheets import write_csv
from reporting.renderers.tables.table import Table
from reporting.renderers.tables.table_json import table_to_json

PROCESS = Path(__file__).with_name("table_process.py")
MOST_SECONDS, MOST_MEGABYTES = 20, 300


def as_csv(table: Table) -> bytes:
    """Return a table as CSV with a mark that tells Excel it is UTF-8."""
    return write_csv([table.heads, *table.rows]).encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """Have a process write a table as a workbook. Raises ``NotDrawn``."""
    limits = {"seconds": MOST_SECONDS, "megabytes": MOST_MEGABYTES}
    return make_document(PROCESS, table_to_json(table), **limits)


# How a table is written, and which kind of file a browser is told it gets.
TABLE_FORMATS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, XLSX),
}


def answer_with_table(
    request: HttpRequest,
    standing: Standing,
    table: Table,
    *,
    format: str,
    about: str,
    name: str = "",
) -> HttpResponse:
    """Return a table as a file, and log who took it. ``about`` says what it is of.

    The file is called after the programme and ``name``; without one, after the table.

    Raises ``NotThere`` for a format that is not offered, ``Busy`` and ``NotDrawn``.
    """
    if format not in TABLE_FORMATS:
        raise NotThere(f"Tables come as {' or '.join(TABLE_FORMATS)}, not as {format}.")
    write, content_type = TABLE_FORMATS[format]
    with one_job_of(person_of(request)):
        body = write(table)
    note_download(request, standing.programme, about=about, detail=format)
    name = name or table.name.lower().replace(" ", "-")
    file = f"{standing.programme.slug}-{name}.{format}"
    disposition = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(body, content_type=content_type, headers=disposition)
