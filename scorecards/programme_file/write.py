"""Writing a programme as a file of version 2: how it is set up, and its latest month.

A load of what is written finds nothing to change. What is history, such as earlier months, readings
by month and what was said on the way, is not in it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import Prefetch

from improvement.models import HighlightReport, Month, Programme, Workstream
from improvement.programme_file import write_words as words
from improvement.programme_file.people import people_by_slug
from improvement.programme_file.write_words import Json, day, filled
from improvement.values.periods import CalendarMonth, Quarter
from scorecards.models import Actual, ActualLine, Metric, Remark, Scale
from scorecards.programme_file.shapes import METRIC_KEYS

VERSION = 2


def programme_file(programme: Programme, *, on: date) -> str:
    """Return the programme as a file, with the appointments in force on a day and those to come."""
    people = people_by_slug(programme)
    slugs = {person.pk: slug for slug, person in people.items()}
    month = programme.months.first()
    reports = _reports(month)
    file = {
        "format": "improvement-programme",
        "version": VERSION,
        "programme": words.programme_facts(programme, slugs, on),
        "quarters": [quarter.slug for quarter in programme.quarters],
        "people": [words.person_facts(slug, people[slug]) for slug in sorted(people)],
        "scales": [
            {"slug": scale.slug, "name": scale.name, "points": scale.points}
            for scale in Scale.objects.filter(programme=programme)
        ],
        **filled({"sources": [words.source_facts(row) for row in programme.sources.all()]}),
        "workstreams": [
            {
                **words.workstream_facts(workstream, slugs, on),
                "metrics": _metrics(workstream, programme),
                "plan": words.plan_facts(reports.get(workstream.pk)),
            }
            for workstream in words.merged_rows_last(programme.workstreams.all())
        ],
        "months": [_month(month, reports)] if month else [],
    }
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def _reports(month: Month | None) -> dict[int, HighlightReport]:
    reports = month.reports.select_related("workstream") if month else ()
    return {report.workstream_id: report for report in reports}


def _month(month: Month, reports: dict[int, HighlightReport]) -> Json:
    return {
        "month": month.slug,
        "overview": words.overview_facts(month),
        "reports": [
            {**words.report_facts(report), "remarks": _remarks(report)}
            for report in reports.values()
        ],
    }


def _remarks(report: HighlightReport) -> list[Json]:
    remarks = Remark.objects.filter(report=report).exclude(text="").select_related("metric")
    return [{"metric": remark.metric.number, "text": remark.text} for remark in remarks]


def _metrics(workstream: Workstream, programme: Programme) -> list[Json]:
    quarters = {quarter.slug for quarter in programme.quarters}
    actuals = Prefetch("lines", ActualLine.objects.prefetch_related("actuals"))
    metrics = workstream.metrics.select_related("scale").prefetch_related("aims", actuals)
    return [_metric(metric, quarters) for metric in metrics]


def _metric(metric: Metric, quarters: set[str]) -> Json:
    retired = CalendarMonth.of(metric.retired_from).slug if metric.retired_from else ""
    aims = (aim for aim in metric.aims.all() if aim.quarter in quarters)
    return {
        "number": metric.number,
        "name": metric.name,
        "kind": metric.kind,
        "unit": metric.unit,
        "direction": metric.direction,
        "roll_up": metric.roll_up,
        "baseline": {"value": metric.baseline, "when": metric.baseline_when},
        "target": {"value": metric.target, "when": metric.target_when},
        "aims": {aim.quarter: aim.printed for aim in aims},
        "lines": [_line(line, quarters) for line in metric.lines.all()],
        **filled({"scale": metric.scale.slug if metric.scale else None}),
        **filled({name: getattr(metric, name) for name in METRIC_KEYS}),
        **filled({"retired_from": retired, "retired_because": metric.retired_because}),
    }


def _line(line: ActualLine, quarters: set[str]) -> Json:
    actuals: list[Any] = [actual for actual in line.actuals.all() if actual.quarter in quarters]
    days = {actual.quarter: day(actual.as_at) for actual in actuals if _covers_a_day_of_it(actual)}
    return {
        "name": line.name,
        "values": {actual.quarter: actual.printed for actual in actuals},
        **filled({"as_at": days}),
    }


def _covers_a_day_of_it(actual: Actual) -> bool:
    day_known = actual.printed and actual.as_at
    return bool(day_known and actual.as_at and Quarter.of(actual.as_at).slug == actual.quarter)
