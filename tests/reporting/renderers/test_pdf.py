"""The PDF, read back: what a board member, a screen reader and an auditor find in it."""

import re
from dataclasses import replace

import pikepdf
import pytest

from reporting.contents.facts import LeadFact, MilestoneFact, from_json
from reporting.contents.metric_facts import LineFact
from reporting.renderers import RENDERERS, UnknownFormat, pdf, render
from tests.support.contents_factory import (
    HOSTILE,
    PLAN,
    action,
    cells,
    contents,
    metric,
    section,
    workstream,
)
from tests.support.read_pdf import Read

pytestmark = pytest.mark.document


@pytest.fixture(scope="module")
def issued():
    return Read(render(contents(workstream(), workstream("Culture & Staff Wellbeing")), "pdf"))


@pytest.fixture(scope="module")
def draft():
    return Read(render(contents(workstream(), issue=None), "pdf"))


def test_the_sections_stand_in_the_published_order(issued):
    titles = [
        "Executive summary",
        "Programme overview",
        "Update on CQC Must and Should Dos",
        "Actions red, moved or explained",
        "Update on exit criteria",
        "Highlight report: Patient Safety",
        "Scorecard: Patient Safety",
        "Highlight report: Culture & Staff Wellbeing",
        "Scorecard: Culture & Staff Wellbeing",
        "Plan on a page: Patient Safety",
        "Plan on a page: Culture & Staff Wellbeing",
    ]
    with issued.file.open_outline() as outline:
        assert [one.title for one in outline.root] == titles
    pages = [issued.pages.index(issued.page_with(title)) for title in titles]
    assert pages == sorted(pages)
    for title, page in zip(titles, pages, strict=True):
        assert re.search(rf"{title}[ .]*{page + 1}\b", issued.pages[1])


def test_every_page_but_the_cover_says_where_it_is(issued):
    total = len(issued.pages)
    for number, page in enumerate(issued.pages[1:], start=2):
        assert f"Page {number} of {total}" in page
        assert "SCAS Improvement Programme" in page
        assert "December 2023" in page


def test_the_cover_says_what_when_and_by_whom(issued):
    cover = " ".join(issued.pages[0].split())
    assert "Version 2 Issued by Programme Office on 8 January 2024" in cover
    assert "A figure was wrong" in cover


def test_draft_is_on_every_page_until_the_pack_is_issued(issued, draft):
    assert "DRAFT" not in issued.text
    assert all("DRAFT: not issued" in page for page in draft.pages)
    assert "DRAFT" not in str(draft.elements("P", "H1", "Span"))


def test_every_printed_cell_stands_in_its_row(issued):
    page = issued.page_with("Scorecard: Patient Safety")
    aim = next(line for line in page.splitlines() if "Aim  " in line)
    actual = next(line for line in page.splitlines() if "Actual  " in line)
    in_order(
        aim,
        "1",
        "Answer time 1",
        "(seconds)",
        "00:34:08",
        "00:18:00",
        "Aim",
        "N/A",
        ">90%",
        "0:38:09",
        "TBC",
    )
    in_order(actual, "Actual", "60.75%", "G/E", "00:31:07", "-")
    assert "Remark of 1." in page
    assert re.search(r"2022/23 +2023/24", page)
    assert "Met" in page


def in_order(line, *printed):
    assert re.search(r"\s+".join(map(re.escape, printed)), line), line


def test_an_unreadable_cell_is_flagged_and_explained():
    actual = LineFact("Actual", cells("30%", "64%", "", "", unreadable=("30%",)), None)
    made = Read(render(contents(workstream(metrics=(metric("3", lines=(actual,)),))), "pdf"))
    assert "30%†" in made.words
    assert "† Actual, 2022/23 Q3: Figure under query." in made.words
    assert "is not a duration" not in made.words


def test_ratings_are_words_and_shapes(issued):
    page = issued.page_with("Update on CQC Must and Should Dos")
    assert re.search(
        r"PS-01 +The trust must keep PS-01\. Regulation 17 +▲ On Track +▼ Off Track", page
    )
    for shape, words in (("●", "Complete & Embedded"), ("■", "Overdue"), ("○", "Not yet rated")):
        assert f"{shape} {words}" in page
    assert "Executive lead: Paul Kempster / Mark Ainsworth" in page


def test_the_judged_rating_stands_beside_what_the_items_say(issued):
    overview = " ".join(issued.page_with("Programme overview").split())
    assert "▼ Off Track (<1 month), Recovery Actions in Place" in overview
    assert "Was On Track" in overview
    assert "Worst of its actions: ■ Overdue (1 Overdue, 3 On Track)" in overview


