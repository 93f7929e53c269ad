"""Scorecards as workbooks: out as published, and back without a change."""

import html
import re

import pytest

from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark
from scorecards.workbook.compare import OF_BEFORE, Difference, DifferenceKind, compare
from scorecards.workbook.read import read_workbook
from scorecards.workbook.write import workbook_of
from tests.support.workbooks import (
    COMMENT,
    CULTURE,
    FIRST,
    INPUTS,
    Q4,
    as_excel_writes,
    box_of,
    changed,
    of_this_database,
    row_of,
    sent_by,
    standing,
)


def test_the_layout_is_that_of_the_published_scorecard(culture, downloaded):
    remark, _ = Remark.objects.get_or_create(
        report=culture, metric=Metric.objects.get(workstream=culture.workstream, number="1")
    )
    remark.text = "=1+1 is no formula"
    remark.save()
    sheet = downloaded()["Scorecard"]
    assert sheet["A2"].value == "Culture & Staff Wellbeing"
    assert [sheet.cell(4, column).value for column in (1, 2, 5, 6, 13, 14)] == [
        "Metric",
        "Name",
        "Row",
        "Q3",
        "Q2",
        "Comment",
    ]
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["F3:G3", "H3:K3", "L3:M3"]
    assert (sheet["F3"].value, sheet["H3"].value, sheet.freeze_panes) == (
        "2022/23",
        "2023/24",
        "F5",
    )
    assert (sheet["N5"].value, sheet["N5"].data_type) == ("=1+1 is no formula", "s")
    quarters = [one.slug for one in culture.month.programme.quarters]
    for line in ActualLine.objects.filter(metric__workstream=culture.workstream):
        number = line.metric.number
        aims = dict(line.metric.aims.values_list("quarter", "printed"))
        actuals = dict(line.actuals.values_list("quarter", "printed"))
        for place, quarter in enumerate(quarters):
            aim = sheet.cell(row_of(sheet, number, "Aim"), FIRST + place).value
            actual = sheet.cell(row_of(sheet, number, line.name), FIRST + place).value
            assert (aim or "", actual or "") == (aims.get(quarter, ""), actuals.get(quarter, ""))
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row if cell.value}
    assert kinds == {"s"}


def test_the_hidden_columns_say_which_row_is_which_and_what_stands(culture, downloaded):
    sheet = downloaded()["Scorecard"]
    hidden = {name for name, column in sheet.column_dimensions.items() if column.hidden}
    head = {cell.value: cell for cell in sheet[4]}
    assert hidden == {head[name].column_letter for name in list(head)[-11:]}
    assert sheet.cell(2, head["Identity"].column).value == (
        "scas/2024-01/culture-and-staff-wellbeing"
    )
    line = ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="4")
    row = row_of(sheet, "4", "Actual")
    texts = [sheet.cell(row, head[name].column).value for name in ("Identity", "Named")]
    assert texts == [f"line-{line.pk}", f"4 | {line.metric.name} | Actual"]
    assert sheet.cell(row, head["2023/24 Q3 as downloaded"].column).value == "54"


def test_a_round_trip_changes_nothing_for_any_workstream(january, signed_in, upload):
    for report in january.reports.select_related("workstream"):
        manager = report.workstream.appointments.get(role="programme_manager").person
        address = f"/scas/2024-01/{report.workstream.slug}/scorecard/"
        browser = signed_in(manager)
        book = browser.get(f"{address}workbook/").content
        for saved in (book, as_excel_writes(book)):
            page = upload(saved, address, browser)
            assert "Nothing differs: the workbook says what the scorecard says." in page
            assert "Passed over" not in page
            assert OF_BEFORE not in page


GOVERNANCE = "/scas/2024-01/governance-and-well-led/scorecard/"


@pytest.fixture
def governance(january):
    reports = january.reports.select_related("workstream", "month__programme")
    return reports.get(workstream__slug="governance-and-well-led")


def test_a_workbook_that_libreoffice_saved_differs_in_nothing(governance, amy, signed_in, upload):
    book = of_this_database("saved-by-libreoffice.xlsx", governance)
    page = upload(book, GOVERNANCE, signed_in(amy))
    assert "Nothing differs: the workbook says what the scorecard says." in page
    assert "Passed over" not in page
    assert OF_BEFORE not in page


SHOWN = {"1": "66.0%", "8": "66%", "10": "75%", "12": "4.29", "13": "12.5%", "14": "33.5%"}


@pytest.mark.parametrize("name", ["filled-in-libreoffice.xlsx", "before-shown-not-stored.xlsx"])
def test_what_a_cell_shows_is_what_is_read(governance, amy, signed_in, upload, name: str):
    """Formulas, percentages and literal percent signs, filled into the fourth quarter."""
    marked = not name.startswith("before")
    book = of_this_database(name, governance) if marked else (INPUTS / name).read_bytes()
    browser = signed_in(amy)
    page = upload(book, GOVERNANCE, browser)
    sent = sent_by(page)
    boxes = {number: box_of(number, "2023/24 Q4", governance.workstream.slug) for number in SHOWN}
    assert {number: sent[f"mine-{box}"] for number, box in boxes.items()} == SHOWN
    assert sorted(sent["offered"]) == sorted(boxes.values())
    answers = {} if marked else {f"choose-{box}": "mine" for box in boxes.values()}
    browser.post(GOVERNANCE, sent | answers)
    stands = {one: standing(one, "2023/24 Q4", governance.workstream.slug) for one in SHOWN}
    assert stands == SHOWN


