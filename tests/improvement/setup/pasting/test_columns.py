"""Blocks with headings: which column is what, whatever is pasted."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.setup.pasting.columns import (
    MOST_ROWS,
    PastedColumn,
    match_columns,
    read_day,
    read_headed,
)
from improvement.values.clipboard import NoBlock

COLUMNS = (
    PastedColumn("reference", "Reference", ("ref", "no"), is_needed=True),
    PastedColumn("text", "Text", ("CQC wording", "action")),
    PastedColumn("due_on", "Due date", ("target", "due")),
)
NAMES = {column.name for column in COLUMNS}
CELL = st.text(alphabet='aZ1 é"\t\n\r–', max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=6)


def copied(rows: list[list[str]]) -> str:
    """Return rows as a spreadsheet copies them."""
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "\n".join("\t".join(row) for row in quoted)


@given(ROWS)
def test_any_block_is_read_or_refused_and_no_cell_moves_to_another_row(rows):
    try:
        headed = read_headed(copied(rows), COLUMNS)
    except NoBlock:
        return
    assert {len(row) for row in headed.rows} == {len(headed.names)} == {len(headed.headings)}
    assert set(headed.names) <= NAMES | {""}
    written = [[" ".join(cell.split()) for cell in row] for row in rows]
    for row in headed.rows:
        assert any(row)
        cells = [" ".join(cell.split()) for cell in row if cell.strip()]
        assert any(set(cells) <= set(one) for one in written)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    with suppress(NoBlock):
        assert len(read_headed(text, COLUMNS).rows) <= MOST_ROWS


@given(st.permutations(["Ref", "CQC wording", "TARGET:", "Notes"]))
def test_columns_are_matched_by_heading_in_any_order(headings):
    cells = {"Ref": "A1", "CQC wording": "Words", "TARGET:": "31/3/24", "Notes": "x"}
    block = [headings, [cells[heading] for heading in headings]]
    headed = read_headed(copied(block), COLUMNS)
    assert headed.texts(headed.rows[0]) == {
        "reference": "A1",
        "text": "Words",
        "due_on": "31/3/24",
    }


def test_a_heading_is_taken_once_and_what_somebody_chose_wins():
    assert match_columns(("Ref", "No", "Action"), COLUMNS) == ("reference", "", "text")
    block = copied([["Ref", "No", "Action"], ["1", "2", "3"]])
    chosen = {0: "", 1: "reference", 2: "nonsense"}
    assert read_headed(block, COLUMNS, chosen).names == ("", "reference", "")
    assert read_headed(block, COLUMNS, {0: "text", 2: "text"}).names == ("text", "", "")


def test_without_a_known_heading_the_first_row_is_a_thing():
    headed = read_headed("A1\tDo this\nA2\tDo that", COLUMNS)
    assert headed.headings == ("PastedColumn 1", "PastedColumn 2")
    assert headed.rows == (("A1", "Do this"), ("A2", "Do that"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The block is blank"),
        ("Ref\tText\n", "headings alone"),
        ("Ref\n" + "1\n" * MOST_ROWS, "at most 300 rows and 30 columns"),
        ("Ref\t" + "a\t" * 30 + "\n1", "at most 300 rows"),
        ("Ref\n" + "x" * 20_001, "A cell is longer than 20,000 characters"),
    ],
)
def test_what_is_no_block_is_refused_with_a_sentence(text, sentence):
    if text.endswith("\n1"):
        text = text.replace("\n1", "b\n1")
    with pytest.raises(NoBlock, match=sentence):
        read_headed(text, COLUMNS)


@pytest.mark.parametrize(
    "text", ["31/3/24", "31/03/2024", "31.3.2024", "2024-03-31", "31 March 2024", "31-Mar-24"]
)
def test_days_are_read_as_spreadsheets_write_them(text):
    assert read_day(text) == date(2024, 3, 31)


@pytest.mark.parametrize("text", ["31/3/24 or sooner", "TBC", "", "32/1/2024", "soon"])
def test_what_is_no_day_is_asked_about(text):
    assert read_day(text) is None
