"""What changed of metrics: figures restated, aims crossed and revised, rows known again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.changes.compare import changes_since, differences
from reporting.contents.facts import Contents
from reporting.report.changes_since import changes_since_issued
from tests.support.diff_packs import (
    first,
    metric_of,
    no_longer_met,
    told,
    with_cell,
    with_latest,
    with_line,
    with_metric,
)


def test_a_figure_of_a_quarter_that_is_over_is_restated(contents: Contents) -> None:
    metric = with_cell(metric_of(contents, "10"), "2023/24 Q1", "72%")
    now = with_metric(contents, metric)
    assert told(changes_since(contents, now)) == [
        ("restated", "Metric 10, 2023/24 Q1", "71%", "72%")
    ]


def test_a_figure_of_the_quarter_that_runs_is_not_restated_by_the_next_month(
    contents: Contents,
) -> None:
    now = with_metric(contents, with_cell(metric_of(contents, "10"), "2023/24 Q3", "98%"))
    assert changes_since(contents, now).items == ()
    assert told(differences(contents, now)) == [
        ("restated", "Metric 10, 2023/24 Q3", "100%", "98%")
    ]


def test_a_metric_that_no_longer_meets_its_aim_has_crossed_it(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    line = metric.lines[0]
    assert line.latest is not None
    latest = replace(line.latest, printed="90%", verdict="not_met", verdict_words="Not met")
    now = with_metric(contents, replace(metric, lines=(replace(line, latest=latest),)))
    [change] = changes_since(contents, now).of("crossed")
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
    contents: Contents, printed: str, verdict: str, told: tuple[str, str] | None
) -> None:
    metric = with_cell(metric_of(contents, "10"), "2023/24 Q2", "98%", "met")
    before = with_metric(contents, with_latest(metric, "Awaited", "no_verdict"))
    now = with_metric(contents, with_latest(metric, printed, verdict))
    crossed = [(one.before, one.now) for one in changes_since(before, now).of("crossed")]
    assert crossed == ([told] if told else [])


def test_a_row_that_was_renamed_is_still_compared_with_itself(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    restated = with_cell(metric, "2023/24 Q1", "72%")
    renamed = with_line(restated, name="All staff", latest=no_longer_met(metric))
    changes = changes_since(contents, with_metric(contents, renamed))
    met = changes.items[0].before
    assert met.endswith("(100% in 2023/24 Q3)")
    assert told(changes) == [
        ("crossed", "Metric 10", met, "Not met (90% in 2023/24 Q3)"),
        ("restated", "Metric 10, 2023/24 Q1", "71%", "72%"),
    ]


def test_a_figure_entered_in_a_row_that_was_renamed_differs(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    blank = with_metric(contents, with_cell(metric, "2023/24 Q3", ""))
    renamed = with_metric(contents, with_line(metric, name="All staff"))
    assert told(differences(blank, renamed)) == [("figure", "Metric 10, 2023/24 Q3", "–", "100%")]


def test_a_row_that_takes_over_the_name_of_another_is_not_compared_with_it(
    contents: Contents,
) -> None:
    metric = metric_of(contents, "10")
    [line] = metric.lines
    assert line.id is not None
    another = with_line(with_cell(metric, "2023/24 Q1", "12%"), id=line.id + 1000).lines[0]
    now = with_metric(contents, replace(metric, lines=(replace(line, name="All staff"), another)))
    assert changes_since(contents, now).items == ()


def test_two_rows_that_swap_their_names_are_each_compared_with_themselves(
    contents: Contents,
) -> None:
    metric = metric_of(contents, "10")
    [line] = metric.lines
    assert line.id is not None
    other = with_line(with_cell(metric, "2023/24 Q1", "12%"), id=line.id + 1000, name="Others")
    before = replace(metric, lines=(line, *other.lines))
    swapped = (replace(line, name="Others"), replace(other.lines[0], name=line.name))
    now = with_metric(contents, replace(metric, lines=swapped))
    assert changes_since(with_metric(contents, before), now).items == ()


@pytest.mark.parametrize("numbered", ["before", "now", "neither"])
def test_rows_of_packs_from_before_they_were_numbered_go_by_name(
    contents: Contents, numbered: str
) -> None:
    metric = metric_of(contents, "10")
    restated = with_cell(metric, "2023/24 Q1", "72%")
    before = metric if numbered == "before" else with_line(metric, id=None)
    now = restated if numbered == "now" else with_line(restated, id=None)
    changes = changes_since(with_metric(contents, before), with_metric(contents, now))
    assert told(changes) == [("restated", "Metric 10, 2023/24 Q1", "71%", "72%")]


def test_a_report_as_it_stands_compares_a_renamed_row_with_itself(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    [line] = metric.lines
    assert line.id is not None
    new = replace(with_cell(metric, "2023/24 Q1", "12%").lines[0], id=line.id + 1000)
    new = replace(new, cells=tuple(replace(cell, printed="") for cell in new.cells))
    renamed = with_line(with_cell(metric, "2023/24 Q1", "72%"), name="All staff").lines[0]
    now = with_metric(contents, replace(metric, lines=(renamed, new)))
    where = f"Metric 10 {metric.name}, All staff, 2023/24 Q1"
    [change] = changes_since_issued(first(contents), first(now)).figures
    assert (change.place, change.before, change.now) == (where, "71%", "72%")
    assert change.why == metric.remark


def test_an_aim_that_was_revised_is_told(contents: Contents) -> None:
    metric = metric_of(contents, "10")
    aims = tuple(
        replace(aim, printed="98%") if aim.quarter == "2024/25 Q1" else aim for aim in metric.aims
    )
    now = with_metric(contents, replace(metric, aims=aims))
    assert told(changes_since(contents, now)) == [
        ("aim", "Metric 10: aim of 2024/25 Q1", "100%", "98%")
    ]
