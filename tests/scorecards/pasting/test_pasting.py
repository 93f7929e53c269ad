"""Pasting on a page of figures: the outcome is shown first, what is ticked goes into the boxes."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from improvement.models import Draft
from scorecards.models import Actual
from tests.support.browser_windows import Window
from tests.support.pasted import GOVERNANCE, box, in_boxes, paste, words

SCAS, ESPM = "Actual – SCAS Leader", "Actual - ESPM"  # two dashes, as published
INPUTS = Path(__file__).resolve().parents[2] / "inputs"


def test_blank_rows_of_a_block_leave_what_stands(page):
    boxes = [box("10"), box("11", line=SCAS), box("11", line=ESPM), box("12"), box("13")]
    page.put({boxes[1]: "71%", boxes[3]: "3.9"})
    block = (INPUTS / "paste-blanks.tsv").read_text()
    assert [row.partition(" : ")[2] for row in paste(page, block, boxes[0])] == [
        "90% for metric 10, Actual, 2023/24 Q4",
        "70% for metric 11, Actual - ESPM, 2023/24 Q4",
        "4.5 for metric 13, Actual, 2023/24 Q4",
    ]
    page.press("take")
    assert in_boxes(page, *boxes) == ["90%", "71%", "70%", "3.9", "4.5"]
    assert not Actual.objects.filter(printed="90%", quarter="2023/24 Q4").exists()
    page.save()
    saved = [Actual.objects.get(line=one.split("-")[1], quarter="2023/24 Q4") for one in boxes]
    assert [actual.printed for actual in saved] == ["90%", "71%", "70%", "3.9", "4.5"]


def test_blanks_in_a_block_of_two_columns_move_no_value_to_another_row(signed_in, amy):
    page = Window(signed_in(amy), f"{GOVERNANCE}?restate=1")
    page.address = GOVERNANCE
    block = (INPUTS / "paste-blanks-two-columns.tsv").read_text()
    rows = paste(page, block, box("8", "2023-24-q3"))
    assert [row.partition(" : ")[2] for row in rows] == [
        "90% for metric 9, Actual, 2023/24 Q3",
        "95% for metric 9, Actual, 2023/24 Q4",
        "70% for metric 11, Actual – SCAS Leader, 2023/24 Q3",
        "75% for metric 11, Actual - ESPM, 2023/24 Q4",
    ]


def test_aims_pasted_along_are_left_out(page):
    block = (INPUTS / "paste-with-aims.tsv").read_text()
    [row] = paste(page, block, box("12"))
    assert "Stands now Blank Pasted 4.5 New" in row
    assert row.endswith(": 4.5 for metric 12, Actual, 2023/24 Q4")
    assert "Rows of aims say what stands here and were left out." in page.page
    page.press("take")
    assert in_boxes(page, box("12"), box("13"), box("14")) == ["4.5", "", ""]


def test_a_block_that_could_be_either_is_asked_about(page):
    assert paste(page, "4\n5", box("12")) == []
    assert "Row 1 of the block says 4, and so does metric 12, Aim, 2023/24 Q4." in page.page
    assert "Read every row as figures" in page.page
    page.press("paste", "asked")
    page.press("take")
    assert in_boxes(page, box("12"), box("13")) == ["4", "5"]


def test_the_outcome_says_what_stood_and_what_will_stand_of_each_cell(page):
    page.put({box("10"): "88%", box("12"): "4.4"})
    rows = paste(page, "90%\n70%\n60%\n4.4\nnonsense\n", box("10"))
    assert [row.split("2023/24 Q4 ")[1].split(" Take it")[0] for row in rows] == [
        "Stands now 88% Pasted 90% Changed",
        "Stands now Blank Pasted 70% New",
        "Stands now Blank Pasted 60% New",
        "Stands now 4.4 Pasted 4.4 Same",
        "Stands now Blank Pasted nonsense Cannot be read 'nonsense' is not a percentage: write a "
        "percentage such as 60% or 60.75%.",
    ]
    assert rows[0].startswith("10. Board development attendance Actual, 2023/24 Q4")
    assert "You pasted 5 cells: 2 new, 1 changed, 1 the same, 1 that cannot be read." in words(
        page.page
    )
    assert page.page.count(" checked>") == 3  # what cannot be read is not taken unless it is ticked


def test_only_what_is_ticked_is_taken(page):
    paste(page, "90%\n70%\n60%\n4.4\nnonsense", box("10"))
    page.put({f"take-{box('10')}": None, f"take-{box('13')}": "on"}).press("take")
    assert in_boxes(page, box("10"), box("12"), box("13")) == ["", "4.4", "nonsense"]
    paste(page, "1%\n2%", box("13"))
    for name in list(page.fields):
        if name.startswith("take-"):
            page.put({name: None})
    page.press("take")
    assert "Nothing was ticked, so nothing was pasted." in page.page


def test_a_paste_is_taken_back_and_what_was_typed_stays(page):
    page.put({box("10"): "88%", box("12"): "4.4"})
    paste(page, "90%\n\n\n4.5\n50%", box("10"))
    page.press("take")
    assert "3 pasted figures stand in their boxes" in words(page.page)
    assert "Pasted, was 88%" in words(page.page)
    page.put({box("13"): "55%"})  # it is no pasted text any more
    page.press("take_paste_back")
    assert in_boxes(page, box("10"), box("12"), box("13")) == ["88%", "4.4", "55%"]
    assert "pasted figure" not in words(page.page)
    paste(page, "91%", box("14"))
    page.press("take")
    assert "Pasted, was blank" in words(page.page)
    page.press("take_paste_back")
    assert list(Draft.objects.get().by_field) == [box("10"), box("12"), box("13")]


def test_what_another_window_typed_meanwhile_in_a_pasted_cell_is_a_conflict(page, signed_in, amy):
    paste(page, "90%", box("10"))
    Window(signed_in(amy), GOVERNANCE).put({box("10"): "77%"}).autosave()
    page.press("take")
    assert page.fields[box("10")] == "90%"
    page.save()
    assert "You typed a different text in another window" in page.page


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("", "The block is blank"),
        ("1\t2\t3\t4", "The block has 4 columns, and from 2023/24 Q4 on there are 3."),
        (
            "Actual – ESPM\t1%",
            "Row 1 of the block is “Actual – ESPM”, and the row there is metric 10,",
        ),
    ],
)
def test_a_block_that_does_not_fit_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    page, block, sentence
):
    page.put({box("12"): "4.4"})
    assert paste(page, block, box("10")) == []
    assert sentence in words(page.page)
    assert Window(page.client, GOVERNANCE).fields[box("12")] == "4.4"


def test_the_workbook_s_own_rows_pasted_back_say_what_stands(page, signed_in, amy):
    book = openpyxl.load_workbook(io.BytesIO(signed_in(amy).get(f"{GOVERNANCE}workbook/").content))
    rows = [
        [str(cell or "") for cell in row]
        for row in book.active.iter_rows(min_row=3, max_col=14, values_only=True)
    ]
    block = "\n".join(
        "\t".join('"' + cell.replace('"', '""') + '"' if "\n" in cell else cell for cell in row)
        for row in rows
    )
    outcome = paste(page, block, box("10"))
    assert len(outcome) > 30
    assert [row for row in outcome if not row.endswith(" Same")] == []


def test_a_pasted_figure_is_asked_about_beside_the_others_pasted_with_it(signed_in, amy):
    page = Window(signed_in(amy), f"{GOVERNANCE}?restate=1")
    page.address = GOVERNANCE
    rows = paste(page, "90%\t91%\t0.92", box("14", "2023-24-q2"))
    asked = "0.92 is far from this row’s other figures, 42% to 91%: did you mean 92%?"
    assert [asked in row for row in rows] == [False, False, True]  # 13%, 31% and 42% stood there
