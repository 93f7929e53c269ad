"""The PowerPoint, read back: slides, tables, charts, notes, and nothing that overlaps."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from reporting.contents import Contents
from reporting.issue_facts import ChangeFact, ChangesFact, IssueFact, WaiverFact
from reporting.renderers import render
from reporting.renderers.pptx.commitments import NONE_NOTEWORTHY
from reporting.renderers.pptx.theme import LAYOUTS

pytestmark = pytest.mark.document

HAIR = 13_000  # a point of rounding, in the unit of the file
WAYWARD = "=cmd|'/C calc'!A0 <a:t>&amp; bell\x07 \ud800 \uffff مرحبا 你好 🚑 _x0007_ " + "W" * 300
LONG = " ".join(f"word{n:04}" for n in range(1111))


class Read:
    """A presentation read back."""

    def __init__(self, contents: Contents) -> None:
        self.bytes = render(contents, "pptx")
        self.file = Presentation(BytesIO(self.bytes))
        self.slides = list(self.file.slides)

    @property
    def titles(self) -> list[str]:
        return [slide.shapes.title.text_frame.text for slide in self.slides]

    @property
    def text(self) -> str:
        return "\n".join(said(slide) for slide in self.slides)

    def part(self, title: str):
        return [one for one in self.slides if one.shapes.title.text_frame.text.startswith(title)]

    def rows(self, title: str) -> list[list[str]]:
        return [
            [cell.text for cell in row.cells]
            for slide in self.part(title)
            for shape in slide.shapes
            if shape.has_table
            for row in list(shape.table.rows)
        ]

    @property
    def charts(self):
        return [one for slide in self.slides for one in slide.shapes if one.has_chart]


def said(slide) -> str:
    found = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
    tables = [one.table for one in slide.shapes if one.has_table]
    return "\n".join(found + [cell.text for table in tables for cell in table.iter_cells()])


def astray(read: Read) -> list[str]:
    """Every shape that runs off its slide or over its neighbour."""
    wide, high = read.file.slide_width, read.file.slide_height
    found = []
    for slide in read.slides:
        boxes = [(one.name, one.left, one.top, one.width, one.height) for one in slide.shapes]
        for name, x, y, w, h in boxes:
            if x < 0 or y < 0 or x + w > wide + HAIR or y + h > high + HAIR:
                found.append(f"{slide.shapes.title.text_frame.text}: {name} runs off")
        for (one, x, y, w, h), (two, p, q, r, s) in combinations(boxes, 2):
            beside = x + w <= p + HAIR or p + r <= x + HAIR
            if not beside and not (y + h <= q + HAIR or q + s <= y + HAIR):
                found.append(f"{slide.shapes.title.text_frame.text}: {one} over {two}")
    return found


def with_first(contents: Contents, **changes) -> Contents:
    first, *others = contents.workstreams
    return replace(contents, workstreams=(replace(first, **changes), *others))


def with_issue(contents: Contents, **changes) -> Contents:
    issue = IssueFact(2, "2024-01-08T23:30:00+00:00", "Programme office", "A figure was wrong")
    return replace(contents, issue=replace(issue, **changes))


@pytest.fixture(scope="module")
def kept() -> dict[str, Read]:
    return {}


@pytest.fixture
def december_slides(contents, kept) -> Read:
    """December, rendered once."""
    if "december" not in kept:
        kept["december"] = Read(contents)
    return kept["december"]


def test_every_section_has_its_slides_on_a_layout_of_its_own(december_slides, contents):
    used = {one.slide_layout.name for one in december_slides.slides}
    assert [one.name for one in december_slides.file.slide_layouts] == list(LAYOUTS)
    assert set(LAYOUTS) - used == {
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
    for one in contents.workstreams:
        for part in ("Highlight report", "Scorecard", "Charts", "Plan on a page"):
            assert f"{part}: {one.name}" in titles


def test_the_contents_give_the_slides_on_which_sections_begin(december_slides):
    page = said(december_slides.part("Contents")[0])
    overview = december_slides.titles.index("Programme overview") + 1
    plan = december_slides.titles.index("Plan on a page: Patient Safety") + 1
    assert f"Programme overview, slide {overview}" in page
    assert f"Plan on a page: Patient Safety, slide {plan}" in page


def test_every_rating_and_sentence_of_december_is_in_it(december_slides, contents):
    for one in contents.workstreams:
        rows = december_slides.rows(f"Update on CQC Must and Should Dos: {one.name}")
        by_ref = {row[1]: row for row in rows}
        for action in one.actions:
            row = by_ref[action.ref]
            assert (row[0], row[2]) == (action.strength, action.wording)
            assert row[3].endswith(f" {action.delivery.words}")
            assert row[4].endswith(f" {action.embedding.words}")
        words = " ".join(december_slides.text.split())
        for section in one.sections:
            for bullet in section.bullets:
                assert " ".join(bullet.text.split())[:60] in words


def test_the_scorecard_has_every_figure_as_printed(december_slides, contents):
    figures = 0
    for one in contents.workstreams:
        printed = [cell for row in december_slides.rows(f"Scorecard: {one.name}") for cell in row]
        for metric in one.metrics:
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
        one.notes_slide.notes_text_frame.text
        for one in december_slides.slides
        if one.has_notes_slide
    )
    remarks = [metric.remark for one in contents.workstreams for metric in one.metrics]
    assert len(remarks) == 41
    assert all(remark in notes for remark in remarks)


def test_charts_are_native_with_values_that_count(december_slides, contents):
    charts = {one.name: one for one in december_slides.part("Charts: Patient Safety")[0].shapes}
    chart = charts["Chart of metric 2"].chart
    aim, actual = chart.plots[0].series
    assert list(chart.plots[0].categories) == [one.slug for one in contents.quarters]
    assert (aim.name, actual.name) == ("Aim", "Actual")
    assert actual.values[3] == pytest.approx(0.6075)
    drawn = [
        metric
        for one in contents.workstreams
        for metric in one.metrics
        if any(cell.position for line in metric.lines for cell in line.cells)
    ]
    assert len(december_slides.charts) == len(drawn) > 30


def test_tables_charts_and_the_logo_say_what_they_are(december_slides):
    described = [
        one._element.nvGraphicFramePr.cNvPr.get("descr", "")
        for slide in december_slides.slides
        for one in slide.shapes
        if one.has_table or one.has_chart
    ]
    assert all(len(one) > 20 for one in described)
    assert any("2023/24 Q2 60.75%" in one for one in described)
    logo = next(one for one in december_slides.slides[0].shapes if one.name == "Logo")
    assert logo._element.nvSpPr.cNvPr.get("descr") == "Place for the trust’s own logo"


def test_every_slide_has_its_number_and_the_programme_in_its_foot(december_slides):
    for slide in december_slides.slides[1:]:
        foot = {one.placeholder_format.idx: one for one in slide.placeholders}
        assert foot[11].text_frame.text == "SCAS Improvement Programme | December 2023 | Version 1"
        assert "slidenum" in foot[12]._element.xml
        assert 'lang="en-GB"' in slide.shapes.title._element.xml


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
    cells = [cell for one in later.shapes if one.has_table for cell in one.table.rows[1].cells]
    assert not [cell for cell in cells if not cell.text and cell.fill.type]
    assert read.titles.count(f"Scorecard: {first.name} (continued)") == 1


def test_hostile_text_comes_out_as_text_within_its_slides(contents):
    first = contents.workstreams[0]
    line = replace(first.metrics[0].lines[0], name=WAYWARD)
    plan = first.plan and replace(
        first.plan,
        parts=tuple(replace(one, title=WAYWARD, lines=(WAYWARD,)) for one in first.plan.parts),
    )
    changed = with_first(
        contents,
        name=WAYWARD,
        exit_statement=WAYWARD,
        actions=tuple(replace(one, ref=WAYWARD, wording=WAYWARD) for one in first.actions),
        metrics=(replace(first.metrics[0], name=WAYWARD, lines=(line,), remark=WAYWARD),),
        plan=plan,
    )
    read = Read(replace(changed, programme=replace(contents.programme, name=WAYWARD)))
    assert astray(read) == []
    assert "=cmd|'/C calc'!A0 <a:t>&amp; bell ? " in read.text
    assert "مرحبا 你好 🚑" in read.text
    book = load_workbook(BytesIO(read.charts[0].chart.part.chart_workbook.xlsx_part.blob))
    assert [cell.data_type for cell in book.active[1]][1:] == ["s", "s"]


def test_what_changed_is_told_by_kind_and_a_month_without_changes_says_so(contents):
    moved = ChangeFact("rating", "Patient Safety", "Overall delivery", "On Track", "Overdue", "Why")
    new = ChangeFact("new", "", "Criterion 9", "–", "New")
    read = Read(replace(contents, changes=ChangesFact("November 2023", (moved, new))))
    part = "What changed since November 2023"
    assert ["Patient Safety", "Overall delivery", "On Track", "Overdue", "Why"] in read.rows(part)
    assert ["Programme", "Criterion 9", "–", "New", ""] in read.rows(part)
    assert "Ratings that moved" in said(read.part(part)[0])
    assert astray(read) == []
    quiet = Read(replace(contents, changes=ChangesFact("November 2023", ())))
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


def test_the_same_contents_give_the_same_bytes_and_nothing_runs(december_slides, contents):
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
