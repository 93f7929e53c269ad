"""An upload is matched by more than a number, and a stale file overwrites nothing."""

from __future__ import annotations

import html

import pytest
from django.utils.timezone import now

from improvement.editing.conflicts import SeenTexts
from improvement.values.browser_windows import digest
from scorecards.entry.record import Reading, record_scorecard, remark_key
from scorecards.models import Metric
from scorecards.values.cells import actual_key
from tests.support.workbooks import (
    COMMENT,
    CULTURE,
    FIRST,
    Q4,
    box_of,
    changed,
    row_of,
    sent_by,
    standing,
)

THIS = "2023/24 Q4"


@pytest.fixture
def metrics(culture):
    return {one.number: one for one in Metric.objects.filter(workstream=culture.workstream)}


def fill(sheet, number: str, text: object, name: str = "Actual", column: int = Q4) -> None:
    sheet.cell(row_of(sheet, number, name), column).value = text


@pytest.fixture
def meanwhile(culture, melanie, emma, metrics):
    """Save a figure of the open quarter, or a remark, as a colleague does in the meantime."""

    def save(number: str, text: str, *, remark: bool = False) -> None:
        metric = metrics[number]
        line = metric.lines.first()
        readings = {} if remark else {(line.pk, THIS): Reading(text)}
        stands = line.actuals.filter(quarter=THIS).first()
        key = remark_key(metric.pk) if remark else actual_key(line.pk, THIS)
        said = culture.remarks.filter(metric=metric).first()
        seen = (
            digest(said.text if said else "")
            if remark
            else digest(stands.printed if stands else "", False)
        )
        record_scorecard(
            report=culture,
            readings=readings,
            remarks={metric.pk: text} if remark else {},
            seen_texts=SeenTexts({key: seen}),
            by=emma,
            at=now(),
        )

    return save


@pytest.fixture
def emma(someone):
    """Programme manager of Culture & Staff Wellbeing: its other lead."""
    return someone("emma-manaton")


def renumber(metrics, **numbers: str) -> None:
    for old in numbers:
        metrics[old[1:]].number = f"x{old}"
        metrics[old[1:]].save()
    for old, new in numbers.items():
        metrics[old[1:]].number = new
        metrics[old[1:]].save()


def test_a_figure_follows_its_metric_and_not_its_number(downloaded, upload, lead, metrics):
    book = downloaded()
    fill(book["Scorecard"], "1", "7")
    renumber(metrics, m1="2", m2="1")
    sent = sent_by(upload(book))
    assert sent["offered"] == [box_of("2", THIS)]
    lead.post(CULTURE, sent)
    assert (standing("2", THIS), standing("1", THIS)) == ("7", "")


def test_a_metric_named_otherwise_is_told_by_name_and_not_taken_unticked(
    downloaded, upload, lead, metrics
):
    book = downloaded()
    fill(book["Scorecard"], "1", "7")
    was = metrics["1"].name
    metrics["1"].name = "Something else"
    metrics["1"].save()
    page = upload(book)
    named = f"It was “{was} | Actual” when this was downloaded, and is “Something else | Actual”"
    assert named in page
    lead.post(CULTURE, sent_by(page))
    assert standing("1", THIS) == ""


def test_rows_moved_under_their_hidden_columns_are_passed_over(downloaded, upload):
    book = downloaded()
    sheet = book["Scorecard"]
    one, two = row_of(sheet, "1", "Actual"), row_of(sheet, "2", "Actual")
    for column in range(1, COMMENT + 1):  # sorted without the hidden columns
        cells = sheet.cell(one, column), sheet.cell(two, column)
        cells[0].value, cells[1].value = cells[1].value, cells[0].value
    fill(sheet, "1", "7")
    page = upload(book)
    assert "Metric 1, Actual stands in the row that was downloaded as “2 | " in page
    assert "so it was passed over: its figures may be another’s." in page
    assert "offered" not in page


def test_a_row_copied_is_refused_by_its_identity(downloaded, upload):
    book = downloaded()
    sheet = book["Scorecard"]
    row, last = row_of(sheet, "1", "Actual"), sheet.max_row + 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = sheet.cell(row, column).value
    sheet.cell(last, 1).value = "99"
    assert "Metric 99, Actual stands in two rows: keep one of them." in upload(book)


def test_a_file_of_december_is_refused_in_january_with_both_months_named(lead, upload):
    december = lead.get(CULTURE.replace("2024-01", "2023-12") + "workbook/").content
    assert "This is the scorecard of December 2023, not of January 2024:" in upload(december)