def test_nothing_to_report_is_not_nothing_entered(issued):
    assert "Nothing to report" in issued.page_with("Executive summary")
    assert "Nothing entered" in issued.page_with("Programme overview")


def test_only_red_moved_or_explained_items_are_singled_out(issued):
    page = issued.page_with("Actions red, moved or explained")
    assert "PS-02" in page
    assert "PS-01" not in page
    assert "Moved. Delivery: A to B" in page
    assert "None given" in page


def test_an_owner_overrides_the_executive_lead(issued):
    assert "Somebody Else (owner)" in issued.page_with("Update on exit criteria")


def test_the_plan_keeps_the_names_printed_on_it(issued):
    page = issued.page_with("Plan on a page: Patient Safety")
    assert "As Printed" in page
    assert "Review done" in page


def test_the_header_of_a_long_table_is_repeated():
    many = Read(
        render(contents(workstream(metrics=tuple(metric(str(n)) for n in range(40)))), "pdf")
    )
    pages = [page for page in many.pages[2:] if "Scorecard: Patient Safety" in page]
    assert len(pages) > 2
    assert all("End target" in page and "2023/24" in page for page in pages)


def test_the_file_is_tagged_titled_and_in_english(issued):
    root = issued.file.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en-GB"
    assert root.ViewerPreferences.DisplayDocTitle
    with issued.file.open_metadata() as metadata:
        assert metadata["dc:title"] == "SCAS Improvement Programme: December 2023"
        assert metadata["pdfuaid:part"] == "1"
    assert all(page.get("/StructParents") is not None for page in issued.file.pages[1:])


def test_every_header_cell_says_what_it_heads(issued):
    heads = [attributes(element).get("/Scope") for element in issued.elements("TH")]
    assert set(heads) == {pikepdf.Name.Row, pikepdf.Name.Column}
    assert not any("/Headers" in attributes(one) for one in issued.elements("TD"))


def attributes(cell):
    held = cell.get("/A")
    held = list(held) if isinstance(held, pikepdf.Array) else [held]
    return next(one for one in held if one.get("/O") == "/Table")


def test_the_same_contents_give_the_same_bytes(issued, documents_made_anew):
    again = contents(workstream(), workstream("Culture & Staff Wellbeing"))
    assert render(again, "pdf") == issued.bytes


def test_an_empty_programme_is_a_pack_too():
    empty = replace(contents().overview, headline="", sections=(), rag_assessment="")
    made = Read(render(contents(overview=empty, quarters=(), issue=None), "pdf"))
    assert "The programme has no workstreams yet" in made.text


def test_hostile_text_comes_out_as_text():
    hostile = workstream(
        HOSTILE[:200],
        exit_statement=HOSTILE,
        sections=(section("summary", HOSTILE, HOSTILE), section("risks", " ", HOSTILE, HOSTILE)),
        actions=(action("R" * 30, wording=HOSTILE, explanation=HOSTILE, moves=(HOSTILE,)),),
        metrics=(metric("1", name=HOSTILE, remark=HOSTILE, aims=cells(*["W" * 200] * 4)),),
        leads=(LeadFact("executive_lead", "", (HOSTILE[:200],)),),
        plan=replace(PLAN, milestones=(MilestoneFact("", (HOSTILE,)), MilestoneFact("", ()))),
    )
    made = Read(render(contents(hostile), "pdf"))
    assert '#eval("1") $x$ *bold* <script> `raw` = Head // no /* no \\u{41} @ref' in made.words
    assert "[GRINNING FACE]" in made.words
    assert "[U+D83D]" in made.words
    assert made.outside() == []


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_remark_of_ten_thousand_characters_is_whole_and_on_the_page(between):
    remark = between.join(f"word{n:04}" for n in range(1111))
    made = Read(render(contents(workstream(metrics=(metric("1", remark=remark),))), "pdf"))
    found = re.findall(r"word\d{4}", made.text)
    assert found == remark.split()
    assert made.outside() == []


def test_a_failure_says_why(monkeypatch, tmp_path, documents_made_anew):
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    with pytest.raises(pdf.PdfFailed, match=r"^The PDF could not be made: .*No such file"):
        render(contents(), "pdf")


def test_a_hanging_process_is_ended(monkeypatch, documents_made_anew):
    monkeypatch.setattr(pdf, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(pdf.PdfFailed, match="within"):
        render(contents(), "pdf")


def test_json_is_contents_itself():
    given = contents(workstream())
    assert from_json(render(given, "json").decode()) == given


def test_other_formats_are_refused_with_a_sentence():
    with pytest.raises(UnknownFormat, match="“docx” is not a format of the pack") as refused:
        render(contents(), "docx")
    assert all(name in str(refused.value) for name in RENDERERS)
