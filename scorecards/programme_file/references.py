"""What has to fit together in a programme file: its references, and the names that stand once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from improvement.models import WORKSTREAM_ROLES, Role
from improvement.programme_file import shapes as words
from improvement.programme_file.faults import Fault, Path
from improvement.programme_file.shapes import Facts
from improvement.values.periods import Quarter, quarters_between
from scorecards.programme_file.shapes import (
    MetricFacts,
    MonthFacts,
    ProgrammeFile,
    ReportWithRemarks,
    WorkstreamWithMetrics,
)

OFFICES = [role for role in Role if role not in WORKSTREAM_ROLES]


def broken_references(file: ProgrammeFile) -> Iterator[Fault]:
    """Yield each reference that leads nowhere and each name that is there twice, with its path."""
    first, last = (Quarter.parse(file.quarters[place]) for place in (0, -1))
    if file.quarters != [quarter.slug for quarter in quarters_between(first, last)]:
        yield Fault(("quarters",), "write them in order, each once, leaving none out")
    yield from _twice(("people",), "slug", file.people)
    yield from _twice(("scales",), "slug", file.scales)
    yield from _twice(("sources",), "title", file.sources)
    yield from _faults_of_endings(file.workstreams, "slug", ("workstreams",))
    yield from _twice(("workstreams",), "slug", file.workstreams)
    yield from _twice(("months",), "month", file.months)
    yield from _twice(("programme", "meetings"), "name", file.programme.meetings)
    people = {person.slug for person in file.people}
    yield from _faults_of_appointments(file.programme, people, OFFICES, ("programme",))
    for place, workstream in enumerate(file.workstreams):
        yield from _faults_of_workstream(file, workstream, people, ("workstreams", place))
    for place, month in enumerate(file.months):
        yield from _faults_of_month(file, month, ("months", place))


def _faults_of_workstream(
    file: ProgrammeFile, workstream: WorkstreamWithMetrics, people: set[str], path: Path
) -> Iterator[Fault]:
    yield from _twice((*path, "actions"), "ref", workstream.actions)
    yield from _twice((*path, "criteria"), "number", workstream.criteria)
    yield from _twice((*path, "metrics"), "number", workstream.metrics)
    yield from _faults_of_appointments(workstream, people, WORKSTREAM_ROLES, path)
    for place, criterion in enumerate(workstream.criteria):
        here = (*path, "criteria", place, "owner")
        yield from _unknown(here, criterion.owner, {*people, None}, "person")
    for place, action in enumerate(workstream.actions):
        here = (*path, "actions", place)
        yield from _faults_of_action(file, workstream, action, people, here)
    yield from _faults_of_endings(workstream.actions, "ref", (*path, "actions"))
    yield from _faults_of_endings(workstream.criteria, "number", (*path, "criteria"))
    for place, metric in enumerate(workstream.metrics):
        yield from _faults_of_metric(file, metric, (*path, "metrics", place))
    if workstream.plan:
        yield from _faults_of_plan(file, workstream.plan, (*path, "plan"))


def _faults_of_action(
    file: ProgrammeFile,
    workstream: WorkstreamWithMetrics,
    action: words.ActionFacts,
    people: set[str],
    path: Path,
) -> Iterator[Fault]:
    titles = {"", *(source.title for source in file.sources)}
    parents = {"", *(other.ref for other in workstream.actions if not other.parent)}
    yield from _unknown((*path, "of_source"), action.of_source, titles, "source")
    yield from _unknown((*path, "owner"), action.owner, {*people, None}, "person")
    yield from _unknown((*path, "done_by"), action.done_by, {*people, None}, "person")
    yield from _unknown((*path, "parent"), action.parent, parents - {action.ref}, "parent")
    if action.due_first and not action.due_on:
        yield Fault((*path, "due_first"), "a day as first agreed needs the day as it is now")


def _faults_of_endings(
    items: Sequence[words.ActionFacts | words.CriterionFacts | words.WorkstreamFacts],
    key: str,
    path: Path,
) -> Iterator[Fault]:
    names = {str(getattr(item, key)) for item in items}
    for place, item in enumerate(items):
        others = names - {str(getattr(item, key))} | {""}
        if item.ended:
            here = (*path, place, "ended", "into")
            yield from _unknown(here, item.ended.into, others, "reference")


def _faults_of_appointments(
    of: words.ProgrammeFacts | WorkstreamWithMetrics,
    people: set[str],
    roles: Sequence[Role],
    path: Path,
) -> Iterator[Fault]:
    seen = set()
    for place, appointment in enumerate(of.appointments):
        here = (*path, "appointments", place)
        yield from _unknown((*here, "person"), appointment.person, people, "person")
        yield from _unknown((*here, "role"), appointment.role, roles, "role")
        if appointment.deputy and appointment.role in OFFICES:
            yield Fault((*here, "deputy"), "only a role of a workstream has a deputy")
        term = (appointment.person, appointment.role, appointment.starts_on)
        if term in seen:
            yield Fault(here, "the same person has this role here twice from the same day")
        seen.add(term)


def _faults_of_plan(file: ProgrammeFile, plan: words.PlanFacts, path: Path) -> Iterator[Fault]:
    if not file.months:
        yield Fault(path, "a plan hangs on a month’s report, and the file has no month")
    yield from _twice((*path, "milestones"), "quarter", plan.milestones)


def _faults_of_metric(file: ProgrammeFile, metric: MetricFacts, path: Path) -> Iterator[Fault]:
    scales = {scale.slug for scale in file.scales} | {None}
    yield from _unknown((*path, "scale"), metric.scale, scales, "scale")
    yield from _twice((*path, "lines"), "name", metric.lines)
    for quarter in metric.aims:
        yield from _unknown((*path, "aims"), quarter, file.quarters, "quarter")
    for place, line in enumerate(metric.lines):
        for quarter in line.values:
            here = (*path, "lines", place, "values")
            yield from _unknown(here, quarter, file.quarters, "quarter")


def _faults_of_month(file: ProgrammeFile, month: MonthFacts, path: Path) -> Iterator[Fault]:
    workstreams = {workstream.slug: workstream for workstream in file.workstreams}
    yield from _twice((*path, "reports"), "workstream", month.reports)
    for place, report in enumerate(month.reports):
        here = (*path, "reports", place)
        if workstream := workstreams.get(report.workstream):
            yield from _faults_of_report(report, workstream, here)
        else:
            yield from _unknown((*here, "workstream"), report.workstream, (), "workstream")


def _faults_of_report(
    report: ReportWithRemarks, workstream: WorkstreamWithMetrics, path: Path
) -> Iterator[Fault]:
    known = {
        "action_ratings": ("ref", {action.ref for action in workstream.actions}),
        "criterion_ratings": ("number", {criterion.number for criterion in workstream.criteria}),
        "remarks": ("metric", {metric.number for metric in workstream.metrics}),
    }
    for part, (key, names) in known.items():
        items = getattr(report, part)
        yield from _twice((*path, part), key, items)
        for place, item in enumerate(items):
            here = (*path, part, place, key)
            yield from _unknown(here, getattr(item, key), names, "reference")


def _unknown(path: Path, name: Any, known: Collection[Any], kind: str) -> Iterator[Fault]:
    if name not in known:
        yield Fault(path, f"there is no {kind} “{name}” in this file")


def _twice(path: Path, key: str, items: Sequence[Facts]) -> Iterator[Fault]:
    seen: set[Any] = set()
    for place, item in enumerate(items):
        name = getattr(item, key)
        if name in seen:
            yield Fault((*path, place, key), f"“{name}” stands here twice")
        seen.add(name)
