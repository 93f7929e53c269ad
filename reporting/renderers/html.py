"""The pack as one HTML page that needs nothing else: no scripts, no other files, no network."""

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

from reporting.change_kinds import by_kind
from reporting.contents import Contents, PlanFact, PlanPartFact, QuarterFact, WorkstreamFact
from reporting.figure_facts import CellFact, LineFact, MetricFact
from reporting.issue_facts import ChangesFact
from reporting.logos import as_data, logo_of
from reporting.renderers.dates import day_in_words, standing_in_words

ROOT = Path(__file__).resolve().parents[2]
# The screens' own style first, so that a rating looks the same in the pack and in the app.
STYLES = (
    ROOT / "static" / "css" / "app.css",
    ROOT / "templates" / "reporting" / "pack" / "pack.css",
)
SUMMED_UP = ("executive_summary", "key_highlights")
COLUMNS_BESIDE_QUARTERS = 5


@dataclass(frozen=True)
class Row:
    """A row of the scorecard. A cell is None where the row has none for the quarter."""

    name: str
    cells: tuple[CellFact | None, ...]
    line: LineFact | None = None


def render(contents: Contents) -> bytes:
    """Give ``contents`` as an HTML page in UTF-8; the same contents give the same bytes."""
    page = render_to_string("reporting/pack/pack.html", _context(contents))
    # Half of a character pair, pasted, has no UTF-8; as a reference it is shown as a fault.
    return page.encode("utf-8", errors="xmlcharrefreplace")


def _context(contents: Contents) -> dict[str, Any]:
    """What the templates draw: Contents, and what they cannot work out themselves."""
    overview, issue = contents.overview, contents.issue
    return {
        "contents": contents,
        "logo": as_data(logo_of(contents.programme.slug)),
        "style": _style(),
        "style_hash": _style_hash(),
        "issued_words": day_in_words(issue.issued_at) if issue else "",
        "exit_words": day_in_words(contents.programme.exit_on),
        "summed_up": [one for one in overview.sections if one.kind in SUMMED_UP],
        "progress": [one for one in overview.sections if one.kind not in SUMMED_UP],
        "years": _years(contents.quarters),
        "width": COLUMNS_BESIDE_QUARTERS + len(contents.quarters),
        "none_noteworthy": not any(a.noteworthy for w in contents.workstreams for a in w.actions),
        "changes": _changed(contents.changes),
        "differences": _changed(issue.differences if issue else None),
        "workstreams": [_workstream(one, contents.quarters) for one in contents.workstreams],
    }


@cache
def _style() -> SafeString:
    """The page's style. It is ours and holds no markup, so it stands in the page as it is."""
    return SafeString("\n".join(file.read_text(encoding="utf-8") for file in STYLES))


@cache
def _style_hash() -> str:
    """The hash by which a browser knows the page's own style from one that was slipped in."""
    return b64encode(hashlib.sha256(_style().encode()).digest()).decode()


def _changed(facts: ChangesFact | None) -> dict[str, Any] | None:
    """The changes kind by kind, in the order of the kinds; None when there was nothing before."""
    if facts is None or not facts.earlier:
        return None
    return {"earlier": facts.earlier, "kinds": by_kind(facts)}


def _years(quarters: tuple[QuarterFact, ...]) -> list[tuple[str, int]]:
    """The financial years over their quarters: a year and how many of its quarters follow."""
    return [(year, len(list(some))) for year, some in groupby(quarters, lambda one: one.year)]


def _workstream(workstream: WorkstreamFact, quarters: tuple[QuarterFact, ...]) -> dict[str, Any]:
    sources = {action.source for action in workstream.actions}
    return {
        "fact": workstream,
        # A heading has to say something.
        "name": workstream.name.strip() or "Untitled",
        "lead": workstream.names_in("executive_lead"),
        "standing": standing_in_words(workstream.returned),
        "source": sources.pop() if len(sources) == 1 else "",
        "noteworthy": [action for action in workstream.actions if action.noteworthy],
        "metrics": [_metric(one, quarters) for one in workstream.metrics],
        "plan": _plan(workstream.plan) if workstream.plan else None,
    }


def _metric(metric: MetricFact, quarters: tuple[QuarterFact, ...]) -> dict[str, Any]:
    rows = [Row("Aim", _in_order(metric.aims, quarters))]
    rows += [Row(line.name, _in_order(line.cells, quarters), line) for line in metric.lines]
    return {"fact": metric, "rows": rows, "notes": list(_notes(rows))}


def _in_order(
    cells: tuple[CellFact, ...], quarters: tuple[QuarterFact, ...]
) -> tuple[CellFact | None, ...]:
    found = {cell.quarter: cell for cell in cells}
    return tuple(found.get(quarter.slug) for quarter in quarters)


def _notes(rows: list[Row]) -> Iterator[str]:
    """What stands below a metric: why a cell cannot be read, and what is to date or restated."""
    for row in rows:
        for cell in filter(None, row.cells):
            if cell.state == "unreadable":
                yield f"† {row.name}, {cell.quarter}: {cell.expected}"
            if cell.note:
                yield f"‡ {row.name}, {cell.quarter}: {cell.note}"


def _plan(plan: PlanFact) -> dict[str, Any]:
    return {"fact": plan, "parts": [(part.title, _passages(part)) for part in plan.parts]}


def _passages(part: PlanPartFact) -> list[tuple[str, list[str]]]:
    """The part's lines as paragraphs, each with the bullets that it introduces."""
    prose = part.kind == "background" or len(part.lines) == 1
    passages: list[tuple[str, list[str]]] = []
    for line in part.lines:
        if prose or line.endswith(":"):  # printed plans have sentences that introduce bullets
            passages.append((line, []))
        else:
            passages = passages or [("", [])]
            passages[-1][1].append(line)
    return passages
