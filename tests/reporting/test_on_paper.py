"""On paper: what one page has room for, and that it says what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from improvement.models import Month
from reporting.contents import Contents
from reporting.issue_facts import ChangeFact, ChangesFact
from reporting.movements import moved
from reporting.off_trajectory import metrics_of
from reporting.on_paper import LINES, Paper, paper_of
from reporting.rating_history import histories
from reporting.returns import returns_of
from reporting.tiles import tiles_of

ON = date(2024, 1, 20)


@pytest.fixture
def put_on_paper(december: Month):
    def put(contents: Contents) -> Paper:
        return paper_of(
            contents,
            histories(december, ()),
            tiles=tiles_of(contents),
            moved=moved(contents, sees_open=True),
            metrics=metrics_of(contents),
            returns=returns_of(contents, on=ON),
            on=ON,
        )

    return put


def with_moves(contents: Contents, count: int) -> Contents:
    of = contents.workstreams[0].name
    changes = tuple(
        ChangeFact("rating", of, f"Must {place}: delivery", "On Track", "Overdue (>1 month)", "Why")
        for place in range(count)
    )
    return replace(contents, changes=ChangesFact("November 2023", changes))


def test_what_there_is_room_for_is_printed_whole(put_on_paper, contents) -> None:
    paper = put_on_paper(with_moves(contents, 2))
    assert [len(paper.tiles.rows), len(paper.moved.rows), len(paper.red.rows)] == [5, 2, 1]
    assert paper.moved.words == paper.red.words == paper.returns.words == ""
    assert len(paper.criteria.rows) == 16


def test_what_there_is_no_room_for_is_counted(put_on_paper, contents) -> None:
    paper = put_on_paper(with_moves(contents, 60))
    assert paper.moved.left_out == 60 - len(paper.moved.rows) > 0
    assert paper.moved.words == f"and {paper.moved.left_out} more on the dashboard"


def test_metrics_are_printed_worst_first(put_on_paper, contents) -> None:
    paper = put_on_paper(contents)
    assert paper.metrics.rows == metrics_of(contents).off[: len(paper.metrics.rows)]


@pytest.mark.parametrize("moves", [0, 3, 200])
@pytest.mark.parametrize("streams", [1, 4, 8, 40])
def test_no_programme_takes_more_lines_than_there_are(
    put_on_paper, contents, moves: int, streams: int
) -> None:
    many = (contents.workstreams * 10)[:streams]
    drafts = [replace(one, returned=replace(one.returned, status="draft")) for one in many]
    given = with_moves(replace(contents, workstreams=tuple(drafts)), moves)
    paper = put_on_paper(given)
    above = 2 * len(paper.tiles.rows)
    left = 2 * (len(paper.moved.rows) + len(paper.red.rows)) + len(paper.criteria.rows)
    right = 2 * len(paper.metrics.rows) + len(paper.returns.rows)
    assert above + left + 9 <= LINES
    assert above + right + 7 <= LINES
    assert paper.tiles.left_out == max(0, streams + 1 - len(paper.tiles.rows))
