"""Loading a programme file: what it would do, and doing what is wanted, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from improvement.audit import changes
from improvement.models import LoadedFile, Month, Person, Programme, Workstream
from improvement.models.history import changes_from
from improvement.programme_file.action_rows import PlannedWorkstream, merged_last
from improvement.programme_file.apply import appear, apply_planned
from improvement.programme_file.month_rows import plan_month, plan_report
from improvement.programme_file.people import plan_appointments, plan_people
from improvement.programme_file.plan import FilePlan, Planned, Planner
from improvement.programme_file.set_up_rows import (
    PROGRAMME,
    plan_programme,
    plan_sources,
    plan_workstream,
)
from improvement.programme_file.typed import place_of_load
from improvement.values.refusals import Refused
from scorecards.models import Actual, Aim, Metric
from scorecards.programme_file.figures import plan_metrics, plan_remarks, plan_scale
from scorecards.programme_file.read import read
from scorecards.programme_file.revisions import record_revisions
from scorecards.programme_file.rewordings import record_rewordings
from scorecards.programme_file.shapes import MonthFacts, ProgrammeFile

Progress = Callable[[str], None]


@dataclass(frozen=True)
class LoadResult:
    """What a load did: ``done``, of what was planned.

    ``is_new`` says that the programme was not there before. ``unreadable`` are the cells kept as
    printed that their metric cannot read, each a sentence.
    """

    programme: Programme
    plan: FilePlan
    done: tuple[Planned, ...]
    is_new: bool
    unreadable: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return bool(self.done)


class PlanChanged(Refused):
    """What a file would do is not what was shown: somebody changed the programme meanwhile."""

    status = 409
    title = "Look at it again"


def find_standing(file: ProgrammeFile) -> Programme | None:
    """Return the programme that a file is of, or None where it does not exist yet."""
    return Programme.objects.filter(slug=file.programme.slug).first()


def plan_file(
    *, file: ProgrammeFile, programme: Programme | None, name: str, by: Person, at: datetime
) -> FilePlan:
    """Return what loading a file would do. Nothing is written. Raises ``Refused``."""
    planner = Planner(by=by, why=f"Loaded from {name}", at=at)
    reported = programme.months.first() if programme else None
    programme = plan_programme(planner, file.programme, file.quarters, programme)
    people = plan_people(planner, programme, file.people)
    scales = {facts.slug: plan_scale(planner, programme, facts) for facts in file.scales}
    plan_appointments(planner, programme, None, file.programme.appointments, people, PROGRAMME)
    sources = plan_sources(planner, programme, file.sources)
    slugs = [facts.slug for facts in file.workstreams]
    workstreams: list[PlannedWorkstream] = []
    metrics = {}
    for of_file in merged_last(file.workstreams):
        before = {workstream.facts.slug: workstream.row for workstream in workstreams}
        workstream = plan_workstream(planner, programme, of_file, people, sources, before, slugs)
        workstreams.append(workstream)
        metrics[of_file.slug] = plan_metrics(planner, workstream, of_file.metrics, scales, reported)
    planner.go_on_to_months()
    for of_month in sorted(file.months, key=lambda facts: facts.month):
        _plan_month(planner, programme, of_month, workstreams, metrics)
    return planner.finish()


def _plan_month(
    planner: Planner,
    programme: Programme,
    facts: MonthFacts,
    workstreams: Collection[PlannedWorkstream],
    metrics: Mapping[str, Mapping[str, Metric]],
) -> None:
    month = plan_month(planner, programme, facts.month, facts.overview)
    of_workstream = {report.workstream: report for report in facts.reports}
    if month is None:
        return
    for workstream in workstreams:
        slug = workstream.facts.slug
        place, report = plan_report(planner, month, workstream, of_workstream.get(slug))
        if report and slug in of_workstream:
            plan_remarks(planner, report, of_workstream[slug], metrics[slug], place)


@transaction.atomic
def load_file(
    *,
    text: str,
    name: str,
    by: Person,
    at: datetime,
    wanted: Callable[[FilePlan], Collection[str]] = FilePlan.wanted,
    shown: str = "",
    progress: Progress = lambda line: None,
) -> LoadResult:
    """Load a programme file. The same file a second time changes nothing.

    On a programme that exists, ``wanted`` chooses the places that are written. Raises
    ``UnreadableFile`` with every fault, ``Refused``, and ``PlanChanged`` where the plan is no
    longer the one with the digest ``shown``; then nothing is loaded.
    """
    file = read(text)
    standing = Programme.objects.select_for_update().filter(slug=file.programme.slug).first()
    plan = plan_file(file=file, programme=standing, name=name, by=by, at=at)
    if shown and plan.digest != shown:
        raise PlanChanged("Somebody changed the programme meanwhile. Nothing was loaded.")
    with changes_from(place_of_load(name)):
        done = _write(plan, wanted(plan), name, by, at, _Teller(file, progress))
        programme = standing or Programme.objects.get(slug=file.programme.slug)
        _remember(programme, text, name, by, at)
    is_new = standing is None
    return LoadResult(programme, plan, tuple(done), is_new, tuple(unreadable_cells(done)))


def _write(
    plan: FilePlan,
    wanted: Collection[str],
    name: str,
    by: Person,
    at: datetime,
    told: Callable[[Planned], None],
) -> list[Planned]:
    why = f"Loaded from {name}"
    done = apply_planned(plan.set_up, wanted=wanted, by=by, why=why, told=told)
    appear(done, by=by)
    record_revisions(done, name=name, by=by, at=at)
    record_rewordings(done, why=why, by=by, at=at)
    return done + apply_planned(
        plan.of_months, wanted=wanted, by=by, why=why, given_meanwhile=True, told=told
    )


def was_loaded(programme: Programme, text: str) -> bool:
    """Return whether this very content was loaded before, however it is laid out."""
    return LoadedFile.objects.filter(programme=programme, sha256=_fingerprint(text)).exists()


def _fingerprint(text: str) -> str:
    canonical = json.dumps(json.loads(text), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _remember(programme: Programme, text: str, name: str, by: Person, at: datetime) -> None:
    if not was_loaded(programme, text):
        facts = {"name": name[:255], "sha256": _fingerprint(text)}
        row = LoadedFile(programme=programme, loaded_at=at, loaded_by=by, **facts)
        changes.record(row, by=by, why=f"Loaded from {name}")


class _Teller:
    """Says how far a load is, as each workstream and month comes."""

    def __init__(self, file: ProgrammeFile, progress: Progress) -> None:
        self._progress = progress
        self._counts = {Workstream: len(file.workstreams), Month: len(file.months)}
        self._seen: dict[type, int] = {Workstream: 0, Month: 0}

    def __call__(self, planned: Planned) -> None:
        row = planned.row
        if isinstance(row, Workstream | Month):
            self._seen[type(row)] += 1
            words = f"{self._seen[type(row)]} of {self._counts[type(row)]}"
            named = row.slug if isinstance(row, Month) else row.name
            self._progress(f"{type(row).__name__} {words}: {named}")


def unreadable_cells(done: Collection[Planned]) -> list[str]:
    """Return a sentence for each figure and aim written that its metric cannot read."""
    sentences = []
    for planned in done:
        row = planned.row
        if isinstance(row, Aim | Actual):
            metric = row.metric if isinstance(row, Aim) else row.line.metric
            if expected := metric.read(row.printed).expected:
                sentences.append(f"{metric.workstream} {metric.number}, {row.quarter}: {expected}")
    return sentences
