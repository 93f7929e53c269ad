"""The December file with the days its own pages give to the figures of 2023/24 Q3."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Q3 = "2023/24 Q3"
NOVEMBER, DECEMBER = "2023-11-30", "2023-12-31"
# Governance and Performance say so in their headings, Patient Safety in its summary; Culture gives
# no day, and Performance's report gives two of its metrics as at the end of December.
DAY_OF = {
    "governance-and-well-led": NOVEMBER,
    "performance-improvement": NOVEMBER,
    "patient-safety": NOVEMBER,
}
OTHERWISE = {("performance-improvement", "1"): DECEMBER, ("performance-improvement", "4"): DECEMBER}
NO_FIGURES = {"", "-", "N/A"}


def with_days(file: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the file in version 2, each figure of the quarter with its day."""
    copy = deepcopy(file) | {"version": 2}
    for workstream in copy["workstreams"]:
        slug = workstream["slug"]
        for metric in workstream["metrics"] if slug in DAY_OF else ():
            for line in metric["lines"]:
                if line["values"][Q3] not in NO_FIGURES:
                    day = OTHERWISE.get((slug, metric["number"]), DAY_OF[slug])
                    line["as_at"] = {Q3: day}
    return copy
