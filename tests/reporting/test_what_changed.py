"""What changed since the month before, and what differs between two versions of a pack."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from improvement.cycle import extend_deadline
from improvement.models import HighlightReport, Month, Person
from improvement.ratings import Rating
from reporting.assembly import assemble, rating_fact
from reporting.change_kinds import KINDS
from reporting.contents import Contents, RatingFact, WorkstreamFact, from_json, to_json
from reporting.figure_facts import LatestFact, MetricFact
from reporting.freezing import contents_of
from reporting.issue_facts import ChangeFact, ChangesFact
from reporting.since import Moved, since
from reporting.what_changed import changes_since, differences

GOVERNANCE = "Governance & Well Led"


@pytest.fixture
def issued(december: Month) -> Contents:
    return contents_of(december)


def with_workstream(contents: Contents, **facts: Any) -> Contents:
    """The first workstream, Governance, with other facts."""
    first, *others = contents.workstreams
    return replace(contents, workstreams=(replace(first, **facts), *others))


def first(contents: Contents) -> WorkstreamFact:
    return contents.workstreams[0]


def told(changes: ChangesFact) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.place, one.before, one.now) for one in changes.items]


def test_a_first_month_has_nothing_to_compare_with(issued: Contents) -> None:
    assert changes_since(None, issued) == ChangesFact("", ())


def test_a_month_carried_forward_unchanged_says_only_from_which_month(
    december: Month, january: Month
) -> None:
    changes = changes_since(contents_of(december), assemble(january))
    assert changes == ChangesFact("December 2023", ())


def test_a_rating_that_moved_is_told_with_its_explanation(issued: Contents) -> None:
    action = replace(
        first(issued).actions[0],
        delivery=rating_fact(Rating.ON_TRACK),
        explanation="The framework was approved.",
    )
    now = with_workstream(issued, actions=(action, *first(issued).actions[1:]))
    [change] = changes_since(issued, now).items
    assert change == ChangeFact(
        "rating",
        GOVERNANCE,
        f"Must {action.ref}: delivery",
        "Overdue (>1 month)",
        "On Track",
        "The framework was approved.",
    )


def test_an_action_done_and_embedded_is_closed(issued: Contents) -> None:
    complete = rating_fact(Rating.COMPLETE)
    action = replace(first(issued).actions[1], delivery=complete, embedding=complete)
    others = (first(issued).actions[0], *first(issued).actions[2:])
    now = with_workstream(issued, actions=(action, *others))
    assert ("closed", f"Should {action.ref}", "Open", "Closed") in told(changes_since(issued, now))


def test_an_action_and_a_criterion_that_were_closed_are_told_when_they_are_open_again(
    issued: Contents,
) -> None:
    complete, overdue = rating_fact(Rating.COMPLETE), rating_fact(Rating.OVERDUE)
    action, *others = first(issued).actions
    criterion, *more = first(issued).criteria

    def standing(rating: RatingFact) -> Contents:
        rated = replace(action, delivery=rating, embedding=complete)
        met = replace(criterion, rating=rating)
        return with_workstream(issued, actions=(rated, *others), criteria=(met, *more))

    found = changes_since(standing(complete), standing(overdue)).of("reopened")
    assert [(one.place, one.before, one.now, one.why) for one in found] == [
        (f"Must {action.ref}", "Closed", "Open again", action.wording),
        (f"Criterion {criterion.number}", "Closed", "Open again", criterion.text),
    ]


def test_new_and_left_out_items_are_told_both_ways(issued: Contents) -> None:
    fewer = with_workstream(issued, actions=first(issued).actions[1:])
    name = f"Must {first(issued).actions[0].ref}"
    assert told(changes_since(fewer, issued)) == [("new", name, "–", "New")]
    assert told(changes_since(issued, fewer)) == [("closed", name, "Reported", "Left out")]


def test_dates_and_people_are_told(issued: Contents) -> None:
    programme = replace(issued.programme, exit_on="2024-12-31")
    lead = first(issued).leads[0]
    leads = (replace(lead, names=("Helen Young",)), *first(issued).leads[1:])
    now = with_workstream(replace(issued, programme=programme), leads=leads)
    assert told(changes_since(issued, now)) == [
        ("date", "Exit date", "2024-09-30", "2024-12-31"),
        ("people", lead.words, "Daryl Lutchmaya", "Helen Young"),
    ]


def test_a_milestone_that_slipped_is_told(issued: Contents) -> None:
    plan = first(issued).plan
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
    milestones = tuple(moved.get(one.quarter, one) for one in plan.milestones)
    now = with_workstream(issued, plan=replace(plan, milestones=milestones))
    place = f"Milestone “{slipped}”"
    assert told(changes_since(issued, now)) == [("date", place, "2023/24 Q3", "2023/24 Q4")]


def test_a_target_date_that_slipped_is_told(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    now = with_metric(issued, replace(metric, target_when="2024/25 Q4"))
    assert told(changes_since(issued, now)) == [
        ("date", "Metric 10: target date", metric.target_when, "2024/25 Q4")
    ]


def with_deadline(contents: Contents, day: str, reason: str = "") -> Contents:
    returned = replace(first(contents).returned, extended_to=day, extension_reason=reason)
    return with_workstream(contents, returned=returned)


def test_a_return_that_was_given_longer_is_a_date_that_moved(issued: Contents) -> None:
    now = with_deadline(issued, "2024-01-12", "The board meets later.")
    [change] = changes_since(issued, now).items
    due, reason = issued.month.due_on, "The board meets later."
    place = "Deadline of the return"
    assert change == ChangeFact("date", GOVERNANCE, place, due, "2024-01-12", reason)
    assert differences(issued, now).items == (change,)


def test_a_deadline_is_told_in_its_own_month_alone(issued: Contents) -> None:
    longer = with_deadline(issued, "2024-01-12", "The board meets later.")
    assert changes_since(longer, issued).items == ()
    assert differences(longer, longer).items == ()
    assert told(differences(longer, with_deadline(issued, "2024-01-15"))) == [
        ("date", "Deadline of the return", "2024-01-12", "2024-01-15")
    ]


def test_a_pack_from_before_reasons_were_kept_tells_none(issued: Contents) -> None:
    text = json.loads(to_json(with_deadline(issued, "2024-01-12")))
    for stream in text["workstreams"]:
        del stream["returned"]["extension_reason"]
    old = from_json(json.dumps(text))
    assert first(old).returned.extended_to == "2024-01-12"
    [change] = changes_since(issued, old).items
    assert change.why == ""


def test_the_open_month_tells_a_deadline_with_the_reason_that_was_given(
    january: Month, culture: HighlightReport, office: Person, noon: datetime
) -> None:
    day, reason = january.due_on + timedelta(days=10), "The figures come on the tenth."
    extend_deadline(report=culture, due_on=day, reason=reason, by=office, at=noon)
    [change] = contents_of(january).changes.items
    assert (change.kind, change.now, change.why) == ("date", day.isoformat(), reason)


def metric_of(contents: Contents, number: str) -> MetricFact:
    return next(one for one in first(contents).metrics if one.number == number)


def with_metric(contents: Contents, metric: MetricFact) -> Contents:
    metrics = first(contents).metrics
    changed = tuple(metric if one.id == metric.id else one for one in metrics)
    return with_workstream(contents, metrics=changed)


def with_cell(metric: MetricFact, quarter: str, printed: str, verdict: str = "") -> MetricFact:
    line = metric.lines[0]
    facts = {"printed": printed, "verdict": verdict} if verdict else {"printed": printed}
    cells = [replace(one, **facts) if one.quarter == quarter else one for one in line.cells]
    return replace(metric, lines=(replace(line, cells=tuple(cells)), *metric.lines[1:]))


def test_a_figure_of_a_quarter_that_is_over_is_restated(issued: Contents) -> None:
    metric = with_cell(metric_of(issued, "10"), "2023/24 Q1", "72%")
    now = with_metric(issued, metric)
    assert told(changes_since(issued, now)) == [("restated", "Metric 10, 2023/24 Q1", "71%", "72%")]


def test_a_figure_of_the_quarter_that_runs_is_not_restated_by_the_next_month(
    issued: Contents,
) -> None:
    now = with_metric(issued, with_cell(metric_of(issued, "10"), "2023/24 Q3", "98%"))
    assert changes_since(issued, now).items == ()
    assert told(differences(issued, now)) == [("restated", "Metric 10, 2023/24 Q3", "100%", "98%")]


def test_a_metric_that_no_longer_meets_its_aim_has_crossed_it(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    line = metric.lines[0]
    assert line.latest is not None
    latest = replace(line.latest, printed="90%", verdict="not_met", verdict_words="Not met")
    now = with_metric(issued, replace(metric, lines=(replace(line, latest=latest),)))
    [change] = changes_since(issued, now).of("crossed")
    assert change.place == "Metric 10"
    assert change.before == f"{line.latest.verdict_words} (100% in 2023/24 Q3)"
    assert change.now == "Not met (90% in 2023/24 Q3)"


@pytest.mark.parametrize(
    ("printed", "verdict", "told"),
    [
        ("90%", "not_met", ("Met (98% in 2023/24 Q2)", "Not met (90% in 2023/24 Q3)")),
        ("100%", "met", None),
        ("Awaited", "no_verdict", None),
    ],
)
def test_a_metric_that_crossed_while_its_figure_was_awaited_is_told(
    issued: Contents, printed: str, verdict: str, told: tuple[str, str] | None
) -> None:
    metric = with_cell(metric_of(issued, "10"), "2023/24 Q2", "98%", "met")
    before = with_metric(issued, with_latest(metric, "Awaited", "no_verdict"))
    now = with_metric(issued, with_latest(metric, printed, verdict))
    crossed = [(one.before, one.now) for one in changes_since(before, now).of("crossed")]
    assert crossed == ([told] if told else [])


def with_latest(metric: MetricFact, printed: str, verdict: str) -> MetricFact:
    """The metric with another figure in the quarter of its latest."""
    [line] = with_cell(metric, "2023/24 Q3", printed, verdict).lines
    assert line.latest is not None
    return with_line(
        metric, cells=line.cells, latest=replace(line.latest, printed=printed, verdict=verdict)
    )


def with_line(metric: MetricFact, **facts: Any) -> MetricFact:
    """The metric's only row of actuals with other facts."""
    [line] = metric.lines
    return replace(metric, lines=(replace(line, **facts),))