@pytest.mark.parametrize("name", ["before-excel.xlsx", "before-libreoffice.xlsx"])
def test_a_workbook_of_before_is_matched_by_number_and_name_and_says_so(
    governance, amy, signed_in, upload, name: str
):
    browser = signed_in(amy)
    page = upload((INPUTS / name).read_bytes(), GOVERNANCE, browser)
    assert OF_BEFORE in page
    assert "Nothing differs: the workbook says what the scorecard says." in page
    metric = Metric.objects.get(workstream=governance.workstream, number="8")
    metric.name = "Something else"
    metric.save()
    book = changed((INPUTS / name).read_bytes(), lambda one: put(one, "8", "71%"))
    page = upload(changed(book, lambda one: put(one, "10", "72%")), GOVERNANCE, browser)
    assert "in the workbook and “Something else” in the scorecard, so it was passed over." in page
    # Of the metric whose name is the same a figure is offered, and not taken unless ticked.
    sent = sent_by(page)
    assert sent["offered"] == [box_of("10", "2023/24 Q4", governance.workstream.slug)]
    answer = browser.post(GOVERNANCE, sent, follow=True).content.decode()
    assert "Scorecard saved." in answer
    assert standing("10", "2023/24 Q4", governance.workstream.slug) == ""


def put(book, number: str, text: object, column: int = Q4, number_format: str = "@") -> None:
    sheet = book["Scorecard"]
    cell = sheet.cell(row_of(sheet, number, "Actual"), column)
    cell.value, cell.number_format = text, number_format


def test_what_differs_is_listed_and_nothing_is_saved_before_it_is_confirmed(
    downloaded, upload, lead, nicola
):
    book = downloaded()
    fill_in_with_slips(book["Scorecard"])
    rows = Actual.history.count()
    page = upload(book)
    for sentence in WHAT_DIFFERS:
        assert sentence in page
    assert Actual.history.count() == rows
    sent = sent_by(page)
    refused = lead.post(CULTURE, sent).content.decode()
    assert "Say why Metric 4 of 2023/24 Q3 is restated." in refused
    # What the workbook left alone stands in the grid as it was, not empty, and so does the rest.
    for number, quarter, text in (("7", "2023/24 Q3", ""), ("1", "2023/24 Q4", "4")):
        box = re.search(rf'name="{box_of(number, quarter)}"\s+value="([^"]*)"', refused)
        assert box[1] == (text or standing(number, quarter)) != ""
    assert Actual.history.count() == rows
    keep = box_of("2", "2023/24 Q4").replace("actual-", "keep-")
    answer = lead.post(CULTURE, sent | {keep: "on", "restating": "Recounted"}, follow=True)
    page = html.unescape(answer.content.decode())
    assert "Scorecard saved." in page, re.findall(r'href="#.*?</a>', page)
    assert [standing(number, "2023/24 Q4") for number in ("1", "2")] == ["4", "plenty"]
    assert standing("5", "2022/23 Q3") == "TBC"
    restated = Actual.objects.get(
        line__metric__number="4", quarter="2023/24 Q3", printed="55", restated_by=nicola
    )
    assert (restated.restated_from, restated.restatement_reason) == ("54", "Recounted")
    assert Remark.objects.filter(text="Better than feared").count() == 1
    assert Actual.history.count() == rows + 4
    assert not Aim.objects.filter(printed="99").exists()


def test_a_cell_that_was_kept_as_printed_keeps_its_tick(culture, nicola):
    line = ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="1")
    Actual.objects.update_or_create(
        line=line, quarter="2023/24 Q4", defaults={"printed": "plenty", "kept_as_printed": True}
    )
    form = ScorecardForm(report=culture, by=nicola)
    found = compare(form, read_workbook(workbook_of(culture, form), culture))
    assert not found.differences
    box = f"actual-{line.pk}-2023-24-q4"
    keep = f"keep-{line.pk}-2023-24-q4"
    assert (
        Difference(DifferenceKind.CHANGED, box, "", "plenty", "plenty", keep=keep)
        in found.unchanged
    )
    assert [one.keep for one in found.unchanged if one.keep] == [keep]


WHAT_DIFFERS = (
    "Nothing is saved yet.",
    "Metric 1, 2023/24 Q4",
    "'plenty' is not a number: write a number such as 14,637 or 4.64.",
    "Restated: a final figure of an earlier quarter",
    "Metric 3, 2024/25 Q1: this quarter is still to come, so “9” was passed over.",
    "Metric 1, 2023/24 Q4: the aim differs. Aims are changed by the programme office",
    "Metric 77, Actual: the scorecard has no such row or quarter.",
    "Better than feared",
)


def fill_in_with_slips(sheet) -> None:
    sheet.cell(row_of(sheet, "1", "Actual"), Q4).value = 4
    sheet.cell(row_of(sheet, "2", "Actual"), Q4).value = "plenty"
    sheet.cell(row_of(sheet, "4", "Actual"), FIRST + 4).value = "55"
    sheet.cell(row_of(sheet, "5", "Actual"), FIRST).value = "TBC"
    sheet.cell(row_of(sheet, "3", "Actual"), Q4 + 1).value = "9"
    sheet.cell(row_of(sheet, "1", "Aim"), Q4).value = "99"
    sheet.cell(row_of(sheet, "1", "Aim"), COMMENT).value = "Better than feared"
    sheet.cell(sheet.max_row + 1, 1).value = "77"
    sheet.cell(sheet.max_row, 5).value = "Actual"
    sheet.cell(sheet.max_row, Q4).value = "1"
