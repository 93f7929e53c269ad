"""What a programme file says of figures, planned against those that stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from improvement.models import HighlightReport, Month, Programme
from improvement.programme_file.action_rows import PlannedWorkstream
from improvement.programme_file.month_rows import why_not_filled
from improvement.programme_file.places import Place
from improvement.programme_file.plan import Planner
from improvement.values.periods import CalendarMonth, Quarter
from scorecards.entry.record import is_final
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark, Scale
from scorecards.programme_file.shapes import (
    METRIC_KEYS,
    LineFacts,
    MetricFacts,
    ReportWithRemarks,
    ScaleFacts,
)


def plan_scale(planner: Planner, programme: Programme, facts: ScaleFacts) -> Scale:
    place = Place().item("scales", facts.slug, f"scale {facts.name}")
    keys = {"programme": programme, "slug": facts.slug}
    return planner.put(Scale, keys, place, name=facts.name, points=facts.as_points)


def plan_metrics(
    planner: Planner,
    workstream: PlannedWorkstream,
    facts: list[MetricFacts],
    scales: Mapping[str, Scale],
    reported: Month | None,
) -> dict[str, Metric]:
    """Plan metrics with their aims and figures, and return them by number.

    ``reported`` is the latest month that stands.
    """
    numbers = [of_file.number for of_file in facts]
    metrics = {}
    for of_file in facts:
        number = of_file.number
        place = workstream.place.item("metrics", number, f"metric {number}")
        keys = {"workstream": workstream.row, "number": number}
        metric = planner.put(
            Metric,
            keys,
            place,
            among=numbers,
            together=(("kind", "scale"),),
            **_says(of_file, scales),
        )
        _plan_aims(planner, metric, of_file, place, reported)
        names = [line.name for line in of_file.lines]
        for line in of_file.lines:
            _plan_line(planner, metric, line, names, place, reported)
        metrics[number] = metric
    return metrics


def _says(facts: MetricFacts, scales: Mapping[str, Scale]) -> dict[str, Any]:
    retired = CalendarMonth.parse(facts.retired_from).starts_on if facts.retired_from else None
    return {
        "name": facts.name,
        "kind": facts.kind.value,
        "scale": scales[facts.scale] if facts.scale else None,
        "unit": facts.unit,
        "direction": facts.direction.value,
        "roll_up": facts.roll_up.value,
        "baseline": facts.baseline.value,
        "baseline_when": facts.baseline.when,
        "target": facts.target.value,
        "target_when": facts.target.when,
        "retired_from": retired,
        "retired_because": facts.retired_because,
        **{name: getattr(facts, name) for name in METRIC_KEYS},
    }


def _plan_aims(
    planner: Planner, metric: Metric, facts: MetricFacts, place: Place, reported: Month | None
) -> None:
    for quarter, printed in facts.aims.items():
        here = place.item("aims", quarter, f"aim of {quarter}")
        keys = {"metric": metric, "quarter": quarter}
        aim = planner.standing.find(Aim, keys)
        if aim is None:
            planner.add(Aim(**keys), keys, here, printed=printed)
        else:
            with planner.leaving(_why_settled(aim, reported)):
                planner.compare(aim, here, printed=printed)


def _why_settled(aim: Aim, reported: Month | None) -> str:
    """Return why an aim stays as it is: its quarter is over, and was reported in a pack."""
    is_over = reported and Quarter.parse(aim.quarter) < reported.quarter
    if not (is_over and aim.printed):
        return ""
    return f"{aim.quarter} is over: its figure stays judged by the aim it had."


def _plan_line(
    planner: Planner,
    metric: Metric,
    facts: LineFacts,
    names: list[str],
    place: Place,
    reported: Month | None,
) -> None:
    here = place.item("lines", facts.name, facts.name)
    keys = {"metric": metric, "name": facts.name}
    line = planner.put(ActualLine, keys, here, among=names)
    for quarter, printed in facts.values.items():
        of_quarter = here.item("values", quarter, f"figure of {quarter}")
        says: dict[str, Any] = {"printed": printed, "as_at": facts.as_at.get(quarter)}
        of_line = {"line": line, "quarter": quarter}
        actual = planner.standing.find(Actual, of_line)
        if actual is None:
            planner.add(Actual(**of_line), of_line, of_quarter, **says)
        else:
            also = _restated(planner, actual, printed, reported)
            planner.compare(actual, of_quarter, also=also, **says)


def _restated(
    planner: Planner, actual: Actual, printed: str, reported: Month | None
) -> dict[str, Any]:
    """Return what is kept of a final figure beside the one that replaces it."""
    if reported is None or actual.printed == printed:
        return {}
    if not is_final(actual, HighlightReport(month=reported)):
        return {}
    return {
        "restated_from": actual.printed,
        "restatement_reason": planner.why,
        "restated_at": planner.at,
        "restated_by": planner.by,
    }


def plan_remarks(
    planner: Planner,
    report: HighlightReport,
    facts: ReportWithRemarks,
    metrics: Mapping[str, Metric],
    place: Place,
) -> None:
    with planner.leaving(why_not_filled(report)):
        for remark in facts.remarks:
            if report.month.pk is None or remark.text:
                keys = {"report": report, "metric": metrics[remark.metric]}
                here = place.item("remarks", remark.metric, f"remark on metric {remark.metric}")
                planner.put(Remark, keys, here, text=remark.text)
