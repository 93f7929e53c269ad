"""What changed of metrics: aims and targets, figures restated, lines that crossed their aim."""

from __future__ import annotations

from improvement.values.periods import Quarter
from reporting.changes.kinds import NOTHING, Changes, arrivals, differs, item_name
from reporting.contents.facts import WorkstreamFact
from reporting.contents.metric_facts import CellFact, LatestFact, LineFact, MetricFact
from reporting.contents.pack_facts import ChangeFact
from scorecards.values.performance import Verdict

_VERDICTS: set[str] = {Verdict.MET, Verdict.NOT_MET}


def changes_of_metrics(before: WorkstreamFact, now: WorkstreamFact, current: str) -> Changes:
    """Yield what changed of a workstream's metrics.

    ``current`` is the quarter that runs, empty where none does. Its figures may still move, so a
    change of one is not a restatement.
    """
    earlier = {metric.id: metric for metric in before.metrics}
    endings = {retired.id: ("Retired", retired.reason) for retired in now.retired}
    yield from arrivals(now.name, earlier, {metric.id: metric for metric in now.metrics}, endings)
    for metric in now.metrics:
        old = earlier.get(metric.id)
        if old and old != metric:  # most metrics are the same, and comparing each cell is slow
            yield from _of_metric(now.name, old, metric, current)


def _of_metric(of: str, before: MetricFact, now: MetricFact, current: str) -> Changes:
    name = item_name(now)
    yield from differs("date", of, f"{name}: target date", before.target_when, now.target_when)
    yield from differs("aim", of, f"{name}: target", before.target, now.target)
    earlier = {cell.quarter: cell.printed for cell in before.aims}
    for cell in now.aims:
        aim = earlier.get(cell.quarter, cell.printed)
        yield from differs("aim", of, f"{name}: aim of {cell.quarter}", aim, cell.printed)
    for line in now.lines:
        if old := row_before(line, before):
            place = _line_name(now, line)
            yield from _crossed(of, place, old, line, now.remark)
            yield from _restated(of, place, old, line, current, now.remark)


def _line_name(metric: MetricFact, line: LineFact) -> str:
    return f"{item_name(metric)}, {line.name}" if len(metric.lines) > 1 else item_name(metric)


def _crossed(of: str, place: str, before: LineFact, now: LineFact, why: str) -> Changes:
    """Yield a line whose latest figure met its aim and no longer does, or the other way round.

    An awaited figure has no verdict: the last figure with a verdict is compared. A sum to date is
    compared with nothing.
    """
    judged = [
        cell for cell in before.cells if not cell.is_sum_to_date and cell.verdict in _VERDICTS
    ]
    if not judged or now.latest is None or now.latest.is_sum_to_date:
        return
    if {judged[-1].verdict, now.latest.verdict} == _VERDICTS:
        yield ChangeFact(
            "crossed", of, place, _verdict_of(judged[-1]), _verdict_of(now.latest), why
        )


def _verdict_of(figure: CellFact | LatestFact) -> str:
    return f"{Verdict(figure.verdict).words} ({figure.printed} in {figure.quarter})"


def _restated(
    of: str, place: str, before: LineFact, now: LineFact, current: str, remark: str
) -> Changes:
    """Yield the figures of quarters that were over which are now printed differently.

    A figure to date is not restated: the figure for the whole quarter takes its place. Between two
    versions of one month no quarter runs, and a changed figure to date counts as restated too.
    """
    earlier = {cell.quarter: cell for cell in before.cells if cell.printed}
    for cell in now.cells:
        old = earlier.get(cell.quarter, cell)
        if old.printed != cell.printed and _is_final(old, current):
            where = f"{place}, {cell.quarter}"
            why = cell.note or remark
            yield ChangeFact("restated", of, where, old.printed, cell.printed or NOTHING, why)


def _is_final(figure: CellFact, current: str) -> bool:
    """Return whether a figure was final. Between two versions of one month every figure was."""
    if not current:
        return True
    return not figure.is_to_date and Quarter.parse(figure.quarter) < Quarter.parse(current)


def figures_entered(before: WorkstreamFact, now: WorkstreamFact) -> Changes:
    """Yield figures entered where there was none, for two versions of one month."""
    earlier = {metric.id: metric for metric in before.metrics}
    for metric in now.metrics:
        old_metric = earlier.get(metric.id)
        for line in metric.lines:
            old = row_before(line, old_metric) if old_metric else None
            blank = {cell.quarter for cell in old.cells if not cell.printed} if old else set()
            for cell in line.cells:
                if cell.quarter in blank and cell.printed:
                    place, why = f"{_line_name(metric, line)}, {cell.quarter}", metric.remark
                    yield ChangeFact("figure", now.name, place, NOTHING, cell.printed, why)


def row_before(line: LineFact, before: MetricFact) -> LineFact | None:
    """Return the same row in the metric as it was, whatever the row was called then."""
    return next((old for old in before.lines if _is_same(old, line)), None)


def _is_same(old: LineFact, line: LineFact) -> bool:
    """Return whether two rows are the same. Rows of early packs have no id, only a name."""
    if old.id is None or line.id is None:
        return old.name == line.name
    return old.id == line.id
