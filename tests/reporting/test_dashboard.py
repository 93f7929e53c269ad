"""The dashboard: which month or pack it shows, where that stands, and what it costs to ask."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit import change
from improvement.models import (
    ActionRating,
    CqcAction,
    HighlightReport,
    Month,
    Person,
    Programme,
)
from improvement.periods import CalendarMonth
from improvement.permissions import standing_of
from improvement.ratings import Rating, Way, way_of
from improvement.refusals import NotThere
from reporting.assembly import rating_fact
from reporting.choosing import choose
from reporting.contents import Contents
from reporting.figure_facts import CellFact, LatestFact
from reporting.models import frozen_contents
from reporting.off_trajectory import metrics_of, tally_of
from reporting.publishing import issue, reopen
from reporting.returns import returns_of
from reporting.tiles import Dimension, exit_date, tiles_of

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_it_opens_on_the_latest_month_that_says_something(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    said = words(signed_in(office).get("/scas/"))
    assert "December 2023 dashboard" in said
    assert "January 2024 is open and no report for it has been submitted yet" in said


@pytest.mark.parametrize(
    ("on", "late"),
    [(date(2024, 2, 5), ""), (date(2024, 2, 6), " though all were due on 5 February 2024,")],
)
def test_it_says_whose_returns_are_awaited_and_whether_they_are_late(
    office: Person, programme: Programme, january: Month, on: date, late: str
) -> None:
    Month.objects.filter(pk=january.pk).update(due_on=date(2024, 2, 5))
    choice = choose(standing_of(office, programme, on=on), "", on=on)
    assert choice is not None
    assert (choice.month.slug, choice.waiting) == ("2023-12", "2024-01")
    assert choice.why == (
        f"January 2024 is open and no report for it has been submitted yet,{late} "
        "so this is December 2023, the latest month issued."
    )


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
        choose(standing, wanted, on=date(2024, 1, 10))


def test_tiles_say_what_was_judged_and_what_the_items_say(contents: Contents) -> None:
    whole, governance, *_ = tiles_of(contents)
    assert (whole.name, governance.name) == ("Whole programme", "Governance & Well Led")
    delivery = governance.dimensions[0]
    assert delivery.fact.worst.words == "Overdue (>1 month)"
    assert whole.metrics.counted == sum(one.metrics.counted for one in tiles_of(contents)[1:])


def test_the_counts_of_a_tile_are_those_of_its_actions_and_the_programme_s_of_all(
    contents: Contents,
) -> None:
    whole, *streams = tiles_of(contents)
    every: dict[str, Counter[str]] = {"delivery": Counter(), "embedding": Counter()}
    for tile, stream in zip(streams, contents.workstreams, strict=True):
        for dimension, name in zip(tile.dimensions, ("delivery", "embedding"), strict=True):
            rated = Counter(getattr(action, name).words for action in stream.actions)
            assert counted(dimension) == rated
            every[name].update(rated)
    for dimension, name in zip(whole.dimensions, ("delivery", "embedding"), strict=True):
        assert counted(dimension) == every[name]
        assert every[name].total() == 31


def counted(dimension: Dimension) -> Counter[str]:
    return Counter({one.rating.words: one.count for one in dimension.fact.counts})


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Rating.ON_TRACK, Rating.ON_TRACK, "No change since last month"),
        (Rating.ON_TRACK, Rating.OVERDUE, "Worse: was On Track"),
        (Rating.OVERDUE, Rating.COMPLETE, "Better: was Overdue (>1 month)"),
        (Rating.ON_TRACK, Rating.NOT_YET_RATED, "No longer rated: was On Track"),
        (Rating.NOT_YET_RATED, Rating.ON_TRACK, "Newly rated"),
        (None, Rating.ON_TRACK, ""),
    ],
)
def test_a_tile_says_how_its_rating_moved(
    contents: Contents, before: Rating | None, now: Rating, said: str
) -> None:
    was = rating_fact(before) if before is not None else None
    delivery = replace(contents.overview.delivery, judged=rating_fact(now), before=was)
    given = replace(contents, overview=replace(contents.overview, delivery=delivery))
    assert tiles_of(given)[0].dimensions[0].movement == said


def test_the_page_says_how_the_ratings_moved_and_counts_them(
    january: Month, december: Month, office: Person, signed_in: SignedIn, words: Words
) -> None:
    streams = {"workstream__slug": "governance-and-well-led"}
    december.reports.filter(**streams).update(delivery=Rating.ON_TRACK)
    change(january.reports.get(**streams), by=office, delivery=Rating.OVERDUE)
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    tile = said[said.index("Governance & Well Led Delivery") :].partition(" Metrics: ")[0]
    delivery, embedding = tile.split(" Embedding ")
    begins = "Governance & Well Led Delivery Overdue (>1 month) Worse: was On Track Worst of its"
    assert delivery.startswith(begins)
    told = Counter(
        Rating(row.delivery).words.partition(" (")[0]
        for row in january.reports.get(**streams).action_ratings.all()
    )
    assert len(told) > 1
    assert all(f"{count} {rating}" in delivery for rating, count in told.items())
    assert "No change since last month" in embedding


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
        (date(2024, 10, 2), "passed 2 days before 2 October 2024"),
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
    assert len(known) == len(found.off) > 5
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
    frozen_contents.cache_clear()
    with CaptureQueriesContext(connection) as cold:
        client.get("/scas/?month=2024-01")
    with CaptureQueriesContext(connection) as two:
        client.get("/scas/?month=2024-01")
    assert len(cold) == len(two) + 1 <= 15  # the frozen pack is read once
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
    assert len(gzip.compress(page.content)) < 120_000
    assert "Show every month" in page.content.decode()
    every = client.get("/scas/?month=2024-01&months=all").content.decode()
    assert '<th scope="col">February 2020</th>' in every
    assert '<th scope="col">February 2020</th>' not in page.content.decode()
