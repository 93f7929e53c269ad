"""Zip and Office files with fixed times, so that the same contents give the same bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(?=</)")


def at_one_time(file: bytes, moment: datetime) -> bytes:
    """Return an Office file with ``moment`` for every time in it and in its embedded workbooks.

    The libraries date the file and its parts by the clock.
    """
    date = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    result = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(result, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(lambda match: match[1] + date, part)
            if name.endswith(".xlsx"):
                part = at_one_time(part, moment)
            write_entry(new, name, part)
    return result.getvalue()


def write_entry(archive: ZipFile, name: str, body: bytes) -> None:
    """Add a file to a zip archive, dated with the earliest time a zip can have."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    archive.writestr(info, body)
