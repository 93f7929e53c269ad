"""Measuring: a workstream's scorecard as facts, each actual judged against its quarter's aim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from improvement.periods import Quarter
from reporting.contents import CellFact, LatestFact, LineFact, MetricFact
from reporting.figures import Revision
from reporting.gathering import FigureRows, gather_figures
from scorecards.models import Actual, ActualLine, Aim, Metric, TrajectoryRevision
from scorecards.performance import Performance, Verdict
from scorecards.values import State, Value, position


def metric_facts(
    rows: FigureRows, workstream_id: int, quarters: list[Quarter]
) -> tuple[MetricFact, ...]:
    """Give the metrics of a workstream, in order, with a cell for every quarter."""
    by_metric = groupby(rows.lines.get(workstream_id, []), key=lambda line: line.metric)
    return tuple(_metric_fact(rows, metric, list(lines), quarters) for metric, lines in by_metric)


def gather_metric(metric: Metric) -> MetricFact:
    """Give one metric with its latest remark and a cell for every quarter of its programme.

    Four queries, for a metric that came with its scale, workstream and programme.
    """
    rows = gather_figures(metric)
    quarters = metric.workstream.programme.quarters
    return _metric_fact(rows, metric, rows.lines[metric.workstream_id], quarters)


def gather_revisions(metric: Metric) -> tuple[Revision, ...]:
    """Give the earlier trajectories of a metric, oldest first. One query."""
    return tuple(_revision(metric, revision) for revision in metric.revisions.all())


def _revision(metric: Metric, revision: TrajectoryRevision) -> Revision:
    aims = revision.aims_before
    cells = (
        _cell(metric, quarter.slug, metric.read(aims.get(quarter.slug, "")))
        for quarter in metric.workstream.programme.quarters
    )
    until = f"{revision.agreed_on.day} {revision.agreed_on:%B %Y}"
    return Revision(f"Until {until}", tuple(cells), told=f"{revision.words}.")


def _metric_fact(
    rows: FigureRows, metric: Metric, lines: list[ActualLine], quarters: list[Quarter]
) -> MetricFact:
    scale = metric.reading_scale
    aims = _read(metric, rows.aims.get(metric.pk, {}), quarters)
    remark = rows.remarks.get(metric.pk)
    return MetricFact(
        id=metric.pk,
        number=metric.number,
        name=metric.name,
        unit=metric.unit,
        kind=metric.kind,
        direction=metric.direction,
        scale=scale.name if scale else "",
        baseline=metric.baseline,
        baseline_when=metric.baseline_when,
        target=metric.target,
        target_when=metric.target_when,
        aims=tuple(_cell(metric, quarter, aim) for quarter, aim in aims.items()),
        lines=tuple(_line_fact(rows, line, aims) for line in lines),
        remark=remark.text if remark else "",
    )


def _read(
    metric: Metric, entered: Mapping[str, Aim | Actual], quarters: list[Quarter]
) -> dict[str, Value]:
    printed = {slug: row.printed for slug, row in entered.items()}
    return {quarter.slug: metric.read(printed.get(quarter.slug, "")) for quarter in quarters}


def _line_fact(rows: FigureRows, line: ActualLine, aims: dict[str, Value]) -> LineFact:
    metric = line.metric
    quarters = [Quarter.parse(quarter) for quarter in aims]
    stored = rows.actuals.get(line.pk, {})
    actuals = _read(metric, stored, quarters)
    cells = [
        _judged_cell(metric, quarter, actual, aims[quarter], stored.get(quarter))
        for quarter, actual in actuals.items()
    ]
    return LineFact(name=line.name, cells=tuple(cells), latest=_latest(cells, aims))


def _judged_cell(
    metric: Metric, quarter: str, value: Value, aim: Value, stored: Actual | None
) -> CellFact:
    """Judge a cell against its aim; a sum to date against its part of it."""
    to_date = stored.as_at if stored and stored.is_provisional else None
    cell = _cell(metric, quarter, value, metric.judge(value, aim, to_date=to_date))
    gap = metric.gap_in_words(value, aim, to_date=to_date)
    return replace(cell, note=stored.note if stored else "", gap=gap)


def _latest(cells: list[CellFact], aims: dict[str, Value]) -> LatestFact | None:
    entered = [cell for cell in cells if cell.state != State.BLANK.value]
    if not entered:
        return None
    last = entered[-1]
    return LatestFact(
        quarter=last.quarter,
        printed=last.printed,
        aim=aims[last.quarter].printed,
        verdict=last.verdict,
        verdict_words=Verdict(last.verdict).words,
        reason=last.reason,
        gap=last.gap,
    )


def _cell(
    metric: Metric, quarter: str, value: Value, performance: Performance | None = None
) -> CellFact:
    """Give a cell as printed. Its position lets it be drawn beside the other cells."""
    place = position(value, scale=metric.reading_scale)
    return CellFact(
        quarter=quarter,
        printed=value.printed,
        state=value.state.value,
        position=None if place is None else str(place),
        verdict=performance.verdict.value if performance else "",
        reason=performance.reason if performance else "",
        expected=value.expected,
    )
