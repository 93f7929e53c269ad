"""What changed since the month before, and what differs between two versions of a pack."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from improvement.models import HighlightReport, Month, Person
from improvement.values.ratings import Rating
from improvement.workflow.transitions import extend_deadline
from reporting.changes.compare import changes_since, differences
from reporting.changes.kinds import KINDS
from reporting.contents.assemble import assemble, rating_fact
from reporting.contents.facts import Contents, MilestoneFact, from_json, to_json
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.contents.rating_facts import RatingFact
from reporting.snapshots.month import contents_of
from tests.support.diff_packs import (
    GOVERNANCE,
    first,
    metric_of,
    told,
    with_metric,
    with_workstream,
)


def test_a_first_month_has_nothing_to_compare_with(contents: Contents) -> None:
    assert changes_since(None, contents) == ChangesFact("", ())


def test_a_month_carried_forward_unchanged_says_only_from_which_month(
    december: Month, january: Month
) -> None:
    changes = changes_since(contents_of(december), assemble(january))
    assert changes == ChangesFact("December 2023", ())


def test_a_rating_that_moved_is_told_with_its_explanation(contents: Contents) -> None:
    action = replace(
        first(contents).actions[0],
        delivery=rating_fact(Rating.ON_TRACK),
        explanation="The framework was approved.",
    )
    now = with_workstream(contents, actions=(action, *first(contents).actions[1:]))
    [change] = changes_since(contents, now).items
    assert change == ChangeFact(
        "rating",
        GOVERNANCE,
        f"Must {action.ref}: delivery",
        "Overdue (>1 month)",
        "On Track",
        "The framework was approved.",
    )


@pytest.mark.parametrize(
    ("delivery", "embedding", "is_closed"),
    [
        (Rating.COMPLETE, Rating.COMPLETE, True),
        (Rating.COMPLETE, Rating.ON_TRACK, False),
        (Rating.ON_TRACK, Rating.COMPLETE, False),
    ],
)
def test_an_action_done_and_embedded_is_closed_and_neither_alone(
    contents: Contents, delivery: Rating, embedding: Rating, is_closed: bool
) -> None:
    rated = {"delivery": rating_fact(delivery), "embedding": rating_fact(embedding)}
    action = replace(first(contents).actions[1], **rated)
    others = (first(contents).actions[0], *first(contents).actions[2:])
    now = with_workstream(contents, actions=(action, *others))
    closed = [one for one in told(changes_since(contents, now)) if one[0] == "closed"]
    assert closed == ([("closed", f"Should {action.ref}", "Open", "Closed")] if is_closed else [])


def test_an_action_and_a_criterion_that_were_closed_are_told_when_they_are_open_again(
    contents: Contents,
) -> None:
    complete, overdue = rating_fact(Rating.COMPLETE), rating_fact(Rating.OVERDUE)
    action, *others = first(contents).actions
    criterion, *more = first(contents).criteria

    def standing(rating: RatingFact) -> Contents:
        rated = replace(action, delivery=rating, embedding=complete)
        met = replace(criterion, rating=rating)
        return with_workstream(contents, actions=(rated, *others), criteria=(met, *more))

    found = changes_since(standing(complete), standing(overdue)).of("reopened")
    assert [(one.place, one.before, one.now, one.why) for one in found] == [
        (f"Must {action.ref}", "Closed", "Open again", action.wording),
        (f"Criterion {criterion.number}", "Closed", "Open again", criterion.text),
    ]


def test_new_and_left_out_items_are_told_both_ways(contents: Contents) -> None:
    fewer = with_workstream(contents, actions=first(contents).actions[1:])
    name = f"Must {first(contents).actions[0].ref}"
    assert told(changes_since(fewer, contents)) == [("new", name, "–", "New")]
    assert told(changes_since(contents, fewer)) == [("closed", name, "Reported", "Left out")]


def test_dates_and_people_are_told(contents: Contents) -> None:
    moved = {"exit_first": "2024-09-30", "exit_moved_because": "Winter pressures"}
    programme = replace(contents.programme, exit_on="2024-12-31", **moved)
    lead = first(contents).leads[0]
    leads = (replace(lead, names=("Helen Young",)), *first(contents).leads[1:])
    now = with_workstream(replace(contents, programme=programme), leads=leads)
    assert told(changes_since(contents, now)) == [
        ("date", "Exit date", "30 September 2024", "31 December 2024"),
        ("people", lead.words, "Daryl Lutchmaya", "Helen Young"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "told_of"),
    [
        (("Q1",), ("Q1", "Q2"), []),  # copied: it still stands where it did
        (("Q2",), ("Q1", "Q2"), []),
        (("Q1", "Q2"), ("Q2",), []),
        (("Q1", "Q2"), ("Q1", "Q3"), [("Q2", "Q3")]),
        (("Q1",), ("Q2", "Q3"), [("Q1", "Q2")]),
        (("Q1", "Q2"), ("Q3", "Q4"), [("Q1", "Q3"), ("Q2", "Q4")]),
        ((), ("Q1",), []),
    ],
)
def test_a_milestone_moved_only_where_it_left_a_quarter_for_another(
    contents: Contents,
    before: tuple[str, ...],
    now: tuple[str, ...],
    told_of: list[tuple[str, str]],
) -> None:
    plan = first(contents).plan
    assert plan is not None

    def planned(quarters: tuple[str, ...]) -> Contents:
        milestones = tuple(
            MilestoneFact(f"2023/24 {quarter}", ("Open", "Open")) for quarter in quarters
        )
        return with_workstream(contents, plan=replace(plan, milestones=milestones))

    assert told(changes_since(planned(before), planned(now))) == [
        ("date", "Milestone “Open”", f"2023/24 {left}", f"2023/24 {gained}")
        for left, gained in told_of
    ]


def test_a_milestone_that_slipped_is_told(contents: Contents) -> None:
    plan = first(contents).plan
    assert plan is not None
    [(early, late)] = [
        (one, other)
        for one, other in pairwise(plan.milestones)
        if one.quarter == "2023/24 Q3" and other.quarter == "2023/24 Q4"
    ]
    slipped, *stay = early.items
    moved = {
        early.quarter: replace(early, items=tuple(stay)),
        late.quarter: replace(late, items=(*late.items, slipped)),
    }
    milestones = tuple(moved.get(milestone.quarter, milestone) for milestone in plan.milestones)
    now = with_workstream(contents, plan=replace(plan, milestones=milestones))
    place = f"Milestone “{slipped}”"
    assert told(changes_since(contents, now)) == [("date", place, "2023/24 Q3", "2023/24 Q4")]


def test_a_target_date_that_slipped_is_told(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    now = with_metric(contents, replace(metric, target_when="2024/25 Q4"))
    assert told(changes_since(contents, now)) == [
        ("date", "Metric 10: target date", metric.target_when, "2024/25 Q4")
    ]


def test_an_exit_date_that_moved_is_told_in_words(contents: Contents) -> None:
    before = replace(contents, programme=replace(contents.programme, exit_on="2024-03-31"))
    later = replace(contents, programme=replace(contents.programme, exit_on="2024-06-30"))
    assert told(changes_since(before, later)) == [
        ("date", "Exit date", "31 March 2024", "30 June 2024")
    ]


def test_a_return_that_was_given_longer_is_nobody_s_business_in_the_pack(
    january: Month, culture: HighlightReport, office: Person, noon: datetime
) -> None:
    day = january.due_on + timedelta(days=10)
    extend_deadline(report=culture, due_on=day, reason="On leave.", by=office, at=noon)
    open_month = contents_of(january)
    assert open_month.changes.items == ()
    assert "On leave." not in to_json(open_month)
    assert day.isoformat() not in to_json(open_month)


def test_a_pack_from_before_that_kept_a_deadline_and_its_reason_is_still_read(
    contents: Contents,
) -> None:
    text = json.loads(to_json(contents))
    for stream in text["workstreams"]:
        stream["returned"] |= {"extended_to": "2024-01-12", "extension_reason": "On leave."}
    assert from_json(json.dumps(text)) == contents


def test_two_versions_differ_in_texts_and_the_first_month_after_does_not_tell_texts(
    contents: Contents,
) -> None:
    now = with_metric(contents, replace(metric_of(contents, "10"), remark="Everybody came."))
    assert changes_since(contents, now).items == ()
    changes = differences(contents, now)
    assert changes.earlier == "version 1"
    [change] = changes.items
    assert (change.kind, change.place, change.now) == (
        "text",
        "Metric 10: remark",
        "Everybody came.",
    )


def test_changes_are_told_in_the_order_of_their_kinds(contents: Contents) -> None:
    programme = replace(contents.programme, exit_on="")
    now = with_workstream(replace(contents, programme=programme), actions=(), leads=())
    kinds = [item.kind for item in differences(contents, now).items]
    assert kinds == sorted(kinds, key=list(KINDS).index)


def test_an_open_month_tells_what_changed_since_the_pack_before_it(january: Month) -> None:
    assert contents_of(january).changes.earlier == "December 2023"
