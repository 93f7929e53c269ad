"""A workbook that was downloaded yesterday overwrites nothing of what was saved since."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from improvement.models import Person, Programme
from tests.support.workbooks import COMMENT, CULTURE, Q4, box_of, row_of, standing

THIS = "2023/24 Q4"
DOWNLOAD = "Download the scorecard as a workbook"


def test_a_stale_workbook_asks_and_overwrites_nothing(
    visitor, programme: Programme, tmp_path: Path
):
    def person(slug: str) -> Person:
        return Person.objects.get(programme=programme, slug=slug)

    nicola = visitor().sign_in(person("nicola-howells"))
    page = nicola.go(f"{CULTURE}upload/")
    with page.expect_download() as download:
        page.get_by_role("link", name=DOWNLOAD).click()
    workbook = tmp_path / "scorecard.xlsx"
    download.value.save_as(workbook)
    book = openpyxl.load_workbook(workbook)
    sheet = book["Scorecard"]
    for number, text in {"1": "7", "2": "8", "3": "9", "4": "10"}.items():
        sheet.cell(row_of(sheet, number, "Actual"), Q4).value = text
    sheet.cell(row_of(sheet, "1", "Aim"), COMMENT).value = "Sickness fell."
    book.save(workbook)

    emma = visitor(own_browser=True).sign_in(person("emma-manaton"))
    emma.go(CULTURE)
    for number, text in {"1": "5", "2": "6", "5": "4"}.items():
        emma.page.locator(f"[name={box_of(number, THIS)}]").fill(text)
    emma.press("Save scorecard")
    assert standing("1", THIS) == "5"

    page.get_by_label("The workbook, filled in").set_input_files(workbook)
    nicola.press("Check the workbook")
    main = page.get_by_role("main")
    expect(main).to_contain_text("1 figure was changed in the scorecard since you downloaded")
    first = page.get_by_role("group", name=f"Metric 1, {THIS}")
    second = page.get_by_role("group", name=f"Metric 2, {THIS}")
    for choices in (first, second):
        assert [one.is_checked() for one in choices.get_by_role("radio").all()] == [False] * 3
    first.get_by_label("Take mine").check()
    page.get_by_label(f"Take it: Metric 4, {THIS}").uncheck()
    nicola.press("Save these figures")

    expect(main).to_contain_text("Scorecard saved.")
    expect(main).to_contain_text(f"Left open, as they stand in the scorecard: Metric 2, {THIS}.")
    stands = [standing(number, THIS) for number in ("1", "2", "3", "4", "5")]
    assert stands == ["7", "6", "9", "", "4"]
