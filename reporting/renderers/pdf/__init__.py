"""The pack as PDF/UA-1, made by Typst in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.text import capfirst

from improvement.processes.limited_process import OUT_OF_MEMORY
from improvement.values.ratings import Rating
from improvement.web.logos import logo_of
from reporting.changes.kinds import by_kind
from reporting.contents.facts import ActionFact, Contents, WorkstreamFact
from reporting.contents.item_facts import ActionTable
from reporting.contents.metric_facts import CellFact, MetricFact
from reporting.contents.pack_facts import ChangesFact
from reporting.contents.rating_facts import JudgedFact
from reporting.renderers.dates import iso_day_in_words, made_at
from reporting.renderers.pdf.characters import covered, font_folder, printable
from reporting.renderers.pdf.row_headers import with_row_headers

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "reporting" / "renderers" / "pdf"
PROCESS = Path(__file__).with_name("typst_process.py")
TIMEOUT_SECONDS = 120


class PdfFailed(RuntimeError):
    """The PDF could not be made; the message has the reason."""


def render(contents: Contents, *, only: str = "") -> bytes:
    """Return ``contents`` as a tagged PDF; the same contents give the same bytes.

    With ``only`` it has one part of each workstream, as in the pack. Raises ``FontsMissing`` before
    the set-up, ``PdfFailed`` when Typst fails or takes too long, and ``MemoryError`` when it needs
    more memory than its limit.
    """
    fonts = font_folder()
    document = printable(_document(contents) | {"only": only}, covered(fonts))
    # Row headers are tagged here and not in that process, to load their library only once.
    return with_row_headers(_typeset(json.dumps(document, ensure_ascii=False).encode(), fonts))


def _typeset(document: bytes, fonts: Path) -> bytes:
    # -P: this folder has a module named json, which must not hide Python's own.
    command = [sys.executable, "-P", str(PROCESS), str(TEMPLATES), str(fonts)]
    try:
        finished = subprocess.run(  # noqa: S603 - our own file, run by our own Python
            command, input=document, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"The PDF was not made within {TIMEOUT_SECONDS} seconds.") from error
    if finished.returncode < 0 or finished.returncode == OUT_OF_MEMORY:  # ended, or ended itself
        raise MemoryError
    if finished.returncode:
        reason = finished.stderr.decode(errors="replace").strip()
        raise PdfFailed(f"The PDF could not be made: {reason or 'the process ended early.'}")
    return finished.stdout


def _document(contents: Contents) -> dict[str, Any]:
    """Return the templates' data: Contents, and words they cannot compute themselves."""
    programme, month, overview = contents.programme, contents.month, contents.overview
    issue = contents.issue
    return {
        "title": f"{programme.name}: {month.words}",
        "timestamp": int(made_at(contents).timestamp()),
        "exit_words": programme.exit_words,
        "looks": {rating.value: _look(rating) for rating in Rating},
        "issued": issue and asdict(issue) | {"words": iso_day_in_words(issue.issued_at)},
        "changes": _changes_by_kind(contents.changes),
        "differences": _changes_by_kind(issue.differences if issue else None),
        "audience": programme.audience,
        # Typst reads no files outside its templates, so it gets the picture as bytes.
        "logo": list(logo_of(programme.slug) or b"") or None,
        "contents": asdict(contents)
        | {
            "overview": asdict(overview)
            | {"delivery": _judged(overview.delivery), "embedding": _judged(overview.embedding)},
            "action_words": asdict(contents.action_words),
            "has_criteria": contents.has_criteria,
            "workstreams": [_workstream(contents, stream) for stream in contents.workstreams],
        },
    }


def _look(rating: Rating) -> dict[str, str]:
    """Return the shape and the colours of a rating."""
    tones = rating.colour.tones
    look = {"shape": rating.shape, "fill": tones.fill, "edge": tones.edge, "pale": tones.pale}
    return look if rating.is_rated else look | {"fill": tones.edge}


def _changes_by_kind(facts: ChangesFact | None) -> dict[str, Any] | None:
    """Return the changes by kind; None without an earlier pack."""
    if facts is None or not facts.earlier:
        return None
    kinds = [
        {"words": words, "items": [asdict(item) for item in items]}
        for words, items in by_kind(facts)
    ]
    return {"earlier": facts.earlier, "kinds": kinds}


def _workstream(contents: Contents, workstream: WorkstreamFact) -> dict[str, Any]:
    returned = workstream.returned
    return asdict(workstream) | {
        "figures_to": workstream.figures_to,
        "has_criteria": workstream.has_criteria,
        "has_plan": workstream.has_plan,
        "marks": {quarter.slug: workstream.marked(quarter) for quarter in contents.quarters},
        "metrics": [_metric(metric) for metric in workstream.metrics],
        "standing": capfirst(workstream.standing),
        "delivery": _judged(workstream.delivery),
        "embedding": _judged(workstream.embedding),
        "action_tables": [_table(table) for table in workstream.action_tables],
        "noteworthy": [_action(action) for action in workstream.actions if action.noteworthy],
        "still_red": [_action(action) for action in workstream.actions if action.still_red],
        "submitted_words": iso_day_in_words(returned.submitted_at),
        "approved_words": iso_day_in_words(returned.approved_at),
    }


def _judged(fact: JudgedFact) -> dict[str, Any]:
    """Return a judged rating with the words about the ratings below it."""
    words = ("confirmed_words", "worst_of", "worst_words", "carried_words")
    return asdict(fact) | {name: getattr(fact, name) for name in words}


def _action(action: ActionFact) -> dict[str, Any]:
    """Return an action with this month's explanation and mitigation."""
    words = {"explanation": action.told_explanation, "mitigation": action.told_mitigation}
    return asdict(action) | words


def _table(table: ActionTable) -> dict[str, Any]:
    """Return a table of actions, each with what is printed below its wording."""
    actions = [asdict(action) | {"notes": action.notes} for action in table.actions]
    return {"title": table.title, "source": table.source, "actions": actions}


def _metric(metric: MetricFact) -> dict[str, Any]:
    """Return a metric, each cell with what is printed in it and below the scorecard."""
    lines = [
        asdict(line) | {"cells": [_cell(cell) for cell in line.cells]} for line in metric.lines
    ]
    return asdict(metric) | {"lines": lines, "aims": [_cell(aim) for aim in metric.aims]}


def _cell(cell: CellFact) -> dict[str, Any]:
    notes = {"short_day": cell.short_day, "note": cell.foot_note, "query": cell.query}
    return asdict(cell) | notes
