"""Measuring: a workstream's scorecard as facts, each actual judged against its quarter's aim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from improvement.values.periods import Quarter
from reporting.contents.columns import NONE, StoredMetric, actuals_in, aims_in
from reporting.contents.metric_facts import (
    CellFact,
    LatestFact,
    LineFact,
    MetricFact,
    Revision,
    first_equal,
)
from reporting.contents.queries import FigureRows, gather_figures
from scorecards.models import Metric, StoredFigure, TrajectoryRevision
from scorecards.values.cells import State, Value, position
from scorecards.values.performance import Performance, Verdict

# How a programme file notes that a day is from a table's heading: nothing that a reader is told.
FROM_HEADING = "(column heading)"


def metric_facts(
    rows: FigureRows, workstream_id: int, quarters: list[Quarter], until: date
) -> tuple[MetricFact, ...]:
    """Return the metrics of a workstream, in order, with a cell for every quarter.

    ``until`` is the last day of the month that is told of: it says which quarters are over.
    """
    slugs = tuple(quarter.slug for quarter in quarters)
    return tuple(
        _metric_fact(rows, metric, slugs, until) for metric in rows.metrics.get(workstream_id, ())
    )


def gather_metric(metric: Metric, *, on: date) -> MetricFact:
    """Return one metric with its latest remark and a cell for every quarter of its programme.

    ``on`` says which quarters are over. Four queries, for a metric that came with its scale,
    workstream and programme.
    """
    rows = gather_figures(metric)
    slugs = tuple(quarter.slug for quarter in metric.workstream.programme.quarters)
    [stored] = rows.metrics[metric.workstream_id]
    return _metric_fact(rows, stored, slugs, on)


def gather_revisions(metric: Metric, *, until: datetime | None = None) -> tuple[Revision, ...]:
    """Return the earlier trajectories of a metric, oldest first. One query.

    Those that were revised after a moment ``until`` are left out.
    """
    revisions = metric.revisions.all()
    if until:
        revisions = revisions.filter(revised_at__lte=until)
    return tuple(_revision(metric, revision) for revision in revisions)


def _revision(metric: Metric, revision: TrajectoryRevision) -> Revision:
    aims = revision.aims_before
    cells = (
        _cell(metric, quarter.slug, metric.read(aims.get(quarter.slug, "")))
        for quarter in metric.workstream.programme.quarters
    )
    until = f"{revision.agreed_on.day} {revision.agreed_on:%B %Y}"
    return Revision(f"Until {until}", tuple(cells), told=f"{revision.words}.")


def _metric_fact(
    rows: FigureRows, stored: StoredMetric, quarters: tuple[str, ...], until: date
) -> MetricFact:
    remark = rows.remarks.get(stored.pk)
    actuals = tuple(rows.actuals.get(line, NONE) for line, _ in stored.lines)
    aims = rows.aims.get(stored.pk, NONE)
    return _made(stored, quarters, until, aims, actuals, remark.text if remark else "")


@lru_cache(maxsize=1024)
def _made(
    stored: StoredMetric,
    quarters: tuple[str, ...],
    until: date,
    aims: str,
    actuals: tuple[str, ...],
    said: str,
) -> MetricFact:
    """Make a metric's fact. Every page of a month asks for all of them, and few have changed."""
    metric, scale, printed = stored.as_row(), stored.scale, aims_in(aims)
    planned = {quarter: metric.read(printed.get(quarter, "")) for quarter in quarters}
    fact = MetricFact(
        id=metric.pk,
        number=metric.number,
        name=metric.name,
        unit=metric.unit,
        kind=metric.kind,
        direction=metric.direction,
        scale=scale.name if scale else "",
        baseline=metric.baseline,
        baseline_when=_day_of_end(metric.baseline_when),
        target=metric.target,
        target_when=_day_of_end(metric.target_when),
        aims=tuple(_cell(metric, quarter, aim) for quarter, aim in planned.items()),
        lines=tuple(
            _line_fact(metric, line, actuals_in(text), planned, until)
            for line, text in zip(stored.lines, actuals, strict=True)
        ),
        remark=said,
        lowest=metric.lowest,
        highest=metric.highest,
        short_name=metric.short_name,
        adds_up=metric.adds_up,
    )
    return first_equal(fact)


def _day_of_end(text: str) -> str:
    """Say when a baseline or a target is of, without a note of where the file had it from."""
    return " ".join(text.replace(FROM_HEADING, "").split()) if FROM_HEADING in text else text


def _line_fact(
    metric: Metric,
    line: tuple[int, str],
    actuals: dict[str, StoredFigure],
    aims: dict[str, Value],
    until: date,
) -> LineFact:
    number, name = line
    judged = [
        _judged_cell(metric, quarter, aim, actuals.get(quarter)) for quarter, aim in aims.items()
    ]
    cells = tuple(cell for cell, _ in judged)
    return LineFact(name=name, cells=cells, latest=_latest(judged, aims, until), id=number)


def _judged_cell(
    metric: Metric, quarter: str, aim: Value, stored: StoredFigure | None
) -> tuple[CellFact, Performance]:
    """Judge a cell against its aim; a sum to date against its part of it."""
    value = metric.read(stored.printed if stored else "")
    to_date = stored.as_at if stored and stored.is_provisional else None
    performance = metric.judge(value, aim, to_date=to_date)
    cell = _cell(metric, quarter, value, performance)
    if stored is None:
        return cell, performance
    is_figure = value.state in (State.VALUE, State.UNREADABLE)
    told = replace(
        cell,
        note=stored.note_beside_its_day,
        gap=metric.gap_in_words(value, aim, to_date=to_date),
        as_at=stored.as_at.isoformat() if stored.as_at and is_figure else "",
        is_sum_to_date=bool(to_date and is_figure and metric.adds_up),
        kept=bool(stored.kept_as_printed),
    )
    return told, performance


def _latest(
    judged: list[tuple[CellFact, Performance]], aims: dict[str, Value], until: date
) -> LatestFact | None:
    entered = [one for one in judged if _is_entered(one[0], until)]
    if not entered:
        return None
    last, performance = entered[-1]
    short_by = performance.short_by
    return LatestFact(
        quarter=last.quarter,
        printed=last.printed,
        aim=aims[last.quarter].printed,
        verdict=last.verdict,
        verdict_words=Verdict(last.verdict).words,
        reason=last.reason,
        gap=last.gap,
        short_by="" if short_by is None else f"{short_by:.4f}",
        as_at=last.as_at,
        is_sum_to_date=last.is_sum_to_date,
    )


def _is_entered(cell: CellFact, until: date) -> bool:
    """Say whether a cell counts on a day: N/A and TBC are printed long before their quarter."""
    quarter = Quarter.parse(cell.quarter)
    if quarter.starts_on > until:
        return cell.state == State.VALUE.value
    if quarter.ends_on > until and cell.state == State.NOT_APPLICABLE.value:
        return False  # a quarter that runs hides no figure of the one before by having none
    return cell.state != State.BLANK.value


def _cell(
    metric: Metric, quarter: str, value: Value, performance: Performance | None = None
) -> CellFact:
    """Return a cell as printed. Its position lets it be drawn beside the other cells."""
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
