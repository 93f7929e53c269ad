"""Documents are made in a process of its own with limits, one for each person at a time."""

from __future__ import annotations

import html
import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from improvement.models import LogEntry
from improvement.processes import locks
from improvement.processes.locks import BUSY, held
from improvement.processes.make_document import WHAT_TO_DO, NotDrawn
from reporting.contents.facts import Contents
from reporting.renderers import RENDERERS, pdf, render, table_files
from reporting.renderers import draw as renderers_draw
from reporting.renderers.draw import HIGHLIGHT_REPORT, draw
from scorecards.models import Metric
from scorecards.workbook import write
from tests.support.databases import ROOT
from tests.support.workbooks import CULTURE

pytestmark = pytest.mark.document


def test_the_process_makes_the_same_bytes_in_every_format(contents: Contents, documents_made_anew):
    made = draw(contents, RENDERERS)
    assert list(made) == list(RENDERERS)
    assert [one for one in RENDERERS if made[one] != render(contents, one)] == []


def test_part_of_a_report_is_made_there_too(contents: Contents, documents_made_anew):
    made = draw(contents, ["pdf"], only=HIGHLIGHT_REPORT)
    assert made == {"pdf": pdf.render(contents, only=HIGHLIGHT_REPORT)}


def test_what_takes_too_long_is_ended_with_a_sentence(
    contents: Contents, documents_made_anew, monkeypatch
):
    monkeypatch.setattr(renderers_draw, "MOST_SECONDS", 1)
    said = "Nothing was made: It took more than 1 seconds or 2000 MB, so it was ended."
    with pytest.raises(NotDrawn, match=said):
        draw(contents, ["pptx", "xlsx"])


@pytest.mark.parametrize("megabytes", [60, 80, 120, 200])
def test_a_document_that_runs_out_of_memory_is_told_as_too_much_wherever_it_happens(
    contents: Contents, documents_made_anew, monkeypatch, megabytes: int
):
    monkeypatch.setattr(renderers_draw, "MOST_MEGABYTES", megabytes)
    said = f"Nothing was made: It took more than 60 seconds or {megabytes} MB, so it was ended."
    with pytest.raises(NotDrawn) as refused:
        draw(contents, ["xlsx", "pdf"])
    assert refused.value.sentence == f"{said} {WHAT_TO_DO}"


@pytest.mark.parametrize(
    ("module", "address"),
    [(write, f"{CULTURE}workbook/"), (table_files, "/scas/metrics/{metric}/figures.xlsx")],
    ids=["scorecard", "figures"],
)
def test_a_workbook_is_made_in_a_process_that_is_ended_with_a_sentence(
    nicola, signed_in, words, documents_made_anew, monkeypatch, module, address: str
):
    metric = Metric.objects.filter(workstream__slug="culture-and-staff-wellbeing").first()
    browser, address = signed_in(nicola), address.format(metric=metric.pk)
    made = browser.get(address)
    assert load_workbook(BytesIO(made.content)).sheetnames in (["Scorecard"], ["Figures"])
    downloads = LogEntry.objects.count()
    monkeypatch.setattr(module, "MOST_MEGABYTES", 30)
    answer = browser.get(address)
    assert answer.status_code == 503
    said = f"It took more than 20 seconds or 30 MB, so it was ended. {WHAT_TO_DO}"
    assert f"The document was not made Nothing was made: {said}" in words(answer)
    assert LogEntry.objects.count() == downloads


SITE = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"openpyxl", "pptx", "typst"} & sys.modules.keys()))
"""


def test_no_page_of_the_site_has_what_office_documents_are_made_with():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    command = [sys.executable, "-c", SITE]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().split() == []


def test_without_its_font_it_says_what_to_do(
    contents: Contents, documents_made_anew, monkeypatch, tmp_path
):
    monkeypatch.setenv("PACK_FONTS", str(tmp_path))
    with pytest.raises(
        NotDrawn, match=r"^Nothing was made: The pack’s font is missing .*make setup"
    ):
        draw(contents, ["pdf"])


@pytest.mark.parametrize(
    "address",
    [
        "/scas/2024-01/pack/?format=xlsx",
        "/scas/2024-01/preview/draft.pdf",
        "/scas/2024-01/culture-and-staff-wellbeing/preview/",
        f"{CULTURE}workbook/",
        "/scas/metrics/{metric}/figures.xlsx",
        "/scas/metrics/{metric}/figures.csv",
    ],
)
def test_whoever_has_a_document_made_is_told_so_before_the_next(
    office, signed_in, words, monkeypatch, address: str
):
    monkeypatch.setattr(locks, "PATIENCE", 0)
    metric = Metric.objects.filter(workstream__slug="patient-safety").first()
    with held(f"job of {office.pk}"):
        answer = signed_in(office).get(address.format(metric=metric.pk))
    assert answer.status_code == 429
    assert f"One at a time {BUSY}" in words(answer)


def test_an_issued_document_is_read_while_another_is_made(december, office, signed_in, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", 0)
    with held(f"job of {office.pk}"):
        answer = signed_in(office).get("/scas/2023-12/pack/?format=json")
    assert answer.content == bytes(december.packs.get().files.get(format="json").body)


def test_an_upload_is_told_at_its_field_and_read_when_the_other_job_is_done(
    nicola, signed_in, monkeypatch
):
    monkeypatch.setattr(locks, "PATIENCE", 0)
    browser = signed_in(nicola)
    book = browser.get(f"{CULTURE}workbook/").content

    def upload() -> str:
        sent = {"workbook": SimpleUploadedFile("scorecard.xlsx", book)}
        return html.unescape(browser.post(f"{CULTURE}upload/", sent).content.decode())

    with held(f"job of {nicola.pk}"):
        page = upload()
    assert page.count(BUSY) == 2  # in the summary, and at the field
    assert "Nothing differs" in upload()
