"""The PDF of the December programme, read back by a real PDF reader."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from improvement.models import Person
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.renderers import render
from scorecards.programme_file.load import load_file
from tests.support.programs import program

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def december_contents(django_db_setup, django_db_blocker, each_december_text) -> Contents:
    """December, loaded for another trust and taken back: a draft."""
    file = json.loads(each_december_text)
    file["programme"]["slug"] = "another"
    with django_db_blocker.unblock(), transaction.atomic():
        by = Person.objects.for_command("load_programme")
        outcome = load_file(text=json.dumps(file), name="another.json", by=by, at=timezone.now())
        month = outcome.programme.months.select_related("programme").get()
        contents = assemble(month)
        transaction.set_rollback(True)
    return contents


@pytest.fixture(scope="module")
def pdf(december_contents: Contents, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("pack") / "pack.pdf"
    file.write_bytes(render(december_contents, "pdf"))
    return file


@pytest.fixture(scope="module")
def structure(pdf: Path) -> str:
    """The tags of the PDF with their texts, as a screen reader would meet them."""
    return told_by("pdfinfo", "-struct-text", str(pdf))


def told_by(reader: str, *options: str) -> str:
    return subprocess.run(
        [program(reader), *options], check=True, capture_output=True, text=True, errors="replace"
    ).stdout


def rows_of(structure: str) -> list[list[str]]:
    """Return every table row as the texts of its cells."""
    rows: list[list[str]] = []
    depth = 0  # of the row that is being read; 0 outside rows
    for line in structure.splitlines():
        tag, indent = line.strip(), len(line) - len(line.lstrip())
        if tag.startswith("TR"):
            rows.append([])
            depth = indent
        elif indent <= depth:
            depth = 0
        elif depth and re.match(r"T[HD]\b", tag):
            rows[-1].append("")
        elif depth and tag.startswith('"') and rows[-1]:
            rows[-1][-1] += tag[1:-1]
    return rows


def fits(row: list[str], expected: list[str]) -> bool:
    """Say whether the printed texts stand in the row side by side, in order.

    Behind an actual its performance, a mark or its day may follow: a cell begins with what was
    printed.
    """
    cells = [" ".join(cell.replace("\u200b", "").split()) for cell in row]
    wanted = [" ".join(text.split()) for text in expected]
    for start in range(len(cells) - len(wanted) + 1):
        window = cells[start : start + len(wanted)]
        if all(_shows(cell, text) for cell, text in zip(window, wanted, strict=True)):
            return True
    return False


def _shows(cell: str, printed: str) -> bool:
    return cell == printed or (printed != "" and cell.startswith(_followed(printed)))


def _followed(printed: str) -> tuple[str, ...]:
    return tuple(f"{printed}{mark}" for mark in (" ", "†", "‡", "to 30 Nov"))


def test_every_cell_stands_in_its_row_of_the_pdf(december_contents: Contents, structure: str):
    rows = rows_of(structure)
    missing, cells = [], 0
    for workstream in december_contents.workstreams:
        for metric in workstream.metrics:
            for name, line in [
                ("Aim", metric.aims),
                *((one.name, one.cells) for one in metric.lines),
            ]:
                printed = [cell.printed for cell in line]
                cells += len(printed)
                if not any(fits(row, [name, *printed]) for row in rows):
                    missing.append((workstream.slug, metric.number, name, printed))
    assert missing == []
    assert cells == 664


def test_every_action_stands_in_its_row_with_both_ratings(december_contents, structure: str):
    rows = rows_of(structure)
    for workstream in december_contents.workstreams:
        for action in workstream.actions:
            row = next(row for row in rows if any(action.ref == cell.strip() for cell in row))
            said = " ".join(" ".join(row).split())
            assert action.strength in said
            assert action.delivery.words in said
            assert action.embedding.words in said


def test_every_sentence_stands_in_the_pdf(december_contents: Contents, pdf: Path):
    text = told_by("pdftotext", "-raw", str(pdf), "-")
    said = re.sub(r"\s", "", text.replace("\u200b", ""))
    sentences = [
        bullet.text
        for workstream in december_contents.workstreams
        for section in workstream.sections
        for bullet in section.bullets
    ]
    sentences += [
        line
        for workstream in december_contents.workstreams
        for part in workstream.plan.parts
        for line in part.lines
    ]
    assert len(sentences) > 150
    assert [one for one in sentences if re.sub(r"\s", "", one)[:60] not in said] == []


def test_sections_come_in_the_published_order(december_contents: Contents, structure: str):
    headings = re.findall(r'^ *H1 "([^"]*)"', structure, re.M)
    fixed = [
        "Contents",
        "Executive summary",
        "Programme overview",
        "Update on CQC Must and Should Dos",
        "Actions red, moved or explained",
        "Update on exit criteria",
    ]
    names = [workstream.name for workstream in december_contents.workstreams]
    reports = [f"{kind}: {name}" for name in names for kind in ("Highlight report", "Scorecard")]
    plans = [f"Plan on a page: {name}" for name in names]
    assert headings == fixed + reports + plans


def test_an_unissued_month_says_draft_on_every_page(pdf: Path):
    text = told_by("pdftotext", str(pdf), "-")
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 24
    assert [number for number, page in enumerate(pages, 1) if "DRAFT" not in page] == []
