"""How far three stories travel through the code: files and functions entered, and queries.

    .venv/bin/python benchmarks/stories.py [--files]

Makes a database of its own beside the installation's and loads the demo. Each story runs once to
warm up, and is then counted: a lead saves a scorecard, the office opens the dashboard of the open
month, and issues that month. Only our own files and functions count, without migrations and
lambdas; documents are made in a process of their own, which is not followed.
``--files`` names the files.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from types import CodeType, FrameType

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from own_database import database

from improvement.models import HighlightReport, Month, Person

REPO = Path(__file__).resolve().parents[1]
ROOMS = ("config", "improvement", "scorecards", "reporting")
NOON = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
NO_REASON = {"q", "csrfmiddlewaretoken"}  # fields that take no reason
SCORECARD = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", action="store_true", help="name the files that are entered")
    options = parser.parse_args()
    with database():
        call_command("load_demo", verbosity=0, stdout=StringIO())
        stories: dict[str, Callable[[int], object]] = {
            "a scorecard is saved": save_scorecard,
            "the open dashboard is read": read_dashboard,
            "a month is issued": issue_month,
        }
        print(f"{'':28} {'files':>6} {'functions':>10} {'queries':>8}")
        for name, story in stories.items():
            files, functions, queries = walked(story)
            print(f"{name:28} {len(files):6} {functions:10} {queries:8}")
            if options.files:
                print("".join(f"    {file}\n" for file in sorted(files)))


def walked(story: Callable[[int], object]) -> tuple[set[str], int, int]:
    """Return the files, the number of functions and the number of queries of a story's second run.

    Each run is rolled back, so that both begin with the same rows.
    """
    with transaction.atomic():
        story(1)
        transaction.set_rollback(True)
    entered: set[CodeType] = set()

    def note(frame: FrameType, event: str, _about: object) -> None:
        if event == "call":
            entered.add(frame.f_code)

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        sys.setprofile(note)
        try:
            story(2)
        finally:
            sys.setprofile(None)
        transaction.set_rollback(True)
    ours = [code for code in entered if is_ours(code)]
    files = {str(Path(code.co_filename).relative_to(REPO)) for code in ours}
    return files, len(ours), len(queries)


def is_ours(code: CodeType) -> bool:
    file = Path(code.co_filename)
    if code.co_name.startswith("<") or not file.is_relative_to(REPO):
        return False
    parts = file.relative_to(REPO).parts
    return parts[0] in ROOMS and "migrations" not in parts


def signed_in(slug: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(slug=slug))
    return client


def save_scorecard(salt: int) -> None:
    client = signed_in("nicola-howells")
    page = client.get(SCORECARD).content.decode()
    hidden = re.findall(r'name="(seen|writer|window|turn)" value="([^"]*)"', page)
    fields = {name: html.unescape(value) for name, value in hidden}
    cell = re.findall(r'name="(actual-[^"]+)"', page)[0]
    answer = client.post(SCORECARD, {**fields, cell: f"{10 + salt}"})
    if answer.status_code != 302:
        sys.exit("The figure was not saved: nothing measured.")


def read_dashboard(_salt: int) -> None:
    answer = signed_in(office().slug).get("/scas/?month=2024-01")
    if answer.status_code != 200:
        sys.exit("The dashboard was not shown: nothing measured.")


def issue_month(_salt: int) -> None:
    month = Month.objects.get(programme__slug="scas", issued_at=None)
    lead, executive = Person.objects.filter(appointments__isnull=False).distinct()[:2]
    HighlightReport.objects.filter(month=month).update(
        submitted_at=NOON, submitted_by=lead, approved_at=NOON, approved_by=executive
    )
    client = signed_in(office().slug)
    page = client.get(f"/scas/{month.slug}/issue/").content.decode()
    names = set(re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page)) - NO_REASON
    answer = client.post(f"/scas/{month.slug}/issue/", dict.fromkeys(names, "Known to the office"))
    if answer.status_code != 302:
        sys.exit("The month was not issued: nothing measured.")


def office() -> Person:
    return Person.objects.filter(appointments__role="programme_office").first() or sys.exit(
        "There is no office."
    )


if __name__ == "__main__":
    main()
