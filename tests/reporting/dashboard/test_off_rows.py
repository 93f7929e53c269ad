"""What is off trajectory, sorted by any of its columns, and what the heads lead to."""

from __future__ import annotations

import pytest

from reporting.contents.facts import Contents
from reporting.dashboard.off_rows import columns_of, sort_asked, sorted_by
from reporting.filters.filters import Filters
from reporting.summary.off_trajectory import metrics_of


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("", ["PI 1", "PI 5", "CSW 7"], ["CSW 5"]),
        ("-change", ["PI 1", "PI 5", "CSW 7"], ["CSW 5"]),
        ("measure", ["GWL 5", "GWL 7"], ["PS 8b"]),
        ("-measure", ["PS 8b", "PS 8a"], ["GWL 5"]),
        ("-missed", ["PI 1", "PI 5", "CSW 7", "PS 8a"], ["CSW 5"]),
        ("nothing", ["PI 1", "PI 5", "CSW 7"], ["CSW 5"]),
    ],
)
def test_each_column_sorts(
    contents: Contents, asked: str, first: list[str], last: list[str]
) -> None:
    rows = sorted_by(metrics_of(contents).off, sort_asked(asked))
    refs = [row.reference for row in rows]
    assert len(refs) == 16
    assert (refs[: len(first)], refs[-len(last) :]) == (first, last)


def test_only_the_sorted_column_says_so_and_its_second_press_turns_it() -> None:
    columns = columns_of(sort_asked("-gap"), Filters(month="2023-12", kind="must"), "Q3")
    assert {column.name: column.aria for column in columns if column.aria} == {"gap": "descending"}
    addresses = {column.name: column.address for column in columns}
    assert addresses["gap"] == "?month=2023-12&kind=must&sort=gap"
    assert addresses["missed"] == "?month=2023-12&kind=must&sort=-missed"
    assert addresses["change"] == "?month=2023-12&kind=must"
    assert [column.words for column in columns][1] == "Q3 figure"
