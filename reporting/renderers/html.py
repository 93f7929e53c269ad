"""The pack as one HTML page without scripts, other files or network."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from improvement.web.logos import as_data, logo_of
from reporting.changes.kinds import by_kind
from reporting.contents.facts import Contents, PlanPartFact, QuarterFact, WorkstreamFact
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from reporting.contents.pack_facts import ChangesFact
from reporting.renderers.dates import iso_day_in_words, standing_in_words

ROOT = Path(__file__).resolve().parents[2]
# The style of the app's pages first, so that a rating looks the same in the pack and in the app.
STYLES = (
    ROOT / "static" / "css" / "app.css",
    ROOT / "static" / "css" / "marks.css",
    ROOT / "templates" / "reporting" / "renderers" / "html" / "pack.css",
)
SUMMED_UP = ("executive_summary", "key_highlights")
COLUMNS_BESIDE_QUARTERS = 5


@dataclass(frozen=True)
class ScorecardRow:
    """A row of the scorecard. A cell is None where the row has none for the quarter."""

    name: str
    cells: tuple[CellFact | None, ...]
    line: LineFact | None = None


def render(contents: Contents) -> bytes:
    """Return ``contents`` as an HTML page in UTF-8; the same contents give the same bytes."""
    page = render_to_string("reporting/renderers/html/pack.html", _context(contents))
    # A pasted half of a surrogate pair has no UTF-8; as a reference browsers show a fault sign.
    return page.encode("utf-8", errors="xmlcharrefreplace")


def _context(contents: Contents) -> dict[str, Any]:
    """Return the templates' context: Contents, and what templates cannot compute themselves."""
    overview, issue = contents.overview, contents.issue
    return {
        "contents": contents,
        "logo": as_data(logo_of(contents.programme.slug)),
        "style": _style(),
        "style_hash": _style_hash(),
        "issued_words": iso_day_in_words(issue.issued_at) if issue else "",
        "exit_words": contents.programme.exit_words,
        "summed_up": [part for part in overview.sections if part.kind in SUMMED_UP],
        "progress": [part for part in overview.sections if part.kind not in SUMMED_UP],
        "years": [
            (year, len(list(group)))
            for year, group in groupby(contents.quarters, lambda quarter: quarter.year)
        ],
        "width": COLUMNS_BESIDE_QUARTERS + len(contents.quarters),
        "none_noteworthy": not any(a.noteworthy for w in contents.workstreams for a in w.actions),
        "some_still_red": any(a.still_red for w in contents.workstreams for a in w.actions),
        "changes": _changes_by_kind(contents.changes),
        "differences": _changes_by_kind(issue.differences if issue else None),
        "workstreams": [_workstream(stream, contents.quarters) for stream in contents.workstreams],
    }


@cache
def _style() -> SafeString:
    """Return the page's style. It comes from our own files, so it needs no escaping."""
    return SafeString("\n".join(file.read_text(encoding="utf-8") for file in STYLES))


@cache
def _style_hash() -> str:
    """Return the style's hash for the page's policy, which forbids any other style."""
    return b64encode(hashlib.sha256(_style().encode()).digest()).decode()


def _changes_by_kind(facts: ChangesFact | None) -> dict[str, Any] | None:
    """Return the changes by kind, in the order of kinds; None without an earlier pack."""
    if facts is None or not facts.earlier:
        return None
    return {"earlier": facts.earlier, "kinds": by_kind(facts)}


def _workstream(workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...]) -> dict[str, Any]:
    [first, *others], plan = workstream.action_tables, workstream.plan
    return {
        "fact": workstream,
        # A heading must not be empty.
        "name": workstream.name.strip() or "Untitled",
        "lead": workstream.names_in("executive_lead"),
        "standing": standing_in_words(workstream.returned),
        "source": "" if others else first.source,
        "noteworthy": [action for action in workstream.actions if action.noteworthy],
        "still_red": [action for action in workstream.actions if action.still_red],
        "quarters": [(quarter.name, workstream.marked(quarter)) for quarter in quarters],
        "metrics": [_metric(metric, quarters) for metric in workstream.metrics],
        "plan": plan
        and workstream.has_plan
        and {"fact": plan, "parts": [(p.title, _passages(p)) for p in plan.parts]},
    }


def _metric(metric: MetricFact, quarters: tuple[QuarterFact, ...]) -> dict[str, Any]:
    rows = [ScorecardRow("Aim", _in_order(metric.aims, quarters))]
    rows += [
        ScorecardRow(line.name, _in_order(line.cells, quarters), line) for line in metric.lines
    ]
    return {"fact": metric, "rows": rows, "notes": list(_notes(rows))}


def _in_order(
    cells: tuple[CellFact, ...], quarters: tuple[QuarterFact, ...]
) -> tuple[CellFact | None, ...]:
    by_quarter = {cell.quarter: cell for cell in cells}
    return tuple(by_quarter.get(quarter.slug) for quarter in quarters)


def _notes(rows: list[ScorecardRow]) -> Iterator[str]:
    """Yield the notes below a metric: cells that cannot be read, are to date or restated."""
    for row in rows:
        for cell in filter(None, row.cells):
            if cell.query:
                yield f"† {row.name}, {cell.quarter}: {cell.query}"
            if cell.foot_note:
                yield f"‡ {row.name}, {cell.quarter}: {cell.foot_note}"


def _passages(part: PlanPartFact) -> list[tuple[str, list[str]]]:
    """Return the part's lines as paragraphs, each with the bullets below it."""
    prose = part.kind == "background" or len(part.lines) == 1
    passages: list[tuple[str, list[str]]] = []
    for line in part.lines:
        if prose or line.endswith(":"):  # a line with a colon introduces the bullets below it
            passages.append((line, []))
        else:
            passages = passages or [("", [])]
            passages[-1][1].append(line)
    return passages
