"""The pack as a workbook, read back: every rating, sentence and cell, and values that count."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reporting.contents.facts import Contents
from reporting.renderers import render
from reporting.renderers.tables import tables_of
from reporting.renderers.xlsx import LONGEST

pytestmark = pytest.mark.document

SHEETS = ["Pack", "Overview", "What changed", "Overall ratings", "Workstreams", "Leads"]
SHEETS += ["Highlight reports", "CQC actions", "Exit criteria", "Metrics", "Scorecard"]
SHEETS += ["Plans on a page", "Issued in spite of", "Differences", "Data dictionary"]


@cache
def read(contents: Contents):
    return load_workbook(BytesIO(render(contents, "xlsx")))


def rows_of(book, name: str) -> list[tuple]:
    return [
        tuple("" if value is None else value for value in row)
        for row in book[name].iter_rows(min_row=2, values_only=True)
    ]


def test_every_table_has_its_sheet_with_its_head_in_view_and_filters_on(contents):
    book = read(contents)
    assert book.sheetnames == SHEETS
    for table in tables_of(contents):
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == list(table.heads)
        assert sheet.max_row == len(table.rows) + 1
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


def test_every_rating_and_sentence_of_the_pack_is_in_it(contents):
    book = read(contents)
    actions = rows_of(book, "CQC actions")
    facts = [(one, action) for one in contents.workstreams for action in one.actions]
    assert len(actions) == len(facts) == 31
    for row, (one, action) in zip(actions, facts, strict=True):
        assert row[:4] == (one.name, action.ref, action.strength, action.wording)
        assert (row[5], row[7]) == (action.delivery.words, action.embedding.words)
        assert row[10:] == (action.explanation, action.mitigation, "", action.short_name)
    metrics = [metric for one in contents.workstreams for metric in one.metrics]
    assert [row[-1] for row in rows_of(book, "Metrics")] == [one.short_name for one in metrics]
    criteria = [each for one in contents.workstreams for each in one.criteria]
    assert [(row[1], row[2], row[4]) for row in rows_of(book, "Exit criteria")] == [
        (each.number, each.text, each.rating.words) for each in criteria
    ]
    said = {(row[0], row[1], row[3]) for row in rows_of(book, "Highlight reports")}
    for workstream in contents.workstreams:
        for section in workstream.sections:
            for bullet in section.bullets:
                assert (workstream.name, section.title, bullet.text) in said
    assert len(rows_of(book, "Overall ratings")) == 2 + 2 * len(contents.workstreams)


def test_every_cell_is_as_printed_beside_a_value_that_counts(contents):
    rows = {(row[0], row[1], row[4], row[5]): row for row in rows_of(read(contents), "Scorecard")}
    cells = 0
    for workstream in contents.workstreams:
        for metric in workstream.metrics:
            for line in metric.lines:
                for aim, cell in zip(metric.aims, line.cells, strict=True):
                    row = rows[workstream.name, metric.number, line.name, cell.quarter]
                    assert (row[6], row[8]) == (aim.printed, cell.printed)
                    assert (row[7] == "") is (aim.position is None)
                    cells += 1
    assert cells == len(rows) == 336
    times = rows["Performance Improvement", "1", "Actual", "2023/24 Q3"]
    assert (times[8], times[9]) == ("0:38:09", timedelta(minutes=38, seconds=9))
    share = rows["Patient Safety", "2", "Actual", "2023/24 Q2"]
    assert (share[8], share[9], share[10]) == ("60.75%", 0.6075, "Met")
    sheet = read(contents)["Scorecard"]
    assert {"0.00%", "[h]:mm:ss"} <= {cell.number_format for cell in sheet["J"]}


def test_the_same_contents_give_the_same_bytes(contents, documents_made_anew):
    assert render(contents, "xlsx") == render(contents, "xlsx")


def test_the_dictionary_says_what_every_column_means(contents):
    told = rows_of(read(contents), "Data dictionary")
    named = [(table.name, name) for table in tables_of(contents)[:-1] for name in table.heads]
    assert [(row[0], row[1]) for row in told] == named
    assert all(row[2] for row in told)


TEXTS = [
    ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("+1", "+1"),
    ("@SUM(A1)", "@SUM(A1)"),
    ("bell\x07 and null\x00", "bell and null"),
    ("half \ud800 pair", "half ? pair"),
    ("\uffff end", " end"),
    ("<script>&amp;", "<script>&amp;"),
    ("مرحبا 你好 🚑", "مرحبا 你好 🚑"),
    ("x" * 40_000, "x" * (LONGEST - 41) + " … (the rest is in the JSON of this pack)"),
]


def test_any_text_is_text(contents):
    first = contents.workstreams[0]
    actions = tuple(replace(first.actions[0], explanation=given) for given, _ in TEXTS)
    changed = replace(first, actions=actions)
    book = read(replace(contents, workstreams=(changed, *contents.workstreams[1:])))
    cells = [row[0] for row in book["CQC actions"]["K2" : f"K{len(TEXTS) + 1}"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(shown, "s") for _, shown in TEXTS]


def test_a_draft_says_so_and_an_issued_pack_its_version(contents):
    draft = dict(rows_of(read(replace(contents, issue=None)), "Pack"))
    assert draft["Version"] == "Draft"
    assert dict(rows_of(read(contents), "Pack"))["Version"] == 1


def test_a_programme_without_anything_is_a_workbook_too(contents):
    sheets = read(replace(contents, workstreams=())).sheetnames
    assert sheets == ["Actions" if name == "CQC actions" else name for name in SHEETS]
