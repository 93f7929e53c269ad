"""Packs of bodies that are no trust and answer to another regulator than CQC."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from improvement.models import Month, Person
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.renderers import render
from scorecards.programme_file.load import load_file
from tests.support.read_html import read, words
from tests.support.read_pdf import Read

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
OF_OTHERS = re.compile(r"\b(CQC|Must|Should|[Tt]rusts?)\b")


@pytest.fixture
def fire_service(db: None, noon) -> Contents:
    """A fire service's month: 24 areas for improvement with 88 actions beneath, 31 of them done."""
    text = (INPUTS / "fire-service-2020.json").read_text()
    by = Person.objects.for_command("load_programme")
    outcome = load_file(text=text, name="fire-service-2020.json", by=by, at=noon)
    return assemble(Month.objects.get(programme=outcome.programme))


def texts_of(contents: Contents, format: str) -> str:
    """Return all that a format prints, with the names of sheets and layouts."""
    body = render(contents, format)
    match format:
        case "pdf":
            return "\n".join(Read(body).pages)
        case "html":
            return words(read(body).find("body"))
        case "xlsx":
            book = load_workbook(BytesIO(body))
            cells = (cell.value for sheet in book for row in sheet for cell in row)
            return "\n".join([*book.sheetnames, *(str(cell) for cell in cells if cell)])
    deck = Presentation(BytesIO(body))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    layouts = [layout.name for layout in deck.slide_layouts]
    alternatives = [shape._element._nvXxPr.cNvPr.get("descr") or "" for shape in shapes]
    framed = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    return "\n".join([*layouts, *cells, *framed, *alternatives])


@pytest.mark.document
@pytest.mark.parametrize("format", ["pdf", "html", "pptx", "xlsx"])
def test_a_fire_services_pack_says_nowhere_cqc_trust_or_must(
    fire_service: Contents, format: str
) -> None:
    printed = " ".join(texts_of(fire_service, format).split())
    assert "Area for" in printed
    assert format == "xlsx" or "4 of 4 sub-actions done" in printed
    assert OF_OTHERS.findall(printed) == []


def test_the_words_of_cqc_are_for_its_own_must_and_should_dos(contents: Contents) -> None:
    """It was printed over every programme of one source, whoever that was."""
    assert contents.action_words.title == "Update on CQC Must and Should Dos"
    assert _of(contents, source="Ofsted report").action_words.title == "Update on actions"
    assert _of(contents, strength="Recommendation").action_words.title == "Update on actions"
    assert replace(contents, workstreams=()).action_words.title == "Update on actions"
    several = _of(contents, source_id=None)
    first = several.workstreams[0]
    other = tuple(replace(action, source_id=1) for action in first.actions)
    streams = (replace(first, actions=other), *several.workstreams[1:])
    assert replace(several, workstreams=streams).action_words.title == "Update on actions"


def _of(contents: Contents, **facts: object) -> Contents:
    streams = tuple(
        replace(stream, actions=tuple(replace(action, **facts) for action in stream.actions))
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=streams)
