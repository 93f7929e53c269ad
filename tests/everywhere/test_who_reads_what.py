"""Every reason and comment that is asked for is read by those who docs/who-reads-what.md says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone

from improvement.accounts.deactivate import deactivate
from improvement.accounts.tokens import make_token
from improvement.audit import changes
from improvement.models import Acknowledgement, ActionRating, HighlightReport
from improvement.workflow import transitions
from improvement.workflow.reminders import due_reminders, send
from reporting.contents.facts import to_json
from reporting.contents.pack_facts import WaiverFact
from reporting.pack.issue import contents_to_freeze, reopen
from reporting.renderers import render
from scorecards.models import Actual, Metric, Remark, TrajectoryRevision
from scorecards.setup.metrics import retire_metric
from tests.support.permissions import TABLES
from tests.support.read_documents import folded
from tests.support.read_pdf import Read
from tests.support.set_up_rows import reword

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "who-reads-what.md"
IS_ASKED = re.compile("reason|comment|because|explanation|mitigation|remark")
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"


def table() -> list[dict[str, str]]:
    """Return the rows of the document, by the heads of its columns."""
    lines = [line for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("|")]
    heads, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(heads, row, strict=True)) for row in rows]


ROWS = table()


def kept_as(row: dict[str, str]) -> list[str]:
    return re.findall(r"`(\w+\.\w+)`", row["Kept as"])


def mark(number: int) -> str:
    """Return the words that stand for what a row of the table asks for."""
    return f"Reason number {chr(ord('A') + number)} of the table"


MARKS = {name: mark(number) for number, row in enumerate(ROWS) for name in kept_as(row)}
ISSUED_WITHOUT, LEFT = (
    mark(next(n for n, row in enumerate(ROWS) if row["Asked for"].startswith(said)))
    for said in ("Why a pack is issued", "Why somebody left")
)


def test_every_reason_and_comment_that_is_kept_has_its_row():
    kept = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if not model.__name__.startswith("Historical") and model._meta.app_config.name in ROOMS
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.CharField) and IS_ASKED.search(field.name)
    }
    assert kept | {"Remark.text"} == {name for row in ROWS for name in kept_as(row)}


ROOMS = ("improvement", "scorecards", "reporting")


@pytest.fixture
def hints(culture, nicola, melanie, office, signed_in, noon) -> str:
    """What the pages say that ask for a reason or a comment, each as its writer sees it."""
    metric = Metric.objects.filter(workstream=culture.workstream, retired_from=None).first()
    lead, executive, its_office = map(signed_in, (nicola, melanie, office))
    pages = [
        (lead, f"{REPORT}actions/"),
        (lead, f"{REPORT}scorecard/?restate=1"),
        (lead, f"{REPORT}submit/"),
        (its_office, f"{REPORT}extend/"),
        (its_office, f"/scas/metrics/{metric.pk}/aims/"),
        (its_office, f"/scas/metrics/{metric.pk}/edit/"),
        (its_office, f"/scas/metrics/{metric.pk}/retire/"),
        (its_office, f"/scas/access/{nicola.pk}/leave/"),
        (its_office, "/scas/2023-12/reopen/"),
        (its_office, "/scas/2024-01/issue/"),
        (its_office, "/scas/set-up/programme/"),
    ]
    said = [read(client, address) for client, address in pages]
    transitions.submit(report=culture, by=nicola, at=noon)
    return " ".join([*said, read(executive, f"{REPORT}as-it-stands/")])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def test_the_hint_at_the_field_says_who_reads_it(hints):
    unsaid = [row["Asked for"] for row in ROWS if row["The hint says"] not in hints]
    assert unsaid == []


@pytest.fixture
def told(december, january, culture, nicola, office, noon):
    """Everything that is asked for, said in December, which is reopened, and in January."""
    reopen(month=december, reason=MARKS["Month.reopening_reason"], by=office, at=noon)
    for month in (december, january):
        report = month.reports.get(workstream=culture.workstream)
        say_all(report, nicola, office, noon)
    december.refresh_from_db()
    return december


def say_all(report: HighlightReport, nicola, office, noon) -> None:
    named = ("return_comment", "extension_reason")
    changes.change(
        report,
        by=office,
        extended_to=report.month.due_on + timedelta(days=3),
        extended_at=noon,
        extended_by=office,
        returned_at=noon,
        returned_by=office,
        **{name: MARKS[f"HighlightReport.{name}"] for name in named},
    )
    rating = ActionRating.objects.filter(report=report).first()
    words = {name: MARKS[f"ActionRating.{name}"] for name in ("explanation", "mitigation")}
    changes.change(rating, by=nicola, delivery="overdue", carried=False, **words)
    metric, other, retired = Metric.objects.filter(workstream=report.workstream)[:3]
    remark = Remark.objects.filter(report=report, metric=metric).first()
    remark = remark or Remark(report=report, metric=metric)
    changes.change(remark, by=nicola, text=MARKS["Remark.text"])
    figure = Actual.objects.filter(line__metric=other).exclude(printed="").first()
    why = {"restatement_reason": MARKS["Actual.restatement_reason"], "restated_from": "1"}
    changes.change(figure, by=nicola, restated_at=noon, restated_by=nicola, **why)
    if retired.retired_from is None:
        because = MARKS["Metric.retired_because"]
        retire_metric(metric=retired, month=report.month, reason=because, by=office)
    say_of_set_up(report, metric, office, noon)
    revision = TrajectoryRevision(metric=metric, reason=MARKS["TrajectoryRevision.reason"])
    revision.agreed_by, revision.agreed_on, revision.aims_before = "IPOB", noon.date(), {}
    revision.revised_at, revision.revised_by = noon, office
    changes.record(revision, by=office)
    given = Acknowledgement(report=report, key="x", warning="W", acknowledged_at=noon)
    given.reason, given.acknowledged_by = MARKS["Acknowledgement.reason"], nicola
    changes.record(given, by=nicola)


def say_of_set_up(report: HighlightReport, metric: Metric, office, noon) -> None:
    """Move the exit date and a due date, end an action and a criterion, and reword one of each."""
    day, programme = report.month.starts_on, report.month.programme
    moved = {"exit_moved_because": MARKS["Programme.exit_moved_because"]}
    changes.change(programme, by=office, exit_first=programme.exit_on, **moved)
    first, second, third, *_ = report.workstream.actions.all()
    because = {"due_moved_because": MARKS["Action.due_moved_because"]}
    changes.change(first, by=office, due_first=noon.date(), due_on=noon.date(), **because)
    later = noon.date() + timedelta(days=30)
    changes.change(first, by=office, due_on=later)
    if second.ended_from is None:
        end = {"ended_as": "withdrawn", "ended_from": day}
        changes.change(second, by=office, ended_because=MARKS["Action.ended_because"], **end)
    why = {"reason": MARKS["ActionRewording.reason"]}
    for thing in (third, report.workstream.criteria.first(), metric):
        reword(thing, office, starts_on=day, **why)


def is_in(text: str, column: str) -> dict[str, tuple[bool, bool]]:
    """Return of each row whether a text has its words, and whether the table says so."""
    said = {
        row["Asked for"]: (folded(mark(number)) in text, row[column] == "yes")
        for number, row in enumerate(ROWS)
    }
    return {name: pair for name, pair in said.items() if pair[0] != pair[1]}


def contents_of(month, office, noon):
    waiver = WaiverFact("Something is missing", ISSUED_WITHOUT, "Programme office")
    return contents_to_freeze(month, [waiver], by=office, at=noon)


def test_the_documents_of_a_pack_print_what_the_table_says_and_nothing_else(told, office, noon):
    """As PDF and as web page; that the other formats say the same is a test of theirs."""
    contents = contents_of(told, office, noon)
    printed = Read(render(contents, "pdf")).words
    assert is_in(folded(printed), "Pack") == {}
    page = render(contents, "html").decode()
    assert is_in(folded(re.sub("<[^>]*>", " ", page)), "Pack") == {}


def test_the_contents_of_a_pack_hold_no_more_and_no_deadline_of_a_report(told, office, noon):
    contents = contents_of(told, office, noon)
    text = to_json(replace(contents, month=replace(contents.month, due_on="")))
    assert is_in(folded(text), "Pack") == {}
    for day in (told.due_on, told.due_on + timedelta(days=3)):
        assert day.isoformat() not in text
        assert f"{day.day} {day:%B %Y}" not in text


def test_data_has_what_the_table_says_and_nothing_else(told, office, noon):
    at = timezone.now()
    key = make_token(
        programme=told.programme,
        name="T",
        expires_on=at.date() + timedelta(days=9),
        by=office,
        at=at,
    )[1]
    asked = {"headers": {"Authorization": f"Bearer {key}"}}
    addresses = [f"/api/v1/programmes/scas/{name}?month=2024-01" for name in TABLES]
    addresses.append("/api/v1/programmes")
    data = "".join(Client().get(one, **asked).content.decode() for one in addresses)
    missing = is_in(folded(data), "Data")
    # The reason of a version is data once it is issued.
    assert missing.pop("What a reopened month corrects") == (False, True)
    assert missing == {}


def test_no_mail_has_any_of_it(told, nicola, someone, office, noon):
    deactivate(person=someone("emma-manaton"), by=office, at=noon, why=LEFT)
    changes.change(nicola, by=office, email="nicola@trust.example")
    late = noon.replace(month=2, day=20)
    for one in due_reminders(at=late):
        send(one, base_url="https://trust.example", at=late)
    text = folded("".join(f"{one.subject} {one.body}" for one in mail.outbox))
    assert folded("Culture & Staff Wellbeing") in text
    assert is_in(text, "Mails") == {}


@pytest.mark.parametrize("kept", ["return_comment", "extension_reason"])
def test_a_report_s_page_tells_the_lead_executive_and_office_why_and_nobody_else(
    told, culture, nicola, melanie, amy, office, someone, board_reader, signed_in, kept
):
    words = MARKS[f"HighlightReport.{kept}"]
    for person in (nicola, melanie, office):
        assert words in read(signed_in(person), REPORT), person
    for person in (amy, someone("ceo-office")):
        assert words not in read(signed_in(person), REPORT), person
    for address in ("/scas/2023-12/culture-and-staff-wellbeing/", "/scas/?month=2023-12"):
        answer = signed_in(board_reader).get(address, follow=True).content.decode()
        assert words not in answer
