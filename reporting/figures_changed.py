"""What changed of metrics: aims and targets, figures restated, lines that crossed their aim."""

from __future__ import annotations

from functools import lru_cache

from improvement.periods import Quarter
from reporting.change_kinds import NOTHING, Changes, arrivals, differs, named
from reporting.contents import WorkstreamFact
from reporting.figure_facts import CellFact, LatestFact, LineFact, MetricFact
from reporting.issue_facts import ChangeFact
from reporting.same_row import row_before
from scorecards.performance import Verdict

_VERDICTS: set[str] = {Verdict.MET, Verdict.NOT_MET}


def changes_of_metrics(was: WorkstreamFact, now: WorkstreamFact, current: str) -> Changes:
    """Tell what changed of a workstream's metrics. ``current`` is the quarter that runs.

    Its figures may still move, so that they are not restated; empty where none runs.
    """
    earlier = {one.id: one for one in was.metrics}
    reasons = {one.id: one.reason for one in now.retired}
    yield from arrivals(now.name, earlier, {one.id: one for one in now.metrics}, reasons)
    for metric in now.metrics:
        if old := earlier.get(metric.id):
            yield from _of_metric(now.name, old, metric, current)


@lru_cache(maxsize=1024)
def _of_metric(of: str, was: MetricFact, now: MetricFact, current: str) -> tuple[ChangeFact, ...]:
    """Compare two months of a metric. A dashboard compares the same two until one is changed."""
    name = named(now)
    return (
        *differs("date", of, f"{name}: target date", was.target_when, now.target_when),
        *differs("aim", of, f"{name}: target", was.target, now.target),
        *_aims(of, was, now),
        *_lines(of, was, now, current),
    )


def _aims(of: str, was: MetricFact, now: MetricFact) -> Changes:
    earlier = {cell.quarter: cell.printed for cell in was.aims}
    for cell in now.aims:
        if cell.quarter in earlier:
            place = f"{named(now)}: aim of {cell.quarter}"
            yield from differs("aim", of, place, earlier[cell.quarter], cell.printed)


def _lines(of: str, was: MetricFact, now: MetricFact, current: str) -> Changes:
    for line in now.lines:
        if old := row_before(line, was):
            place = _line_named(now, line)
            yield from _crossed(of, place, old, line, now.remark)
            yield from _restated(of, place, old, line, current)


def _line_named(metric: MetricFact, line: LineFact) -> str:
    return f"{named(metric)}, {line.name}" if len(metric.lines) > 1 else named(metric)


def _crossed(of: str, place: str, was: LineFact, now: LineFact, why: str) -> Changes:
    """A line whose latest figure met its aim and no longer does, or the other way round.

    A figure that was awaited has no verdict: the last one that had is what is compared with.
    """
    judged = [cell for cell in was.cells if cell.verdict in _VERDICTS]
    if not judged or now.latest is None:
        return
    if {judged[-1].verdict, now.latest.verdict} == _VERDICTS:
        yield ChangeFact("crossed", of, place, _judged_as(judged[-1]), _judged_as(now.latest), why)


def _judged_as(figure: CellFact | LatestFact) -> str:
    return f"{Verdict(figure.verdict).words} ({figure.printed} in {figure.quarter})"


def _restated(of: str, place: str, was: LineFact, now: LineFact, current: str) -> Changes:
    """A figure of a quarter that was over, printed otherwise than it was before."""
    earlier = {cell.quarter: cell for cell in was.cells}
    for cell in now.cells:
        old = earlier.get(cell.quarter)
        if old and old.printed and old.printed != cell.printed and _is_over(cell.quarter, current):
            where = f"{place}, {cell.quarter}"
            yield ChangeFact("restated", of, where, old.printed, cell.printed or NOTHING, cell.note)


def _is_over(quarter: str, current: str) -> bool:
    return not current or Quarter.parse(quarter) < Quarter.parse(current)


def figures_entered(was: WorkstreamFact, now: WorkstreamFact, current: str) -> Changes:
    """Figures entered where there was none, which only two versions of one month can differ by."""
    earlier = {one.id: one for one in was.metrics}
    for metric in now.metrics:
        before = earlier.get(metric.id)
        for line in metric.lines:
            old = row_before(line, before) if before else None
            blank = {cell.quarter for cell in old.cells if not cell.printed} if old else set()
            for cell in line.cells:
                if cell.quarter in blank and cell.printed:
                    place = f"{_line_named(metric, line)}, {cell.quarter}"
                    yield ChangeFact("figure", now.name, place, NOTHING, cell.printed)
