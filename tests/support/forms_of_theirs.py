"""Forms of another programme’s pages, and the rows that they would change."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from improvement.models import (
    Programme,
    Role,
)
from tests.support.isolation import snapshot


class Form(HTMLParser):
    """Every field of a page with its value, as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag in ("input", "textarea", "select") and name:
            self.fields.setdefault(name, given.get("value") or "")
            self._area = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = ""


# Which pages people write on, and who of theirs and of ours writes there.
WRITTEN = {
    "highlight_report": Role.SRO,
    "actions": Role.SRO,
    "criteria": Role.SRO,
    "plan": Role.SRO,
    "scorecard": Role.SRO,
    "readings": Role.SRO,
    "overview": Role.PROGRAMME_OFFICE,
    "edit_metric": Role.PROGRAMME_OFFICE,
    "aims": Role.PROGRAMME_OFFICE,
    "edit_scale": Role.PROGRAMME_OFFICE,
}


def their_rows(theirs: Programme) -> dict[str, list[Any]]:
    """Every row that hangs on their programme: those that name one of their ids."""
    mine = {
        "Workstream": set(theirs.workstreams.values_list("pk", flat=True)),
        "Month": set(theirs.months.values_list("pk", flat=True)),
    }
    rows = snapshot()
    hung = {
        name: [
            row
            for row in found
            if row.get("programme_id") == theirs.pk
            or row.get("workstream_id") in mine["Workstream"]
            or row.get("month_id") in mine["Month"]
        ]
        for name, found in rows.items()
    }
    reports = {row["id"] for row in hung["HighlightReport"]}
    metrics = {row["id"] for row in hung["Metric"]}
    for name, found in rows.items():
        hung[name] += [row for row in found if row.get("report_id") in reports]
        hung[name] += [row for row in found if row.get("metric_id") in metrics]
    lines = {row["id"] for row in hung["ActualLine"]}
    plans = {row["id"] for row in hung["Plan"]}
    for name, found in rows.items():
        hung[name] += [row for row in found if row.get("line_id") in lines]
        hung[name] += [row for row in found if row.get("plan_id") in plans]
    return hung