def no_longer_met(metric: MetricFact) -> LatestFact:
    latest = metric.lines[0].latest
    assert latest is not None
    return replace(latest, printed="90%", verdict="not_met", verdict_words="Not met")


def test_a_row_that_was_renamed_is_still_compared_with_itself(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    restated = with_cell(metric, "2023/24 Q1", "72%")
    renamed = with_line(restated, name="All staff", latest=no_longer_met(metric))
    changes = changes_since(issued, with_metric(issued, renamed))
    met = changes.items[0].before
    assert met.endswith("(100% in 2023/24 Q3)")
    assert told(changes) == [
        ("crossed", "Metric 10", met, "Not met (90% in 2023/24 Q3)"),
        ("restated", "Metric 10, 2023/24 Q1", "71%", "72%"),
    ]


def test_a_figure_entered_in_a_row_that_was_renamed_differs(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    blank = with_metric(issued, with_cell(metric, "2023/24 Q3", ""))
    renamed = with_metric(issued, with_line(metric, name="All staff"))
    assert told(differences(blank, renamed)) == [("figure", "Metric 10, 2023/24 Q3", "–", "100%")]


def test_a_row_that_takes_over_the_name_of_another_is_not_compared_with_it(
    issued: Contents,
) -> None:
    metric = metric_of(issued, "10")
    [line] = metric.lines
    assert line.id is not None
    another = with_line(with_cell(metric, "2023/24 Q1", "12%"), id=line.id + 1000).lines[0]
    now = with_metric(issued, replace(metric, lines=(replace(line, name="All staff"), another)))
    assert changes_since(issued, now).items == ()


def test_two_rows_that_swap_their_names_are_each_compared_with_themselves(
    issued: Contents,
) -> None:
    metric = metric_of(issued, "10")
    [line] = metric.lines
    assert line.id is not None
    other = with_line(with_cell(metric, "2023/24 Q1", "12%"), id=line.id + 1000, name="Others")
    before = replace(metric, lines=(line, *other.lines))
    swapped = (replace(line, name="Others"), replace(other.lines[0], name=line.name))
    now = with_metric(issued, replace(metric, lines=swapped))
    assert changes_since(with_metric(issued, before), now).items == ()


@pytest.mark.parametrize("numbered", ["before", "now", "neither"])
def test_rows_of_packs_from_before_they_were_numbered_go_by_name(
    issued: Contents, numbered: str
) -> None:
    metric = metric_of(issued, "10")
    restated = with_cell(metric, "2023/24 Q1", "72%")
    before = metric if numbered == "before" else with_line(metric, id=None)
    now = restated if numbered == "now" else with_line(restated, id=None)
    changes = changes_since(with_metric(issued, before), with_metric(issued, now))
    assert told(changes) == [("restated", "Metric 10, 2023/24 Q1", "71%", "72%")]


def test_a_report_as_it_stands_compares_a_renamed_row_with_itself(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    [line] = metric.lines
    assert line.id is not None
    new = replace(with_cell(metric, "2023/24 Q1", "12%").lines[0], id=line.id + 1000)
    new = replace(new, cells=tuple(replace(one, printed="") for one in new.cells))
    renamed = with_line(with_cell(metric, "2023/24 Q1", "72%"), name="All staff").lines[0]
    now = with_metric(issued, replace(metric, lines=(renamed, new)))
    where = f"Metric 10 {metric.name}, All staff, 2023/24 Q1"
    assert since(first(issued), first(now)).figures == (Moved(where, "71%", "72%", metric.remark),)


def test_an_aim_that_was_revised_is_told(issued: Contents) -> None:
    metric = metric_of(issued, "10")
    aims = tuple(
        replace(one, printed="98%") if one.quarter == "2024/25 Q1" else one for one in metric.aims
    )
    now = with_metric(issued, replace(metric, aims=aims))
    assert told(changes_since(issued, now)) == [
        ("aim", "Metric 10: aim of 2024/25 Q1", "100%", "98%")
    ]


def test_two_versions_differ_in_texts_and_the_first_month_after_does_not_tell_texts(
    issued: Contents,
) -> None:
    now = with_metric(issued, replace(metric_of(issued, "10"), remark="Everybody came."))
    assert changes_since(issued, now).items == ()
    changes = differences(issued, now)
    assert changes.earlier == "version 1"
    [change] = changes.items
    assert (change.kind, change.place, change.now) == (
        "text",
        "Metric 10: remark",
        "Everybody came.",
    )


def test_changes_are_told_in_the_order_of_their_kinds(issued: Contents) -> None:
    programme = replace(issued.programme, exit_on="")
    now = with_workstream(replace(issued, programme=programme), actions=(), leads=())
    kinds = [one.kind for one in differences(issued, now).items]
    assert kinds == sorted(kinds, key=list(KINDS).index)


def test_an_open_month_tells_what_changed_since_the_pack_before_it(january: Month) -> None:
    assert contents_of(january).changes.earlier == "December 2023"
