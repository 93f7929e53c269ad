"""The dashboard’s page: what it says of the demo, to whom, and how its filters narrow it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement.models import ActionRating, HighlightReport, Month, Person, Programme
from improvement.values.ratings import Rating
from tests.support.change_ratings import rate

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]
Read = Callable[[HttpResponse], str]
DECEMBER = "/scas/?month=2023-12"


@pytest.fixture
def due_in_the_future(january: Month) -> None:
    Month.objects.filter(pk=january.pk).update(due_on=date(2100, 2, 5))


@pytest.fixture
def ceo(someone: Callable[[str], Person], signed_in: SignedIn) -> Client:
    return signed_in(someone("ceo-office"))


@pytest.fixture
def read(words: Words) -> Read:
    """Return a page’s words with no space before a comma or a stop, as they are read."""
    return lambda page: re.sub(r" ([,.;:])", r"\1", words(page))


def test_december_in_a_minute(ceo: Client, due_in_the_future: None, read: Read) -> None:
    said = read(ceo.get(DECEMBER))
    for sentence in (
        "Actions overdue 1 of 31 GWL-01, since Dec 2023 or before",
        "Embedding off track 16 of 31 14 on track, 1 overdue, 0 complete",
        "Measures on their aim 18 of 34 16 off, 9 of them getting worse",
        "Exit criteria complete 0 of 16, none rated yet 274 days to 30 September 2024",
        "Returns in, January 2024 0 of 4 Nobody is late: due 5 February 2100",
        "Off trajectory, getting worse first 9 of 16 are worse than the reading before",
        "From the January pack, due 5 February 2100, what moved stands here",
        "Red, and for how long 1 action GWL-01",
        "Delivery since December 2023 or before",
        "0 of 16 so far No criterion is rated yet.",
        "1.8 a month needed, for 9 months.",
    ):
        assert sentence in said, sentence
    assert "no data" not in said.lower()


def references(page: str) -> list[str]:
    """Return the references of the measures listed, in order."""
    listed = page[page.index('id="off-trajectory"') : page.index('id="moved"')]
    return re.findall(r'<td class="app-off__reference">([^<]+)</td>', listed)


def test_the_nine_that_get_worse_are_listed_first(ceo: Client) -> None:
    found = references(ceo.get(DECEMBER).content.decode())
    worse = ["PI 1", "PI 5", "CSW 7", "PI 6", "PI 3", "GWL 5", "PS 8b", "CSW 6", "CSW 8"]
    assert found[:9] == worse
    assert len(found) == 16
    assert "PS 1" not in found


def test_a_column_sorts_and_a_second_press_turns_it(ceo: Client) -> None:
    page = ceo.get(f"{DECEMBER}&sort=-gap").content.decode()
    assert '<th scope="col" class="app-off__gap" aria-sort="descending">' in page
    assert page.count("aria-sort") == 1
    assert "?month=2023-12&amp;sort=gap" in page
    assert "not worse than the reading before" not in page
    assert references(page)[:2] == ["GWL 14", "GWL 7"]


def test_what_was_carried_is_counted_apart_in_the_open_month(ceo: Client, read: Read) -> None:
    said = read(ceo.get("/scas/?month=2024-01"))
    for sentence in (
        "January 2024 open",
        "0 of 0 confirmed +1 carried, not confirmed: GWL-01",
        "0 of 31 ratings confirmed for January",
        "figures of Q3: 9 of 16 are worse than the reading before",
        "Red, and for how long 1 carried",
        "January 2024: carried, not confirmed",
    ):
        assert sentence in said, sentence


def test_what_moved_comes_with_its_reason(
    ceo: Client, culture: HighlightReport, january: Month, nicola: Person, read: Read
) -> None:
    action = culture.action_ratings.get(action__reference="CSW-01").action
    rate(action, january, nicola, delivery=Rating.OVERDUE, explanation="The campaign was put back")
    said = read(ceo.get("/scas/?month=2024-01"))
    assert "What moved 1 worse since Dec" in said
    assert "Worse: Overdue, was On track The campaign was put back" in said
    assert "Actions overdue 1 of 1 confirmed" in said


def test_a_board_reader_sees_nothing_of_an_open_month(
    board_reader: Person, signed_in: SignedIn, due_in_the_future: None, read: Read
) -> None:
    client = signed_in(board_reader)
    said = read(client.get("/scas/"))
    assert "Next pack 5 Feb 2100 January 2024: its reports are due 5 February 2100" in said
    assert "Returns in" not in said
    assert client.get("/scas/?month=2024-01").status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("workstream=patient-safety", "Actions overdue 0 of 10 No action is overdue"),
        ("workstream=patient-safety", "Measures on their aim 5 of 7"),
        ("workstream=patient-safety", "0 of 5, none rated yet"),
        ("kind=must", "16 off, 9 of them getting worse; not by kind"),
        ("kind=must", "9 of 16 are worse than the reading before (not by kind)"),
        ("kind=must", "No criterion is rated yet. (not by kind)"),
        ("owner=Helen+Young", "Measures on their aim 5 of 7"),
        ("workstream=none", "No workstream is as the filters ask."),
    ],
)
def test_each_filter_narrows_what_it_can_and_says_where_it_cannot(
    ceo: Client, read: Read, asked: str, said: str
) -> None:
    assert said in read(ceo.get(f"{DECEMBER}&{asked}"))


def test_a_source_narrows_actions_alone(ceo: Client, december: Month, read: Read) -> None:
    rated = ActionRating.objects.filter(report__month=december)
    source = rated.values_list("action__source_text", flat=True).distinct()[0]
    count = rated.filter(action__source_text=source).count()
    said = read(ceo.get("/scas/", {"month": "2023-12", "source": source}))
    assert f"of {count} " in said.partition("Embedding off track")[2]
    assert "not by source" in said


def test_the_month_before_and_after_are_a_press_away(ceo: Client) -> None:
    december = ceo.get(DECEMBER).content.decode()
    assert 'href="?month=2024-01" data-key="next" aria-label="January 2024"' in december
    assert 'data-key="previous"' not in december
    january = ceo.get("/scas/?month=2024-01&kind=must").content.decode()
    assert 'href="?month=2023-12&amp;kind=must" data-key="previous"' in january


@pytest.mark.parametrize(("address", "most"), [("/scas/", 7), ("/scas/?month=2024-01", 15)])
def test_a_dashboard_takes_few_queries(ceo: Client, address: str, most: int) -> None:
    ceo.get(address)
    with CaptureQueriesContext(connection) as asked:
        ceo.get(address)
    assert len(asked) <= most, [each["sql"][:90] for each in asked]


def test_more_months_take_the_same_queries(
    ceo: Client, programme: Programme, december: Month, culture: HighlightReport
) -> None:
    ceo.get(DECEMBER)
    with CaptureQueriesContext(connection) as alone:
        ceo.get(DECEMBER)
    period = december.period
    for _ in range(20):
        period = period.before()
        month = Month(programme=programme, starts_on=period.starts_on, due_on=period.ends_on)
        month.issued_at, month.issued_by = december.issued_at, december.issued_by
        month.save()
        HighlightReport(month=month, workstream=culture.workstream, delivery="overdue").save()
    with CaptureQueriesContext(connection) as many:
        page = ceo.get(DECEMBER).content.decode()
    assert len(many) == len(alone)
    assert "Jul 2022" in page, "eighteen months are drawn"
