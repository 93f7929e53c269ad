"""The pack as PDF/UA-1: Contents, cleaned, given to Typst in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reporting.change_kinds import by_kind
from reporting.contents import Contents, WorkstreamFact
from reporting.issue_facts import ChangesFact, IssueFact
from reporting.logos import logo_of
from reporting.renderers.dates import day_in_words
from reporting.renderers.printable import covered, font_folder, printable
from reporting.renderers.row_headers import with_row_headers

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reporting" / "pack"
PROCESS = Path(__file__).with_name("typst_process.py")
TIMEOUT_SECONDS = 120
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class PdfFailed(RuntimeError):
    """The PDF could not be made; the message says why."""


HIGHLIGHT_REPORT = "highlight-report"


def render(contents: Contents, *, only: str = "") -> bytes:
    """Give ``contents`` as a tagged PDF; the same contents give the same bytes.

    With ``only`` one part of each workstream is drawn, as it looks in the pack.

    Raises ``FontsMissing`` before the set-up, and ``PdfFailed`` when Typst refuses or hangs.
    """
    fonts = font_folder()
    document = printable(_document(contents) | {"only": only}, covered(fonts))
    # -P: this folder holds a module named json, which must not hide the real one.
    command = [sys.executable, "-P", str(PROCESS), str(TEMPLATES), str(fonts)]
    # Not in that process: it would load a library each time that is loaded here already.
    return with_row_headers(_run(command, json.dumps(document, ensure_ascii=False).encode()))


def _run(command: list[str], document: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own file, run by our own Python
            command, input=document, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"The PDF was not made within {TIMEOUT_SECONDS} seconds.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise PdfFailed(f"The PDF could not be made: {said or 'the process ended early.'}")
    return done.stdout


def _document(contents: Contents) -> dict[str, Any]:
    """What the templates draw: Contents, and the few words they cannot work out themselves."""
    programme, month = contents.programme, contents.month
    return {
        "title": f"{programme.name}: {month.words}",
        "timestamp": int(_made_at(contents).timestamp()),
        "due_words": day_in_words(month.due_on),
        "exit_words": day_in_words(programme.exit_on),
        "issued": _issued(contents.issue) if contents.issue else None,
        "changes": _changed(contents.changes),
        "differences": _changed(contents.issue.differences if contents.issue else None),
        "audience": programme.audience,
        # Typst takes no files from outside its templates, so the picture comes as its bytes.
        "logo": list(logo_of(programme.slug) or b"") or None,
        "contents": asdict(contents)
        | {"workstreams": [_workstream(one) for one in contents.workstreams]},
    }


def _changed(facts: ChangesFact | None) -> dict[str, Any] | None:
    """The changes kind by kind; None when there was nothing before."""
    if facts is None or not facts.earlier:
        return None
    kinds = [
        {"words": words, "items": [asdict(one) for one in items]} for words, items in by_kind(facts)
    ]
    return {"earlier": facts.earlier, "kinds": kinds}


def _workstream(workstream: WorkstreamFact) -> dict[str, Any]:
    returned = workstream.returned
    return asdict(workstream) | {
        "noteworthy": [asdict(action) for action in workstream.actions if action.noteworthy],
        "submitted_words": day_in_words(returned.submitted_at),
        "approved_words": day_in_words(returned.approved_at),
    }


def _issued(issue: IssueFact) -> dict[str, Any]:
    return asdict(issue) | {"words": day_in_words(issue.issued_at)}


def _made_at(contents: Contents) -> datetime:
    """The moment the file carries: never the clock's, so that the same input is the same file."""
    said = contents.issue.issued_at if contents.issue else contents.month.due_on
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
