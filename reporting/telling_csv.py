"""Changes as csv: a line for each field that changed, a text whole on either side."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from django.utils.timezone import localtime

from improvement.models import Programme
from reporting.history import Asked, find_changes
from reporting.renderers.defusing import defused
from reporting.telling import Entry, Said, tell

HEADS = ("When", "Who", "Kind", "What", "Where", "Field", "From", "To", "Why", "Place")
AT_ONCE = 500


def csv_lines(programme: Programme, asked: Asked) -> Iterator[str]:
    """Give the lines of the file, heads first, reading on as they are taken. Times are UK time."""
    yield "\ufeff" + _line(HEADS)
    found = find_changes(programme, asked).iterator(chunk_size=AT_ONCE)
    while batch := list(islice(found, AT_ONCE)):
        for entry in tell(programme, batch):
            # What has no field, such as a sign-in, is a line all the same.
            for said in entry.said or (Said("", "", ""),):
                yield _line(_cells(entry, said))


def _cells(entry: Entry, said: Said) -> tuple[str, ...]:
    when = localtime(entry.at).isoformat(sep=" ", timespec="seconds")
    told = (entry.who, entry.kind, entry.thing, entry.where)
    return (when, *told, said.field, said.old, said.new, entry.why, entry.place)


def _line(cells: tuple[str, ...]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow([defused(cell) for cell in cells])
    return text.getvalue()