def test_a_file_of_another_programme_is_refused(downloaded, upload):
    book = downloaded()
    sheet = book["Scorecard"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Identity")
    sheet.cell(2, column).value = "other/2024-01/culture-and-staff-wellbeing"
    assert "This is the scorecard other/2024-01/culture-and-staff-wellbeing, not scas/" in upload(
        book
    )


def test_what_the_workbook_left_alone_stays_as_a_colleague_changed_it(
    downloaded, upload, lead, meanwhile
):
    book = downloaded()
    fill(book["Scorecard"], "2", "8")
    meanwhile("1", "5")
    page = upload(book)
    assert "1 figure was changed in the scorecard since you downloaded this workbook" in page
    sent = sent_by(page)
    assert sent["offered"] == [box_of("2", THIS)]
    lead.post(CULTURE, sent)
    assert (standing("1", THIS), standing("2", THIS)) == ("5", "8")


@pytest.mark.parametrize(
    ("choice", "stands"), [("", "5"), ("theirs", "5"), ("mine", "7"), ("leave", "5")]
)
def test_a_cell_changed_since_is_a_conflict_with_three_choices(
    downloaded, upload, lead, meanwhile, choice: str, stands: str
):
    book = downloaded()
    fill(book["Scorecard"], "1", "7")
    meanwhile("1", "5")
    page, box = upload(book), box_of("1", THIS)
    assert "Changed by somebody else since you downloaded it" in page
    assert "It was blank when you downloaded it." in page
    assert "Emma Manaton, " in page
    assert page.count(f'name="choose-{box}"') == 3
    assert f'name="choose-{box}" value="mine" checked' not in " ".join(page.split())
    chosen = {f"choose-{box}": choice} if choice else {}
    answer = lead.post(CULTURE, sent_by(page) | chosen, follow=True)
    said = html.unescape(answer.content.decode())
    assert "Scorecard saved." in said
    assert standing("1", THIS) == stands
    left_open = f"Left open, as they stand in the scorecard: Metric 1, {THIS}." in said
    assert left_open is (choice in ("", "leave"))


def test_a_remark_changed_since_is_a_conflict_too(
    culture, downloaded, upload, lead, meanwhile, metrics
):
    book = downloaded()
    fill(book["Scorecard"], "1", "Mine", "Aim", COMMENT)
    meanwhile("1", "Theirs", remark=True)
    page = upload(book)
    box = remark_key(metrics["1"].pk)
    assert "Remark on Metric 1" in page
    assert sent_by(page)["conflict"] == [box]
    lead.post(CULTURE, sent_by(page))
    assert culture.remarks.get(metric=metrics["1"]).text == "Theirs"
    lead.post(CULTURE, sent_by(upload(book)) | {f"choose-{box}": "mine"})
    assert culture.remarks.get(metric=metrics["1"]).text == "Mine"


def test_a_blank_cell_erases_nothing_unless_it_is_ticked(downloaded, upload, lead):
    book = downloaded()
    q3 = FIRST + 4
    fill(book["Scorecard"], "4", None, column=q3)
    page = upload(book)
    assert "Emptied" in page
    box = box_of("4", "2023/24 Q3")
    lead.post(CULTURE, sent_by(page))
    assert standing("4", "2023/24 Q3") == "54"
    lead.post(CULTURE, sent_by(page) | {f"choose-{box}": "mine", "restating": "Withdrawn"})
    assert standing("4", "2023/24 Q3") == ""


def test_a_row_of_the_comparison_can_be_left_out(downloaded, upload, lead):
    book = downloaded()
    fill(book["Scorecard"], "1", "7")
    fill(book["Scorecard"], "2", "8")
    sent = sent_by(upload(book))
    assert [sent.pop(f"choose-{box_of(number, THIS)}") for number in ("1", "2")] == ["mine"] * 2
    lead.post(CULTURE, sent | {f"choose-{box_of('2', THIS)}": "mine"})
    assert (standing("1", THIS), standing("2", THIS)) == ("", "8")


@pytest.mark.parametrize(
    ("value", "number_format", "text", "sentence"),
    [
        (1.0625, "h:mm:ss", "1:30:00", "keeps 25:30:00 and shows 1:30:00."),
        (0.5, "# ?/?", "0.5", "has the format “# ?/?”, which is not understood here"),
        (1e15, "General", "1000000000000000", "has the format “General”, which is not understood"),
    ],
)
def test_a_cell_in_doubt_is_said_to_be_and_not_taken_unticked(
    book, upload, lead, value, number_format, text, sentence
):
    def put(opened) -> None:
        sheet = opened["Scorecard"]
        cell = sheet.cell(row_of(sheet, "1", "Actual"), Q4)
        cell.value, cell.number_format = value, number_format

    page = upload(changed(book, put))
    sent = sent_by(page)
    box = box_of("1", THIS)
    assert "To be looked at" in page
    assert sentence in page
    assert sent[f"mine-{box}"] == text
    assert f"choose-{box}" not in sent
