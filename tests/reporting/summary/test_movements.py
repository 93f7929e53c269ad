"""What moved since the last pack, which way, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit.changes import change
from improvement.models import (
    Action,
    CriterionRating,
    HighlightReport,
    Month,
    Person,
)
from improvement.values.clock import now as moment_now
from improvement.values.clock import today
from improvement.values.ratings import Rating
from improvement.values.short_names import short_name
from improvement.workflow.transitions import extend_deadline
from reporting.changes.compare import changes_since
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import Contents
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.snapshots.moments import moment_for_input
from reporting.summary.movements import moved
from scorecards.models import Metric
from scorecards.setup.metrics import bring_back, retire_metric
from tests.support.read_html import read

SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_what_moved_comes_with_its_reason_worst_first(contents: Contents) -> None:
    action = contents.workstreams[0].actions[0]
    of, place = contents.workstreams[0].name, f"{action.strength} {action.ref}"
    changes = (
        ChangeFact("rating", of, f"{place}: embedding", "Overdue (>1 month)", "On Track", "Done"),
        ChangeFact("rating", of, "Criterion 1", "Not yet rated", "On Track", "Rated at last"),
        ChangeFact("rating", of, "Criterion 2", "On Track", "Not yet rated", "Under review"),
        ChangeFact("rating", of, f"{place}: delivery", "On Track", "Overdue (>1 month)", "Late"),
        ChangeFact("date", of, "Milestone", "2023/24 Q3", "2023/24 Q4"),
        ChangeFact("date", "", "Exit date", "2024-09-30", "2024-08-31"),
        ChangeFact("closed", of, place, "Open", "Closed", action.wording),
        ChangeFact("closed", of, "Criterion 1", "On Track", "–"),
    )
    given = replace(contents, changes=ChangesFact("November 2023", changes))
    found = moved(given, sees_open=True)
    assert [(one.way, one.why) for one in found.ratings] == [
        ("Worse", "Late"),
        ("No longer rated", "Under review"),
        ("Better", "Done"),
        ("Newly rated", "Rated at last"),
    ]
    texts = {one.number: one.text for one in contents.workstreams[0].criteria}
    assert [one.whole for one in found.ratings[:2]] == [action.wording, texts["2"]]
    # What was closed says what it was about as its reason, and says it once.
    assert [(one.about, one.why) for one in found.items] == [
        ("", action.wording),
        (short_name("", texts["1"], 48), ""),
    ]
    assert found.ratings[0].address == f"/scas/actions/{action.id}/"
    assert [one.way for one in found.dates] == ["Later", "Earlier"]
    assert [one.now for one in found.dates] == ["2023/24 Q4", "31 August 2024"]
    assert found.count == 8


def test_what_moved_is_called_by_its_short_name(contents: Contents) -> None:
    stream = contents.workstreams[0]
    action = replace(stream.actions[0], short_name="Risks reviewed")
    named = replace(stream, actions=(action, *stream.actions[1:]))
    long = replace(stream.criteria[0], text="Every risk is looked at, " * 8)
    named = replace(named, criteria=(long, *stream.criteria[1:]))
    places = (f"{action.strength} {action.ref}: delivery", f"Criterion {long.number}")
    changes = tuple(
        ChangeFact("rating", stream.name, place, "On Track", "Overdue (>1 month)")
        for place in places
    )
    facts = replace(contents, workstreams=(named, *contents.workstreams[1:]))
    found = moved(replace(facts, changes=ChangesFact("November 2023", changes)), sees_open=True)
    assert [(one.about, one.whole) for one in found.ratings] == [
        ("Risks reviewed", action.wording),
        ("Every risk is looked at, Every risk is looked…", long.text),
    ]


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [
        ("Q4 22/23", "Q1 23/24", "Later"),
        ("Q4 23/24", "2023/24 Q3", "Earlier"),
        ("2024-02-29", "Q4 23/24", "Later"),  # a quarter is its last day
        ("30/09/24", "31/12/24", "Later"),
        ("31/03/2025", "31 March 2024", "Earlier"),
        ("March 2025", "Q1 2025/26", "Later"),
        ("Oct 22", "July 22", "Earlier"),
        ("Mar 24", "Q4 2023/24", "Same day"),
        ("–", "31/03/24", ""),
        ("2024-02-29", "Q1 24/25", "Later"),
        ("Q1 24/25", "2024-03-31", "Earlier"),
        ("Q4 23/24", "2023/24 Q4", "Same day"),
        ("Q1 24/23", "Q1 24/25", "Cannot be compared"),  # no such year
        ("Post Q3", "Q4 23/24", "Cannot be compared"),
    ],
)
def test_a_target_date_says_whether_it_went_later_however_it_is_written(
    contents: Contents, before: str, now: str, way: str
) -> None:
    change = ChangeFact("date", contents.workstreams[0].name, "Metric 1: target date", before, now)
    given = replace(contents, changes=ChangesFact("November 2023", (change,)))
    [found] = moved(given, sees_open=True).dates
    assert found.way == way


def test_a_reason_is_missed_only_where_somebody_is_asked_for_one(contents: Contents) -> None:
    stream = contents.workstreams[0]
    action, criterion = stream.actions[0], stream.criteria[0]
    places = {
        f"{action.strength} {action.ref}: delivery": "No reason given",
        f"Criterion {criterion.number}": "",
        "Overall embedding": "",
    }
    changes = [
        ChangeFact("rating", stream.name, place, "On Track", "Overdue (>1 month)")
        for place in places
    ]
    crossed = ChangeFact("crossed", stream.name, "Metric 1", "Met (1%)", "Not met (0%)")
    exit_on = ChangeFact("date", "", "Exit date", "2024-09-30", "2024-08-31")
    told = ChangesFact("November 2023", (*changes, crossed, exit_on))
    found = moved(replace(contents, changes=told), sees_open=False)
    assert {one.place: one.why for one in found.ratings} == places
    assert [one.why for one in (*found.metrics, *found.dates)] == ["No reason given", ""]


def test_the_programme_s_ratings_are_explained_by_its_rag_assessment(
    contents: Contents,
) -> None:
    delivery = replace(contents.overview.delivery, judged=rating_fact(Rating.OVERDUE))
    overview = replace(contents.overview, delivery=delivery, rag_assessment="Three wards are shut")
    now = replace(contents, overview=overview)
    [told] = moved(replace(now, changes=changes_since(contents, now)), sees_open=True).ratings
    assert (told.workstream, told.place) == ("Whole programme", "Overall delivery")
    assert told.why == "Three wards are shut"


def test_the_page_misses_no_reason_for_a_criterion(
    january: Month, office: Person, signed_in: SignedIn, words: Words
) -> None:
    row = CriterionRating.objects.filter(report__month=january).first()
    assert row is not None
    other = Rating.OVERDUE if row.rating != Rating.OVERDUE else Rating.ON_TRACK
    change(row, by=office, rating=other)
    page = words(signed_in(office).get("/scas/?month=2024-01"))
    panel = page[page.index("What moved") : page.index("Red, and for how long")]
    assert f"Criterion {row.criterion.number} {short_name('', row.criterion.text, 48)}" in panel
    assert f"Rating → Newly rated : {other.short}" in panel
    assert "No reason given" not in page


def test_a_deadline_that_was_moved_is_the_day_a_return_is_due_and_its_reason_is_not_told(
    culture: HighlightReport, office: Person, signed_in: SignedIn, noon: datetime, words: Words
) -> None:
    reason = "The figures come on the tenth."
    day = date(2024, 2, 15)
    extend_deadline(report=culture, due_on=day, reason=reason, by=office, at=noon)
    page = words(signed_in(office).get("/scas/?month=2024-01"))
    late, others_late = (today() - day).days, (today() - culture.month.due_on).days
    assert f"Late: Governance {others_late} days, and 3 more" in page
    assert f"Late {late} days" in page
    assert reason not in page


def test_the_open_month_says_what_moved_since_the_last_pack(
    turned_red: Action, office: Person, signed_in: SignedIn, words: Words
) -> None:
    answer = signed_in(office).get("/scas/?month=2024-01")
    page = words(answer)
    panel = page[page.index("What moved") : page.index("Red, and for how long")]
    assert "What moved 1 worse since Dec" in panel
    assert "CSW-01 Staff’s concerns taken seriously and acted on" in panel
    [name] = read(answer.content).xpath("//section[@aria-labelledby='moved']//span[@title]")
    assert name.get("title") == turned_red.text
    assert "Delivery → Worse : Overdue , was On track The campaign was put back" in panel


def test_a_metric_that_was_retired_is_told_with_the_reason(
    january: Month, office: Person, signed_in: SignedIn, words: Words
) -> None:
    metric = Metric.objects.filter(workstream__programme=january.programme).first()
    assert metric is not None
    retire_metric(metric=metric, month=january, reason="Counted by the ICB now", by=office)
    name = " ".join(metric.name.split())
    told = f"Metric {metric.number} {metric.workstream.name} Reported → Left out"
    for moment in ("", f"&at={moment_for_input(moment_now())}"):
        said = words(signed_in(office).get(f"/scas/?month=2024-01{moment}"))
        assert told in said
        assert f"{name}. Retired: Counted by the ICB now" in said
    bring_back(metric=metric, by=office)
    said = words(signed_in(office).get("/scas/?month=2024-01"))
    assert "Left out" not in said
    metric.refresh_from_db()
    assert metric.retired_because == ""
