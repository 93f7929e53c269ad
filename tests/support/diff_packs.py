"""Contents with one thing otherwise, and what changed told in short."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reporting.contents.facts import Contents, WorkstreamFact
from reporting.contents.metric_facts import LatestFact, MetricFact
from reporting.contents.pack_facts import ChangesFact

GOVERNANCE = "Governance & Well Led"


def with_workstream(contents: Contents, **facts: Any) -> Contents:
    """The first workstream, Governance, with other facts."""
    first, *others = contents.workstreams
    return replace(contents, workstreams=(replace(first, **facts), *others))


def first(contents: Contents) -> WorkstreamFact:
    return contents.workstreams[0]


def told(changes: ChangesFact) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.place, one.before, one.now) for one in changes.items]


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


def with_line(metric: MetricFact, **facts: Any) -> MetricFact:
    """The metric's only row of actuals with other facts."""
    [line] = metric.lines
    return replace(metric, lines=(replace(line, **facts),))


def no_longer_met(metric: MetricFact) -> LatestFact:
    latest = metric.lines[0].latest
    assert latest is not None
    return replace(latest, printed="90%", verdict="not_met", verdict_words="Not met")


def with_latest(metric: MetricFact, printed: str, verdict: str) -> MetricFact:
    """The metric with another figure in the quarter of its latest."""
    [line] = with_cell(metric, "2023/24 Q3", printed, verdict).lines
    assert line.latest is not None
    return with_line(
        metric, cells=line.cells, latest=replace(line.latest, printed=printed, verdict=verdict)
    )
