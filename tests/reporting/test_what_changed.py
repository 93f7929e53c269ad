"""What changed since the month before, and what differs between two versions of a pack."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from improvement.models import Month
from improvement.ratings import Rating
from reporting.assembly import assemble, rating_fact
from reporting.contents import Contents, MetricFact, WorkstreamFact
from reporting.freezing import contents_of
from reporting.issue_facts import ChangeFact, ChangesFact
from reporting.what_changed import KINDS, changes_since, differences

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


def metric_of(contents: Contents, number: str) -> MetricFact:
    return next(one for one in first(contents).metrics if one.number == number)


def with_metric(contents: Contents, metric: MetricFact) -> Contents:
    metrics = first(contents).metrics
    changed = tuple(metric if one.id == metric.id else one for one in metrics)
    return with_workstream(contents, metrics=changed)


def with_cell(metric: MetricFact, quarter: str, printed: str) -> MetricFact:
    line = metric.lines[0]
    cells = [replace(one, printed=printed) if one.quarter == quarter else one for one in line.cells]
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
    latest = replace(line.latest, printed="90%", verdict="not_met", verdict_words="Aim not met")
    now = with_metric(issued, replace(metric, lines=(replace(line, latest=latest),)))
    [change] = changes_since(issued, now).of("crossed")
    assert change.place == "Metric 10"
    assert change.before == f"{line.latest.verdict_words} (100% in 2023/24 Q3)"
    assert change.now == "Aim not met (90% in 2023/24 Q3)"


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
