"""Worlds for servers that come and go: ``python -m tests.support.fault_worlds NAME``.

Run with the DATABASE_URL and SECRET_KEY of the server to come. Makes the tables and the world,
signs everybody in, and prints who has which session as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

EDITORS = 50
SHARED = 10  # workstreams that several editors lead together
MONTH = "2024-01"
SLUG = "trust"


def editor(number: int) -> str:
    return f"editor-{number}"


def stream(number: int) -> str:
    return f"stream-{number}"


def editors_file() -> dict[str, Any]:
    """Return a programme with a workstream for each editor; the first ones have six leads each."""
    return {
        "format": "improvement-programme",
        "version": 1,
        "programme": {
            "slug": SLUG,
            "name": "A programme of many",
            "organisation": "A trust",
            "exit_on": None,
            "meetings": [],
        },
        "quarters": ["2023/24 Q3", "2023/24 Q4"],
        "people": [
            {"slug": editor(number), "name": f"Editor {number}", "job_title": ""}
            for number in range(EDITORS)
        ],
        "scales": [],
        "workstreams": [_workstream(number) for number in range(EDITORS)],
        "months": [{"month": MONTH, "overview": _overview(), "reports": []}],
    }


def _workstream(number: int) -> dict[str, Any]:
    leads = [(number, "sro")]
    if number < SHARED:
        leads += [(one, "programme_manager") for one in range(number, EDITORS, SHARED)]
    return {
        "slug": stream(number),
        "name": f"Stream {number}",
        "exit_statement": "",
        "appointments": [{"person": editor(one), "role": role} for one, role in leads],
        "actions": [],
        "criteria": [],
        "plan": None,
        "metrics": [],
    }


def _overview() -> dict[str, Any]:
    lists = ("executive_summary", "key_highlights", "key_progress", "key_risks_issues")
    ratings: dict[str, Any] = {"delivery": None, "embedding": None}
    return {"headline": "", "rag_assessment": "", **dict.fromkeys(lists), **ratings}


def make(name: str) -> None:
    """Make a world: ``editors``, or ``approved``, the demo with January ready to be issued."""
    from django.core.management import call_command

    from improvement.models import Person
    from improvement.values.clock import now
    from reporting.demo import load
    from scorecards.programme_file.load import load_file

    call_command("migrate", verbosity=0)
    if name == "editors":
        by, text = Person.objects.for_command("worlds"), json.dumps(editors_file())
        load_file(text=text, name="editors.json", by=by, at=now())
    else:
        load.load_demo(at=now(), with_sign_ins=False)
        _approve_all()


def _approve_all() -> None:
    from improvement.models import HighlightReport, Role
    from improvement.values.clock import now
    from improvement.workflow import transitions

    for report in HighlightReport.objects.filter(month__issued_at=None):
        appointed = report.workstream.appointments
        manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
        transitions.submit(report=report, by=manager, at=now())
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        transitions.approve(report=report, by=executive, at=now())


def sessions() -> dict[str, str]:
    """Sign everybody in, and give each person's session by their slug."""
    from improvement.models import Person
    from tests.support.signing_in import session_of

    everybody = Person.objects.exclude(programme=None)
    # With a second step, as an installation asks of everybody.
    everybody = Person.objects.exclude(programme=None)
    return {one.slug: session_of(one, "mfa", type="totp") for one in everybody}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    make(sys.argv[1])
    sys.stdout.write(json.dumps(sessions()))
