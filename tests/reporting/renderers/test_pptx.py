"""The PowerPoint, read back: slides, tables, charts, notes, and nothing that overlaps."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from pptx import Presentation

from reporting.contents.facts import Contents
from reporting.contents.pack_facts import ChangeFact, ChangesFact, IssueFact, WaiverFact
from reporting.renderers import render
from reporting.renderers.pptx.theme import LAYOUTS
from tests.support.read_slides import Read, astray, said, with_first

pytestmark = pytest.mark.document


def with_issue(contents: Contents, **changes) -> Contents:
    issue = IssueFact(2, "2024-01-08T23:30:00+00:00", "Programme office", "A figure was wrong")
    return replace(with_first(contents), issue=replace(issue, **changes))


def test_every_section_has_its_slides_on_a_layout_of_its_own(december_slides, contents):
    used = {slide.slide_layout.name for slide in december_slides.slides}
    of_cqc = [name if name != "Actions" else "CQC Must and Should Dos" for name in LAYOUTS]
    assert [layout.name for layout in december_slides.file.slide_layouts] == of_cqc
    assert set(of_cqc) - used == {
        "What changed",
        "Differences from the version before",
    }
    titles = december_slides.titles
    assert titles[:5] == [
        "SCAS Improvement Programme",
        "Contents",
        "Meetings",
        "Executive summary",
        "Programme overview",
    ]
    assert len(set(titles)) == len(titles)
    for workstream in contents.workstreams:
        for part in ("Highlight report", "Scorecard", "Charts", "Plan on a page"):
            assert f"{part}: {workstream.name}" in titles


def test_the_contents_give_the_slides_on_which_sections_begin(december_slides):
    page = said(december_slides.part("Contents")[0])
    overview = december_slides.titles.index("Programme overview") + 1
    plan = december_slides.titles.index("Plan on a page: Patient Safety") + 1
    assert f"Programme overview, slide {overview}" in page
    assert f"Plan on a page: Patient Safety, slide {plan}" in page


def test_every_rating_and_sentence_of_december_is_in_it(december_slides, contents):
    for workstream in contents.workstreams:
        rows = december_slides.rows(f"Update on CQC Must and Should Dos: {workstream.name}")
        by_ref = {row[1]: row for row in rows}
        for action in workstream.actions:
            row = by_ref[action.ref]
            assert (row[0], row[2]) == (action.strength, action.wording)
            assert row[3].endswith(f" {action.delivery.words}")
            assert row[4].endswith(f" {action.embedding.words}")
        words = " ".join(december_slides.text.split())
        for section in workstream.sections:
            for bullet in section.bullets:
                assert " ".join(bullet.text.split())[:60] in words


def test_the_scorecard_has_every_figure_as_printed(december_slides, contents):
    figures = 0
    for workstream in contents.workstreams:
        printed = [
            cell for row in december_slides.rows(f"Scorecard: {workstream.name}") for cell in row
        ]
        for metric in workstream.metrics:
            for cell in (cell for line in metric.lines for cell in line.cells):
                assert not cell.printed or any(each.startswith(cell.printed) for each in printed)
                figures += 1
    assert figures == 336
    row = next(
        row for row in december_slides.rows("Scorecard: Patient Safety") if "60.75%\n✓ Met" in row
    )
    assert row[4] == "Actual"
    head = december_slides.rows("Scorecard: Patient Safety")[0]
    assert [one for one in head if "/" in one] == ["2022/23", "2023/24", "2024/25"]


def test_full_remarks_are_in_the_notes(december_slides, contents):
    notes = "\n".join(
        slide.notes_slide.notes_text_frame.text
        for slide in december_slides.slides
        if slide.has_notes_slide
    )
    remarks = [
        metric.remark for workstream in contents.workstreams for metric in workstream.metrics
    ]
    assert len(remarks) == 41
    assert all(remark in notes for remark in remarks)


def test_charts_are_native_with_values_that_count(december_slides, contents):
    charts = {
        shape.name: shape for shape in december_slides.part("Charts: Patient Safety")[0].shapes
    }
    chart = charts["Chart of metric 2"].chart
    aim, actual = chart.plots[0].series
    assert list(chart.plots[0].categories) == [quarter.slug for quarter in contents.quarters]
    assert (aim.name, actual.name) == ("Aim", "Actual")
    assert actual.values[3] == pytest.approx(0.6075)
    drawn = [
        metric
        for workstream in contents.workstreams
        for metric in workstream.metrics
        if any(cell.position for line in metric.lines for cell in line.cells)
    ]
    assert len(december_slides.charts) == len(drawn) > 30


def test_tables_charts_and_the_logo_say_what_they_are(december_slides):
    described = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr", "")
        for slide in december_slides.slides
        for shape in slide.shapes
        if shape.has_table or shape.has_chart
    ]
    assert all(len(one) > 20 for one in described)
    assert any("2023/24 Q2 60.75%" in one for one in described)
    tables = [
        one.table for slide in december_slides.slides for one in slide.shapes if one.has_table
    ]
    looks = {(table.first_row, table.first_col, table.horz_banding) for table in tables}
    assert looks == {(True, True, False)}  # what reads a table aloud reads its heads
    logo = next(one for one in december_slides.slides[0].shapes if one.name == "Logo")
    assert logo._element.nvSpPr.cNvPr.get("descr") == "Place for your own logo"


def test_every_slide_has_its_number_and_the_programme_in_its_foot(december_slides):
    for slide in december_slides.slides[1:]:
        foot = {
            placeholder.placeholder_format.idx: placeholder for placeholder in slide.placeholders
        }
        assert foot[11].text_frame.text == "SCAS Improvement Programme | December 2023 | Version 1"
        assert "slidenum" in foot[12]._element.xml
        assert 'lang="en-GB"' in slide.shapes.title._element.xml


def test_what_changed_is_told_by_kind_and_a_month_without_changes_says_so(contents):
    moved = ChangeFact("rating", "Patient Safety", "Overall delivery", "On Track", "Overdue", "Why")
    new = ChangeFact("new", "", "Criterion 9", "–", "New")
    first = with_first(contents)
    read = Read(replace(first, changes=ChangesFact("November 2023", (moved, new))))
    part = "What changed since November 2023"
    assert ["Patient Safety", "Overall delivery", "On Track", "Overdue", "Why"] in read.rows(part)
    assert ["Programme", "Criterion 9", "–", "New", ""] in read.rows(part)
    assert "Ratings that moved" in said(read.part(part)[0])
    assert astray(read) == []
    quiet = Read(replace(first, changes=ChangesFact("November 2023", ())))
    assert "Nothing changed since November 2023." in said(quiet.part(part)[0])


def test_waivers_and_differences_are_told_and_the_reason_of_the_version(contents):
    waiver = WaiverFact("Metric 3 is missing", "It is not collected yet", "Programme office")
    differs = ChangeFact("text", "", "Headline", "Good", "Better")
    differences = ChangesFact("version 1", (differs,))
    read = Read(with_issue(contents, waivers=(waiver,), differences=differences))
    found = ["Metric 3 is missing", "It is not collected yet", "Programme office"]
    assert found in read.rows("Issued in spite of")
    assert "Better" in said(read.part("Differences from version 1")[0])
    assert "Reason for this version: A figure was wrong" in said(read.slides[0])
    assert "Issued by Programme office on 8 January 2024" in said(read.slides[0])


def test_every_paragraph_is_as_powerpoint_expects_it(december_slides):
    for slide in december_slides.slides:
        for paragraph in slide._element.iter("{*}p"):
            names = [child.tag.rpartition("}")[2] for child in paragraph]
            assert names.count("pPr") == int("pPr" in names)
            assert "pPr" not in names[1:]


def test_the_same_contents_give_the_same_bytes_and_nothing_runs(
    december_slides, contents, documents_made_anew
):
    assert render(contents, "pptx") == december_slides.bytes
    about = december_slides.file.core_properties
    assert about.title == "SCAS Improvement Programme: December 2023"
    assert about.author == "South Central Ambulance Service"
    with ZipFile(BytesIO(december_slides.bytes)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [one for one in parts.namelist() if "vba" in one.lower() or "thumb" in one]
        assert b"hlinkClick" not in b"".join(parts.read(one) for one in parts.namelist())


def test_an_issued_month_offers_the_slides(signed_in, board_reader, december):
    client = signed_in(board_reader)
    page = client.get("/scas/2023-12/").content.decode()
    assert 'href="/scas/2023-12/pack/?format=pptx"' in page
    answer = client.get("/scas/2023-12/pack/", {"format": "pptx"})
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert Presentation(BytesIO(b"".join(answer))).slides
