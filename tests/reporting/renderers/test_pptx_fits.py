"""Slides hold what they are given: nothing leaves its slide, however long."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reporting.contents.facts import QuarterFact
from reporting.renderers.pptx.commitments import NONE_NOTEWORTHY
from tests.support.read_slides import Read, astray, said, with_first

pytestmark = pytest.mark.document
WAYWARD = "=cmd|'/C calc'!A0 <a:t>&amp; bell\x07 \ud800 \uffff مرحبا 你好 🚑 _x0007_ " + "W" * 300
LONG = " ".join(f"word{n:04}" for n in range(1111))


def test_december_is_within_its_slides(december_slides):
    assert astray(december_slides) == []


def test_an_empty_programme_is_within_its_slides_and_says_so(contents):
    overview = replace(contents.overview, headline="", sections=(), rag_assessment="")
    empty = replace(contents, workstreams=(), overview=overview, quarters=(), issue=None)
    read = Read(empty)
    assert astray(read) == []
    assert "The programme has no workstreams yet" in read.text
    assert NONE_NOTEWORTHY in read.text
    assert "DRAFT: not issued" in said(read.slides[0])


def test_long_remarks_and_forty_metrics_stay_within_their_slides(contents):
    first = contents.workstreams[0]
    action = replace(first.actions[0], explanation=LONG, mitigation=LONG.replace(" ", "\n"))
    metric = replace(first.metrics[0], remark=LONG)
    metrics = tuple(replace(metric, number=str(n), id=n) for n in range(40))
    read = Read(with_first(contents, metrics=metrics, actions=(action,)))
    assert astray(read) == []
    explained = " ".join(row[4] for row in read.rows("Actions red, moved or explained"))
    assert [one for one in explained.split() if one.startswith("word")] == LONG.split()
    slides = read.part(f"Scorecard: {first.name}")
    rows = read.rows(f"Scorecard: {first.name}")
    assert [row[0] for row in rows if row[0].isdigit()] == [str(n) for n in range(40)]
    assert sum(row[0] == "No" for row in rows) == len(slides) > 4
    assert "(in full in the notes)" in rows[2][-1]
    assert LONG in slides[0].notes_slide.notes_text_frame.text
    later = read.part("Actions red, moved or explained (continued")[0]
    cells = [
        cell for shape in later.shapes if shape.has_table for cell in shape.table.rows[1].cells
    ]
    assert not [cell for cell in cells if not cell.text and cell.fill.type]
    assert read.titles.count(f"Scorecard: {first.name} (continued)") == 1


def test_a_note_stands_once_under_the_table_of_its_quarter(contents):
    first, years = contents.workstreams[0], ("2021/22", "2022/23", "2023/24")
    quarters = tuple(
        QuarterFact(f"{year} Q{number}", year, f"Q{number}")
        for year in years
        for number in range(1, 5)
    )[:10]
    metric = first.metrics[0]
    cell = metric.lines[0].cells[0]
    cells = tuple(replace(cell, quarter=one.slug, note=f"Of {one.slug}.") for one in quarters)
    metric = replace(metric, lines=(replace(metric.lines[0], cells=cells),))
    read = Read(replace(with_first(contents, metrics=(metric,)), quarters=quarters))
    noted = [row[1] for row in read.rows(f"Scorecard: {first.name}") if "‡" in row[1]]
    told = [re.findall(r"Of ([^.]+)\.", one) for one in noted]
    slugs = [quarter.slug for quarter in quarters]
    assert told == [slugs[:8], slugs[8:]]


def test_hostile_text_comes_out_as_text_within_its_slides(contents):
    first = contents.workstreams[0]
    line = replace(first.metrics[0].lines[0], name=WAYWARD)
    plan = first.plan and replace(
        first.plan,
        parts=tuple(replace(part, title=WAYWARD, lines=(WAYWARD,)) for part in first.plan.parts),
    )
    changed = with_first(
        contents,
        name=WAYWARD,
        exit_statement=WAYWARD,
        actions=tuple(replace(action, ref=WAYWARD, wording=WAYWARD) for action in first.actions),
        metrics=(replace(first.metrics[0], name=WAYWARD, lines=(line,), remark=WAYWARD),),
        plan=plan,
    )
    read = Read(replace(changed, programme=replace(contents.programme, name=WAYWARD)))
    assert astray(read) == []
    assert "=cmd|'/C calc'!A0 <a:t>&amp; bell ? " in read.text
    assert "مرحبا 你好 🚑" in read.text
    book = load_workbook(BytesIO(read.charts[0].chart.part.chart_workbook.xlsx_part.blob))
    assert [cell.data_type for cell in book.active[1]][1:] == ["s", "s"]
