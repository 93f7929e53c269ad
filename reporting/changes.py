"""Who changed what: for any object, the rows whose history tells its story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from improvement import audit
from improvement.models import (
    Appointment,
    CqcAction,
    ExitCriterion,
    HighlightReport,
    Milestone,
    Month,
    Person,
    Plan,
    Programme,
    Workstream,
)
from improvement.refusals import NotThere
from scorecards.models import Actual, Metric, MonthlyReading, Scale


@dataclass(frozen=True)
class Story:
    """An object and every change of it and of what hangs on it, newest first."""

    name: str
    changes: list[audit.Change]


@dataclass(frozen=True)
class Kind:
    """A kind of object: its model, how its programme is found, and which rows tell its story."""

    model: type[Model]
    programme: str
    rows: Callable[[Any], Iterator[Model]]


def story_of(programme: Programme, kind: str, pk: int) -> Story:
    """Tell an object's changes. Raises ``NotThere`` unless it belongs to ``programme``."""
    told = KINDS.get(kind)
    if told is None:
        raise NotThere(f"There is no kind of thing called “{kind}”.")
    of_programme = told.model._default_manager.filter(**{told.programme: programme.pk})
    thing = of_programme.filter(pk=pk).first()
    if thing is None:
        raise NotThere(f"{programme} has no such {kind}.")
    return Story(str(thing), audit.changes_of(told.rows(thing)))


def _of_programme(programme: Programme) -> Iterator[Model]:
    yield programme
    yield from programme.meetings.all()
    yield from Scale.objects.filter(programme=programme)
    yield from Appointment.objects.filter(programme=programme).select_related("person")
    yield from programme.people.all()


def _of_month(month: Month) -> Iterator[Model]:
    yield month
    yield from month.overview_sections.all()


def _of_report(report: HighlightReport) -> Iterator[Model]:
    yield report
    yield from report.sections.all()
    yield from report.action_ratings.select_related("action")
    yield from report.criterion_ratings.select_related("criterion")
    yield from report.remarks.select_related("metric")
    yield from Plan.objects.filter(report=report)
    yield from Milestone.objects.filter(plan__report=report)


def _of_workstream(workstream: Workstream) -> Iterator[Model]:
    yield workstream
    yield from workstream.appointments.select_related("person")


def _of_action(action: CqcAction) -> Iterator[Model]:
    yield action
    yield from action.ratings.select_related("action")


def _of_criterion(criterion: ExitCriterion) -> Iterator[Model]:
    yield criterion
    yield from criterion.ratings.select_related("criterion")


def _of_metric(metric: Metric) -> Iterator[Model]:
    yield metric
    yield from metric.aims.all()
    yield from metric.lines.all()
    yield from Actual.objects.filter(line__metric=metric).select_related("line")
    yield from MonthlyReading.objects.filter(line__metric=metric).select_related("line")
    yield from metric.revisions.select_related("metric")
    yield from metric.remarks.select_related("metric")


def _itself(thing: Model) -> Iterator[Model]:
    yield thing


KINDS: dict[str, Kind] = {
    "programme": Kind(Programme, "pk", _of_programme),
    "month": Kind(Month, "programme", _of_month),
    "report": Kind(HighlightReport, "month__programme", _of_report),
    "workstream": Kind(Workstream, "programme", _of_workstream),
    "action": Kind(CqcAction, "workstream__programme", _of_action),
    "criterion": Kind(ExitCriterion, "workstream__programme", _of_criterion),
    "metric": Kind(Metric, "workstream__programme", _of_metric),
    "person": Kind(Person, "programme", _itself),
}
