"""The list of actions: its rows and sentences, what its filters leave, and for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit.changes import change
from improvement.models import ActionRating, Month, Person
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.facts import Contents
from reporting.summary.figures import embedding_figure, overdue_figure
from reporting.summary.red_actions import rated_actions
from reporting.timelines.ratings import RatingsBefore
from tests.support.read_html import read, words
from tests.support.read_lists import (
    caption_in,
    headings,
    in_csv,
    in_xlsx,
    listed,
    table_in,
)

ACTIONS = "/scas/actions/"
DECEMBER = f"{ACTIONS}?month=2023-12"
JANUARY = f"{ACTIONS}?month=2024-01"
SignedIn = Callable[[Person], Client]


def refs(answer: HttpResponse) -> list[str]:
    return [row[0] for row in listed(answer)]


@pytest.fixture
def red_in_january(january: Month, december: Month, nicola: Person) -> ActionRating:
    """CSW-03, whose embedding is overdue in January after off track in December."""
    named = {"action__reference": "CSW-03"}
    rating = ActionRating.objects.get(report__month=january, **named)
    why = "Appraisals stopped in the strike."
    change(rating, by=nicola, embedding=Rating.OVERDUE, explanation=why, carried=False)
    return rating


def test_december_lists_31_actions_by_workstream_worst_first(
    december: Month, board_reader: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(board_reader).get(ACTIONS)
    assert caption_in(answer) == "31 actions in December 2023"
    assert headings(answer) == [
        "Governance & Well Led 4 actions Delivery 1 overdue, 3 on track"
        " Embedding 1 overdue, 2 off track, 1 on track",
        "Culture & Staff Wellbeing 7 actions Delivery 7 on track Embedding 5 off track, 2 on track",
        "Performance Improvement 10 actions Delivery 10 on track Embedding 6 off track, 4 on track",
        "Patient Safety 10 actions Delivery 10 on track Embedding 3 off track, 7 on track",
    ]
    first, second, *_ = listed(answer)
    assert first[:6] == [
        "GWL-01",
        "Governance and risk processes fit for purpose",
        "Must",
        "Overdue 1 month or more",
        "Overdue 1 month or more",
        "Daryl Lutchmaya",
    ]
    assert first[6].startswith("The gap analysis for Regulation 17 is now complete")
    assert second[0] == "GWL-02"
    assert second[6] == "–"


def test_the_panels_count_what_the_list_has(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    page = read(signed_in(nicola).get(DECEMBER).content)
    alone = "Drawn by month once two months are known."
    told = [words(page.get_element_by_id(name).getparent()) for name in ("delivery", "embedding")]
    assert told == [
        f"Delivery 1 overdue, 30 on track {alone}",
        f"Embedding 1 overdue, 16 off track, 14 on track {alone}",
    ]


@pytest.mark.parametrize(
    ("figure", "asked"),
    [(overdue_figure, "delivery=overdue"), (embedding_figure, "embedding=off_track")],
)
def test_the_figures_of_the_dashboard_count_the_rows_of_the_list_behind_them(
    december: Month, contents: Contents, nicola: Person, signed_in: SignedIn, figure, asked: str
) -> None:
    alone = (CalendarMonth.of(december.starts_on),)
    counted = figure(rated_actions(contents, RatingsBefore(alone, alone)))
    assert len(listed(signed_in(nicola).get(f"{DECEMBER}&{asked}"))) == int(counted.number) > 0


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("workstream=governance-and-well-led", 4),
        ("kind=must", 11),
        ("owner=Helen Young", 10),
        ("embedding=none", 0),
        ("delivery=overdue&embedding=off_track", 0),
        ("moved=worse", 0),
    ],
)
def test_each_filter_leaves_what_it_says(
    december: Month, nicola: Person, signed_in: SignedIn, asked: str, left: int
) -> None:
    answer = signed_in(nicola).get(f"{DECEMBER}&{asked}")
    assert len(listed(answer)) == left
    assert ("No action is as you asked." in words(read(answer.content))) is (left == 0)


def test_an_action_that_moved_says_from_what_and_which_way(
    red_in_january: ActionRating, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    [row] = listed(client.get(f"{JANUARY}&moved=worse"))
    assert row[0] == "CSW-03"
    assert row[4] == "Overdue was Off track → Worse"
    assert row[6] == "Appraisals stopped in the strike."
    assert listed(client.get(f"{JANUARY}&moved=better")) == []
    assert refs(client.get(f"{JANUARY}&moved=any")) == ["CSW-03"]


def test_what_nobody_has_confirmed_is_hatched_and_says_so(
    red_in_january: ActionRating, nicola: Person, signed_in: SignedIn
) -> None:
    answer = signed_in(nicola).get(JANUARY)
    caption = caption_in(answer)
    assert caption == (
        "31 actions in January 2024, of 30 the ratings are carried and not confirmed"
    )
    row = next(row for row in listed(answer) if row[0] == "GWL-01")
    assert row[3] == "Overdue from December, not confirmed"
    assert row[6].endswith("an amber rag status. from December, not confirmed")
    assert "app-shape--carried" in answer.content.decode()


def test_months_at_a_rating_are_counted_over_the_months_reported(
    january: Month, december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    rating = ActionRating.objects.get(report__month=january, action__reference="GWL-01")
    change(rating, by=nicola, carried=False)
    row = listed(signed_in(nicola).get(f"{JANUARY}&workstream=governance-and-well-led"))[0]
    assert (row[0], row[3]) == ("GWL-01", "Overdue 2 months or more")


@pytest.mark.parametrize(
    ("group", "first"),
    [
        ("owner", "Daryl Lutchmaya 4 actions"),
        ("kind", "Must 11 actions"),
    ],
)
def test_rows_are_grouped_by_what_is_asked(
    december: Month, nicola: Person, signed_in: SignedIn, group: str, first: str
) -> None:
    answer = signed_in(nicola).get(f"{DECEMBER}&group={group}")
    assert headings(answer)[0].startswith(first)
    assert len(listed(answer)) == 31


def test_without_groups_a_column_sorts_the_whole_list_and_turns_at_a_second_press(
    december: Month, nicola: Person, signed_in: SignedIn
) -> None:
    client = signed_in(nicola)
    answer = client.get(f"{DECEMBER}&group=none&sort=ref")
    assert headings(answer) == []
    assert refs(answer) == sorted(refs(answer))
    assert refs(client.get(f"{DECEMBER}&group=none&sort=-ref")) == sorted(
        refs(answer), reverse=True
    )
    head = table_in(answer).find(".//th[@aria-sort]")
    assert (words(head), head.get("aria-sort")) == ("Ref ▴", "ascending")
    assert head.find("a").get("href") == "?month=2023-12&sort=-ref&group=none"
    by_rating = table_in(client.get(DECEMBER)).find(".//th[@aria-sort]")
    assert (words(by_rating), by_rating.get("aria-sort")) == ("Embedding ▾", "descending")


def test_a_board_reader_sees_issued_months_alone(
    red_in_january: ActionRating, board_reader: Person, signed_in: SignedIn
) -> None:
    client = signed_in(board_reader)
    for address in (ACTIONS, f"{ACTIONS}?moved=any", DECEMBER):
        page = client.get(address).content.decode()
        assert "January 2024" not in page
        assert "strike" not in page
        assert 'name="at"' not in page
    assert client.get(JANUARY).status_code == 404
    assert client.get(f"{ACTIONS}list.csv?month=2024-01").status_code == 404
    assert client.get(f"{ACTIONS}list.xlsx?at=2024-01-31").status_code == 403
    told = in_csv(client.get(f"{ACTIONS}list.csv"))
    assert "strike" not in str(told)
    assert in_xlsx(client.get(f"{ACTIONS}list.xlsx")) == told
