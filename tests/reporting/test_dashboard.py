"""The dashboard: what is chosen, where it stands, what moved and why, and since when."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit import record
from improvement.models import (
    ActionRating,
    CqcAction,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Programme,
)
from improvement.periods import CalendarMonth
from improvement.permissions import standing_of
from improvement.ratings import Rating, Way, way_of
from improvement.refusals import NotThere
from reporting.choosing import choose
from reporting.contents import CellFact, Contents, LatestFact
from reporting.freezing import contents_of
from reporting.issue_facts import ChangeFact, ChangesFact
from reporting.movements import moved
from reporting.off_trajectory import metrics_of, tally_of
from reporting.publishing import issue, reopen
from reporting.returns import returns_of
from reporting.tiles import exit_date, tiles_of
from reporting.timelines import action_life

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def contents(december: Month) -> Contents:
    return contents_of(december)


def rate(action: CqcAction, month: Month, by: Person, **ratings: object) -> None:
    row = ActionRating.objects.get(action=action, report__month=month)
    for name, rating in ratings.items():
        setattr(row, name, rating)
    row.carried = False
    record(row, by=by)


@pytest.fixture
def turned_red(january: Month, nicola: Person) -> CqcAction:
    """An action on track in December and overdue in January."""
    action = CqcAction.objects.get(reference="CSW-01", workstream__programme=january.programme)
    rate(action, january, nicola, delivery=Rating.OVERDUE, explanation="The campaign was put back")
    return action


# ---- Which month -------------------------------------------------------------


def test_it_opens_on_the_latest_month_that_says_something(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/"))
    assert "December 2023 dashboard" in said
    assert "January 2024 is open and no report for it has been submitted yet" in said


def test_every_month_and_every_pack_is_offered(
    december: Month,
    office: Person,
    noon: datetime,
    board_reader: Person,
    signed_in: SignedIn,
    waive_all: Callable[[Month], dict[str, str]],
    words: Words,
    one_format: None,
) -> None:
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    month = Month.objects.select_related("programme").get(pk=december.pk)
    issue(month=month, waivers=waive_all(month), by=office, at=noon)
    page = signed_in(office).get("/scas/").content.decode()
    offered = re.findall(r'<option value="([^"]*)"', page.partition("</select>")[0])
    assert offered == ["2024-01", "2023-12", "2023-12-v1"]
    first = words(signed_in(board_reader).get("/scas/?month=2023-12-v1"))
    assert "As issued in version 1" in first
    assert "A later version has been issued since." in first


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("2023-12-v9", "December 2023 has no version 9 of its pack."),
        ("2031-05", "There is no report for May 2031 that you may read."),
        ("soon", "is not a month; write it as 2023-12"),
    ],
)
def test_what_is_not_there_is_a_sentence(
    office: Person, programme: Programme, wanted: str, said: str
) -> None:
    standing = standing_of(office, programme, on=date(2024, 1, 10))
    with pytest.raises(NotThere, match=said):
        choose(standing, wanted)


# ---- Where it stands ---------------------------------------------------------


def test_tiles_say_what_was_judged_and_what_the_items_say(contents: Contents) -> None:
    whole, governance, *_ = tiles_of(contents)
    assert (whole.name, governance.name) == ("Whole programme", "Governance & Well Led")
    delivery = governance.dimensions[0]
    assert delivery.fact.worst.words == "Overdue (>1 month)"
    assert whole.metrics.counted == sum(one.metrics.counted for one in tiles_of(contents)[1:])


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        (Rating.ON_TRACK, Rating.OVERDUE, Way.WORSE),
        (Rating.OVERDUE, Rating.OFF_TRACK, Way.BETTER),
        (Rating.NOT_YET_RATED, Rating.ON_TRACK, Way.FIRST),
        (None, Rating.ON_TRACK, Way.FIRST),
        (Rating.ON_TRACK, Rating.NOT_YET_RATED, Way.DROPPED),
        (Rating.COMPLETE, Rating.COMPLETE, Way.SAME),
    ],
)
def test_which_way_a_rating_went(before: Rating | None, now: Rating, way: Way) -> None:
    assert way_of(before, now) is way


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2024, 9, 29), "1 day from 29 September 2024"),
        (date(2024, 1, 1), "273 days from 1 January 2024"),
        (date(2024, 9, 30), "That is this day"),
        (date(2024, 10, 2), "2 days before 2 October 2024"),
    ],
)
def test_the_days_to_the_exit_date(contents: Contents, on: date, said: str) -> None:
    found = exit_date(contents, on=on)
    assert found is not None
    assert found.words == said


def test_not_applicable_and_awaited_are_in_no_denominator(contents: Contents) -> None:
    metric = contents.workstreams[1].metrics[0]
    line = metric.lines[0]

    def latest(printed: str, state: str, verdict: str) -> object:
        cell = CellFact("2023/24 Q3", printed, state, None, verdict, "", "")
        fact = LatestFact("2023/24 Q3", printed, "1", verdict, "", "")
        return replace(metric, lines=(replace(line, cells=(cell,), latest=fact),))

    tally = tally_of(
        [
            latest("3", "value", "met"),
            latest("1", "value", "not_met"),
            latest("N/A", "not_applicable", "no_verdict"),
            latest("", "awaited", "no_verdict"),
        ]
    )
    assert tally.words == "1 of 2 met"
    assert tally.left_out == "1 awaited, 1 not applicable"


def test_metrics_off_their_trajectory_are_told_worst_first(contents: Contents) -> None:
    found = metrics_of(contents)
    known = [one.shortfall for one in found.off if one.shortfall is not None]
    assert len(known) > 5
    assert known == sorted(known, reverse=True)
    assert all(one.line.latest and one.line.latest.verdict == "not_met" for one in found.off)


def test_returns_say_who_is_late(contents: Contents) -> None:
    late = replace(contents.workstreams[0].returned, status="draft", pen="the lead")
    stream = replace(contents.workstreams[0], returned=late)
    given = replace(contents, workstreams=(stream, *contents.workstreams[1:]))
    found = returns_of(given, on=date(2024, 1, 8))
    assert found.words == "3 of 4 submitted, 1 late"
    first = found.returns[0]
    assert (first.name, first.late) == ("Governance & Well Led", True)
    assert first.timing == "3 days late: was due 5 January 2024"


# ---- What moved --------------------------------------------------------------


def test_what_moved_comes_with_its_reason_worst_first(contents: Contents) -> None:
    action = contents.workstreams[0].actions[0]
    of, place = contents.workstreams[0].name, f"{action.strength} {action.ref}"
    changes = (
        ChangeFact("rating", of, f"{place}: embedding", "Overdue (>1 month)", "On Track", "Done"),
        ChangeFact("rating", of, f"{place}: delivery", "On Track", "Overdue (>1 month)", "Late"),
        ChangeFact("date", of, "Milestone", "2023/24 Q3", "2023/24 Q4"),
        ChangeFact("date", "", "Exit date", "2024-09-30", "2024-08-31"),
        ChangeFact("closed", of, "Criterion 9", "On Track", "–"),
    )
    given = replace(contents, changes=ChangesFact("November 2023", changes))
    found = moved(given, sees_open=True)
    assert [one.way for one in found.ratings] == ["Worse", "Better"]
    assert [one.why for one in found.ratings] == ["Late", "Done"]
    assert found.ratings[0].address == f"/scas/actions/{action.id}/"
    assert [one.way for one in found.dates] == ["Later", "Earlier"]
    assert [one.now for one in found.dates] == ["2023/24 Q4", "31 August 2024"]
    assert found.count == 5


def test_the_open_month_says_what_moved_since_the_last_pack(
    turned_red: CqcAction, office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    assert "What moved since December 2023" in said
    told = said[said.index("What moved since") :]
    assert "Culture & Staff Wellbeing On Track Overdue" in told
    assert "Worse The campaign was put back" in told


# ---- Since when --------------------------------------------------------------


def test_a_timeline_says_when_an_item_turned_red_and_for_how_long(
    turned_red: CqcAction, office: Person, programme: Programme
) -> None:
    standing = standing_of(office, programme, on=date(2024, 1, 20))
    life = action_life(standing, turned_red.pk, on=date(2024, 1, 20))
    delivery, embedding = life.timelines
    assert delivery.red == "It is red, and has been since January 2024: 20 days so far."
    now, before = delivery.stretches
    assert (now.rating, now.since, now.days) == (Rating.OVERDUE, date(2024, 1, 1), 20)
    assert (before.rating, before.until, before.days) == (Rating.ON_TRACK, date(2023, 12, 31), 31)
    assert now.reason == "The campaign was put back"
    assert now.who.startswith("Nicola Howells, ")
    assert embedding.red == "It has never been rated red."
    assert [told.month.slug for told in life.months] == ["2024-01", "2023-12"]


def test_a_board_reader_is_told_of_issued_months_alone(
    turned_red: CqcAction, board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(board_reader).get(f"/scas/actions/{turned_red.pk}/"))
    assert "December 2023" in said
    assert "It has never been rated red." in said
    assert "The campaign was put back" not in said


def test_an_item_of_another_programme_is_not_there(
    office: Person, signed_in: SignedIn, turned_red: CqcAction
) -> None:
    assert signed_in(office).get(f"/scas/actions/{turned_red.pk + 9999}/").status_code == 404
    assert signed_in(office).get("/scas/criteria/999999/").status_code == 404


def test_the_grid_has_every_action_by_month_and_a_cell_opens_what_it_said(
    turned_red: CqcAction, office: Person, signed_in: SignedIn
) -> None:
    page = signed_in(office).get("/scas/?month=2024-01").content.decode()
    grid = page[page.index('id="history"') :]
    address = f"/scas/actions/{turned_red.pk}/"
    assert f'href="{address}#2023-12"' in grid
    assert f'href="{address}#2024-01"' in grid
    assert "Delivery Overdue, embedding" in grid
    cells = grid.count('class="app-history__cell"')
    actions = CqcAction.objects.filter(workstream__programme__slug="scas").count()
    assert cells == 2 * actions == 62


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("workstream=patient-safety", {"PS"}),
        ("rating=overdue", {"GWL", "CSW"}),
        ("rating=complete", set()),
        ("strength=must&workstream=governance-and-well-led", {"GWL"}),
    ],
)
def test_each_filter_narrows_the_grid_by_an_address_that_can_be_shared(
    turned_red: CqcAction, office: Person, signed_in: SignedIn, asked: str, shown: set[str]
) -> None:
    page = signed_in(office).get(f"/scas/?month=2024-01&{asked}").content.decode()
    grid = page[page.index('id="history"') : page.index('id="criteria"')]
    found = re.findall(r'<th scope="row"><a href="[^"]*">(?:Must|Should) ([A-Z]+)-', grid)
    assert set(found) == shown
    if not shown:
        assert "No action is as you asked." in grid


def test_criteria_say_how_long_they_have_stood(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    assert re.search(r"At least [0-9]+ days, since December 2023 or before", said)


def test_an_item_s_page_leads_to_who_changed_it(
    turned_red: CqcAction, office: Person, board_reader: Person, signed_in: SignedIn
) -> None:
    criterion = ExitCriterion.objects.filter(workstream=turned_red.workstream).first()
    assert criterion is not None
    pages = {
        f"/scas/actions/{turned_red.pk}/": f"/scas/changes/action/{turned_red.pk}/",
        f"/scas/criteria/{criterion.pk}/": f"/scas/changes/criterion/{criterion.pk}/",
    }
    for address, changes in pages.items():
        assert f'href="{changes}"' in signed_in(office).get(address).content.decode()
        assert changes not in signed_in(board_reader).get(address).content.decode()


# ---- How much ----------------------------------------------------------------


def test_forty_eight_months_take_the_same_queries_as_two(
    programme: Programme,
    december: Month,
    office: Person,
    culture: HighlightReport,
    signed_in: SignedIn,
    django_assert_num_queries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(office)
    with CaptureQueriesContext(connection) as two:
        client.get("/scas/?month=2024-01")
    actions = list(CqcAction.objects.filter(workstream=culture.workstream))
    period = CalendarMonth.parse("2023-12")
    for _ in range(46):
        period = period.before()
        month = Month(programme=programme, starts_on=period.starts_on, due_on=period.starts_on)
        month.issued_at, month.issued_by = december.issued_at, december.issued_by
        month.save()
        report = HighlightReport(month=month, workstream=culture.workstream)
        report.save()
        for action in actions:
            ActionRating(report=report, action=action, delivery=Rating.ON_TRACK).save()
    with django_assert_num_queries(len(two)):
        page = client.get("/scas/?month=2024-01")
    assert len(two) <= 15
    assert len(gzip.compress(page.content)) < 120_000
    assert "Show every month" in page.content.decode()
    every = client.get("/scas/?month=2024-01&months=all").content.decode()
    assert '<th scope="col">February 2020</th>' in every
    assert '<th scope="col">February 2020</th>' not in page.content.decode()
