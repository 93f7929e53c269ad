"""Where each workstream stands: as judged and since when, beside what is beneath."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improvement.models import Status
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import Contents
from reporting.summary.off_trajectory import metrics_of
from reporting.summary.red_actions import rated_actions
from reporting.summary.workstream_rows import WorkstreamRows, WorkstreamStanding, workstream_rows
from reporting.timelines.ratings import RatingsBefore

MONTHS = tuple(CalendarMonth(2023, number) for number in (10, 11, 12))
OCTOBER, NOVEMBER = "2023-10-01", "2023-11-01"


def rows_of(contents: Contents, late: dict[str, int] | None = None) -> WorkstreamRows:
    """Return the rows, Governance red in delivery from November on."""
    before = {
        "governance-and-well-led": (
            (OCTOBER, "off_track", "off_track", False),
            (NOVEMBER, "overdue", "off_track", False),
        )
    }
    ratings = RatingsBefore(MONTHS, MONTHS, workstreams=before)
    actions = rated_actions(contents, ratings)
    return workstream_rows(
        contents, ratings, metrics_of(contents), late=late or {}, actions=actions
    )


def judged(contents: Contents, delivery: Rating, *, carried: bool = False) -> Contents:
    """Judge Governance's delivery, its actions as they are."""
    first, *others = contents.workstreams
    fact = replace(first.delivery, judged=rating_fact(delivery))
    stream = replace(first, delivery=fact, carried=carried)
    return replace(contents, workstreams=(stream, *others))


def governance(contents: Contents, **late: int) -> WorkstreamStanding:
    return rows_of(contents, late).rows[0]


def test_december_says_what_is_beneath_each_workstream(contents: Contents) -> None:
    told = [
        (
            row.workstream.name,
            row.lead,
            len(row.delivery.cells),
            f"{row.criteria_complete}/{len(row.criteria)}",
            row.tally.words,
            row.worse,
        )
        for row in rows_of(contents).rows
    ]
    assert told == [
        ("Governance & Well Led", "Daryl Lutchmaya", 4, "0/4", "8 of 12 met", 1),
        ("Culture & Staff Wellbeing", "Melanie Saunders", 7, "0/4", "3 of 8 met", 3),
        ("Performance Improvement", "Mark Ainsworth", 10, "0/3", "2 of 7 met", 4),
        ("Patient Safety", "Helen Young", 10, "0/5", "5 of 7 met", 1),
    ]


def test_a_workstream_is_judged_since_a_month(contents: Contents) -> None:
    row = governance(judged(contents, Rating.OVERDUE))
    assert row.delivery.standing == "since Nov 2023, 2 months"
    assert row.delivery.short_standing == "2 mo"
    assert row.delivery.worst_beneath is None
    assert row.embedding.standing == "not judged for December"
    last = row.strip[-1]
    assert (last.month, last.words) == (MONTHS[-1], "Delivery overdue; embedding not yet rated")
    assert row.strip[0].words == "Delivery not known; embedding not known"


def test_judged_better_than_the_worst_beneath_is_a_difference(contents: Contents) -> None:
    delivery = governance(judged(contents, Rating.ON_TRACK)).delivery
    assert delivery.worst_beneath
    assert (delivery.worst_beneath.rating, delivery.worst_count) == (Rating.OVERDUE, 1)
    assert delivery.standing == "since Dec 2023, 1 month"


def test_what_is_carried_says_so_and_counts_no_month(contents: Contents) -> None:
    delivery = governance(judged(contents, Rating.OVERDUE, carried=True)).delivery
    assert (delivery.mark.carried, delivery.standing) == (True, "carried, not confirmed")


def test_a_cell_says_its_action_and_for_how_long(contents: Contents) -> None:
    first = governance(contents).delivery.cells[0]
    assert first.about == "GWL-01 Governance and risk processes fit for purpose"
    assert first.said == "Delivery overdue, 1 month"


@pytest.mark.parametrize(
    ("status", "late", "words"),
    [
        (Status.DRAFT, 0, "With lead"),
        (Status.DRAFT, 1, "Late 1 day"),
        (Status.DRAFT, 3, "Late 3 days"),
        (Status.SUBMITTED, 0, "With executive"),
        (Status.APPROVED, 0, "Approved"),
        (Status.ISSUED, 0, "Issued"),
    ],
)
def test_a_report_says_whom_it_is_with(
    contents: Contents, status: Status, late: int, words: str
) -> None:
    first, *others = contents.workstreams
    stream = replace(first, returned=replace(first.returned, status=status))
    rows = rows_of(replace(contents, workstreams=(stream, *others)), {first.slug: late})
    assert rows.rows[0].report == words


def test_the_panel_counts_the_workstreams_worst_first(contents: Contents) -> None:
    assert rows_of(contents).judged_counts == ()
    assert rows_of(judged(contents, Rating.OVERDUE)).judged_counts == ((1, "overdue", True),)
    assert (rows_of(contents).confirmed, rows_of(contents).actions) == (31, 31)
