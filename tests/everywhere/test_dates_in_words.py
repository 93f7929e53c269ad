"""Screens, documents and mails say a date in words; data keeps it as ISO 8601."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.core import mail
from pptx import Presentation

from improvement.accounts.invite import invite
from improvement.accounts.tokens import make_token
from improvement.audit import changes as audit
from improvement.models import Person, Programme, Role
from improvement.workflow import transitions as cycle
from improvement.workflow.reminders import due_reminders, send
from reporting.changes.compare import changes_since
from reporting.contents.facts import Contents
from reporting.contents.pack_facts import IssueFact
from reporting.pack.documents import contents_of
from reporting.renderers import render
from scorecards.models import Actual, Metric, MonthlyReading, TrajectoryRevision
from tests.support.address_readers import address_and_reader
from tests.support.permissions_ids import ids
from tests.support.permissions_matrix import ROWS
from tests.support.read_pdf import Read

ISO = re.compile(r"(?<![\w/.=-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d/-])")
ISSUED_AT = "2024-07-08T23:30:00+00:00"
PAGES = [
    row for row in ROWS if row.method == "GET" and not row.by_token and not row.of_no_programme
]


@pytest.fixture
def eventful(programme, january, culture, nicola, office, noon) -> Programme:
    """A day of every kind that is kept, set and changed."""
    late = january.due_on + timedelta(days=9)
    cycle.extend_deadline(report=culture, due_on=late, reason="More time", by=office, at=noon)
    audit.change(programme, by=office, exit_on=date(2024, 10, 31))
    held = nicola.appointments.get(workstream=culture.workstream)
    audit.change(held, by=office, starts_on=date(2023, 4, 3))
    metric = Metric.objects.filter(workstream=culture.workstream).first()
    line = metric.lines.first()
    figure = Actual.objects.filter(line=line).exclude(printed="").first()
    audit.change(figure, by=nicola, as_at=date(2023, 11, 30), entered_for=date(2023, 12, 1))
    reading = MonthlyReading(line=line, starts_on=date(2024, 1, 1), printed="5")
    reading.as_at = date(2024, 1, 20)
    audit.record(reading, by=nicola)
    revision = TrajectoryRevision(metric=metric, reason="R", agreed_by="IPOB", aims_before={})
    revision.agreed_on, revision.revised_at, revision.revised_by = date(2024, 1, 9), noon, office
    audit.record(revision, by=office)
    for person in (nicola, office):
        make_token(
            programme=programme,
            name="Reports",
            expires_on=noon.date() + timedelta(days=9),
            by=person,
            at=noon,
        )
    return programme


def dates_in(html: str) -> list[str]:
    """Return the ISO dates that a reader of a page sees: not those in its tags and scripts."""
    seen = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", html, flags=re.S)
    return ISO.findall(seen)


def test_no_page_says_a_date_as_iso(eventful, signed_in):
    known = ids(eventful)
    told, pages = {}, 0
    for row in PAGES:
        address, reader = address_and_reader(row)
        client = signed_in(Person.objects.get(slug=reader))
        answer = client.get(address.format(**known), follow=True)
        if "html" in answer.headers["Content-Type"] and answer.status_code == 200:
            pages += 1
            if found := dates_in(answer.content.decode()):
                told[address] = found
    assert told == {}
    assert pages > 50


def everything(eventful: Programme) -> Contents:
    """January's draft, with an exit date that moved."""
    january = contents_of(eventful.months.select_related("programme").get(starts_on="2024-01-01"))
    earlier = replace(january, programme=replace(january.programme, exit_on="2024-09-30"))
    return replace(january, changes=changes_since(earlier, january))


def test_no_document_says_a_date_as_iso(eventful):
    contents = everything(eventful)
    assert ISO.findall(Read(render(contents, "pdf")).text) == []
    assert dates_in(render(contents, "html").decode()) == []
    assert "31 October 2024" in render(contents, "html").decode()


def test_no_slide_says_a_date_as_iso(eventful):
    made = Presentation(BytesIO(render(everything(eventful), "pptx")))
    shapes = [shape for slide in made.slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    tables = [shape.table for shape in shapes if shape.has_table]
    texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert len(texts) > 500
    assert [one for one in texts if ISO.search(one)] == []


def test_a_workbook_has_days_and_moments_as_what_they_are_and_none_as_text(eventful):
    contents = replace(everything(eventful), issue=IssueFact(1, ISSUED_AT, "Programme office", ""))
    book = openpyxl.load_workbook(BytesIO(render(contents, "xlsx")))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert [one for one in cells if isinstance(one.value, str) and ISO.search(one.value)] == []
    pack = {row[0].value: row[1] for row in book["Pack"]}
    assert (pack["Exit date"].value, pack["Exit date"].is_date) == (datetime(2024, 10, 31), True)
    assert pack["Issued at"].value == datetime(2024, 7, 9, 0, 30)


def test_data_keeps_dates_as_iso(eventful):
    contents = replace(everything(eventful), issue=IssueFact(1, ISSUED_AT, "Programme office", ""))
    with ZipFile(BytesIO(render(contents, "csv"))) as tables:
        text = tables.read("pack.csv").decode("utf-8-sig")
    assert "Exit date,2024-10-31" in text
    assert f"Issued at,{ISSUED_AT}" in text
    assert '"exit_on": "2024-10-31"' in render(contents, "json").decode()


def test_no_mail_says_a_date_as_iso(
    eventful, office, nicola, noon, django_capture_on_commit_callbacks
):
    audit.change(nicola, by=office, email="nicola@trust.example")
    with django_capture_on_commit_callbacks(execute=True):
        invite(
            programme=eventful,
            name="A new person",
            job_title="",
            email="new.person@trust.example",
            role=Role.CEO_OFFICE,
            workstream=None,
            base_url="https://trust.example",
            by=office,
            at=noon,
        )
    for day in (9, 13, 14, 20):
        at = noon.replace(month=2, day=day)
        for one in due_reminders(at=at):
            send(one, base_url="https://trust.example", at=at)
    said = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    assert len(said) >= 3
    assert [one for one in said if ISO.search(one)] == []
    assert any("January 2024" in one for one in said)
