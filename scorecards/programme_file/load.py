"""Loading a programme file whole, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from improvement.audit import changes
from improvement.models import HighlightReport, LoadedFile, Person, Programme, Workstream
from improvement.models.history import changes_from
from improvement.programme_file import load
from improvement.programme_file.load import Settler
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark, Scale
from scorecards.programme_file.shapes import (
    METRIC_KEYS,
    MetricFacts,
    MonthFacts,
    ProgrammeFile,
    ReportWithRemarks,
    ScaleFacts,
    read,
)


@dataclass(frozen=True)
class LoadResult:
    """What a load did. ``changed`` is false if the very file was loaded before.

    ``unreadable`` are the cells kept as printed that their metric cannot read, each a sentence.
    """

    programme: Programme
    changed: bool
    unreadable: tuple[str, ...]


@transaction.atomic
def load_file(
    *,
    text: str,
    name: str,
    by: Person,
    at: datetime,
    progress: Callable[[str], None] = lambda line: None,
) -> LoadResult:
    """Load a programme file. The same file a second time changes nothing.

    Raises ``UnreadableFile`` with every fault, or ``Refused`` where a month is past loading;
    either way nothing is loaded.
    """
    file = read(text)
    canonical = json.dumps(json.loads(text), sort_keys=True)
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()
    if known := LoadedFile.objects.filter(
        programme__slug=file.programme.slug, sha256=sha256
    ).first():
        return LoadResult(known.programme, changed=False, unreadable=())
    settler = Settler(by=by, why=f"Loaded from {name}", at=at)
    with changes_from(f"import of {name}"):
        programme = _load(settler, file, progress)
        row = LoadedFile(
            programme=programme, name=name[:255], sha256=sha256, loaded_at=at, loaded_by=by
        )
        changes.record(row, by=by, why=settler.why)
    return LoadResult(programme, changed=True, unreadable=tuple(unreadable_cells(programme)))


def unreadable_cells(programme: Programme) -> list[str]:
    """Return a sentence for each actual and aim that its metric cannot read."""
    sentences = []
    metrics = Metric.objects.filter(workstream__programme=programme)
    for metric in metrics.select_related("scale", "workstream").order_by(
        "workstream__position", "position"
    ):
        cells = [(aim.quarter, aim.printed) for aim in metric.aims.all()]
        actuals = Actual.objects.filter(line__metric=metric)
        cells += [(actual.quarter, actual.printed) for actual in actuals]
        for quarter, printed in cells:
            if expected := metric.read(printed).expected:
                sentences.append(f"{metric.workstream} {metric.number}, {quarter}: {expected}")
    return sentences


def _load(settler: Settler, file: ProgrammeFile, progress: Callable[[str], None]) -> Programme:
    programme = load.load_programme(settler, file.programme, file.quarters)
    people = load.load_people(settler, programme, file.people)
    scales = {facts.slug: _load_scale(settler, programme, facts) for facts in file.scales}
    workstreams = {}
    for place, facts in enumerate(file.workstreams):
        progress(f"Workstream {place + 1} of {len(file.workstreams)}: {facts.name}")
        workstream = load.load_workstream(settler, programme, place, facts, people)
        for position, metric in enumerate(facts.metrics):
            _load_metric(settler, workstream, position, metric, scales)
        workstreams[facts.slug] = workstream
    for place, month in enumerate(sorted(file.months, key=lambda facts: facts.month)):
        progress(f"Month {place + 1} of {len(file.months)}: {month.month}")
        _load_month(settler, file, programme, month, workstreams)
    return programme


def _load_scale(settler: Settler, programme: Programme, facts: ScaleFacts) -> Scale:
    keys = {"programme": programme, "slug": facts.slug}
    return settler.settle(Scale, keys, name=facts.name, points=facts.as_points)


def _load_metric(
    settler: Settler,
    workstream: Workstream,
    position: int,
    facts: MetricFacts,
    scales: dict[str, Scale],
) -> None:
    metric = settler.settle(
        Metric,
        {"workstream": workstream, "number": facts.number},
        position=position,
        name=facts.name,
        kind=facts.kind.value,
        scale=scales[facts.scale] if facts.scale else None,
        unit=facts.unit,
        direction=facts.direction.value,
        roll_up=facts.roll_up.value,
        baseline=facts.baseline.value,
        baseline_when=facts.baseline.when,
        target=facts.target.value,
        target_when=facts.target.when,
        # What a file does not give, as one of version 1, stays as it was set up.
        **{name: getattr(facts, name) for name in METRIC_KEYS if getattr(facts, name)},
    )
    for quarter, printed in facts.aims.items():
        settler.settle(Aim, {"metric": metric, "quarter": quarter}, printed=printed)
    for place, line_facts in enumerate(facts.lines):
        keys: dict[str, Any] = {"metric": metric, "name": line_facts.name}
        line = settler.settle(ActualLine, keys, position=place)
        for quarter, printed in line_facts.values.items():
            # A file that gives no day, as of version 1, leaves the day that is known.
            day = {"as_at": line_facts.as_at[quarter]} if quarter in line_facts.as_at else {}
            settler.settle(Actual, {"line": line, "quarter": quarter}, printed=printed, **day)


def _load_month(
    settler: Settler,
    file: ProgrammeFile,
    programme: Programme,
    facts: MonthFacts,
    workstreams: dict[str, Workstream],
) -> None:
    path = f"months[{file.months.index(facts)}]"
    month = load.load_month(settler, programme, facts.month, facts.overview, path)
    of_workstream = {report.workstream: report for report in facts.reports}
    for workstream_facts in file.workstreams:
        workstream = workstreams[workstream_facts.slug]
        report_facts = of_workstream.get(workstream.slug)
        report = load.load_report(
            settler, month, workstream, report_facts, workstream_facts.plan, path
        )
        _load_remarks(settler, report, report_facts)


def _load_remarks(
    settler: Settler, report: HighlightReport, facts: ReportWithRemarks | None
) -> None:
    metrics = {metric.number: metric for metric in report.workstream.metrics.all()}
    for remark in facts.remarks if facts else ():
        keys = {"report": report, "metric": metrics[remark.metric]}
        settler.settle(Remark, keys, text=remark.text)
