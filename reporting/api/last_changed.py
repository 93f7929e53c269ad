"""When the rows of an open month last changed, from the history, with one query for each kind.

The time may be later than the change of the row itself (a new scale counts for every figure), but
never earlier: a request for what changed since a time returns every row that did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max

from improvement.models import (
    Action,
    ActionRating,
    Appointment,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Programme,
    Source,
    Workstream,
)
from scorecards.models import Actual, ActualLine, Aim, Metric, MonthlyReading, Remark, Scale

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
Times = dict[tuple[Any, ...], datetime]


def last(times: Iterable[datetime | None]) -> datetime:
    """Return the latest of some times, of which some may be missing."""
    return max((at for at in times if at), default=LONG_AGO)


def _times(model: Any, *keys: str, **where: Any) -> Times:
    """Return the latest change for each combination of the values of ``keys``. One query."""
    rows = model.history.filter(**where).order_by().values_list(*keys)
    return {tuple(key): at for *key, at in rows.annotate(at=Max("history_date"))}


class _Reader:
    """A programme's ``_times``, of which each is read once."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._read: dict[tuple[Any, ...], Times] = {}

    def times(self, model: Any, *keys: str, **where: Any) -> Times:
        if (model, keys) not in self._read:
            self._read[model, keys] = _times(model, *keys, **where)
        return self._read[model, keys]


def programme_changed(programme: Programme) -> datetime:
    """Return when the programme itself last changed. One query."""
    return last(_times(Programme, "id", id=programme.pk).values())


class SetUpChanged(_Reader):
    """When the set-up behind a figure last changed: its metric, rows, scales, workstream."""

    def of_metric(self, pk: int) -> datetime:
        metrics = self.times(Metric, "id", workstream__programme=self.programme)
        lines = self.times(ActualLine, "metric_id", metric__workstream__programme=self.programme)
        return last((self.names, self._scales, metrics.get((pk,)), lines.get((pk,))))

    @cached_property
    def names(self) -> datetime:
        """When a workstream last changed: its name is in every row below it."""
        return last(_times(Workstream, "id", programme=self.programme).values())

    @cached_property
    def _scales(self) -> datetime:
        return last(_times(Scale, "programme_id", programme=self.programme).values())


class LastChanged(_Reader):
    """When each row of one open month last changed. Queries run when first needed."""

    def __init__(self, month: Month) -> None:
        super().__init__(month.programme)
        self.month = month
        # Every row of a month counts as changed when it is opened, and when it is reopened.
        self.floor = last((month.opened_at, month.reopened_at))
        self._set_up = SetUpChanged(month.programme)

    def of_month(self) -> datetime:
        own = _times(Month, "id", id=self.month.pk)
        return last((self.floor, *own.values(), programme_changed(self.programme)))

    def of_workstream(self, slug: str) -> datetime:
        return last((self.floor, self._people, self._workstreams.get((slug,))))

    def of_action(self, pk: int) -> datetime:
        rated = self.times(ActionRating, "action_id", report__month=self.month)
        of_programme = {"workstream__programme": self.programme}
        own = self.times(Action, "id", **of_programme)
        below = self.times(Action, "parent_id", **of_programme)
        sources = self.times(Source, "programme_id", programme=self.programme)
        changed = (*sources.values(), own.get((pk,)), below.get((pk,)))
        return last((self._names, self._people, rated.get((pk,)), *changed))

    def of_criterion(self, pk: int) -> datetime:
        rated = self.times(CriterionRating, "criterion_id", report__month=self.month)
        own = self.times(ExitCriterion, "id", workstream__programme=self.programme)
        return last((self._names, self._people, rated.get((pk,)), own.get((pk,))))

    def of_metric(self, pk: int) -> datetime:
        remarks = self.times(Remark, "metric_id", report__month=self.month)
        return last((self._metric(pk), remarks.get((pk,))))

    def of_aim(self, metric: int, quarter: str) -> datetime:
        """Return when an aim changed, or when its quarter was added to the programme."""
        in_programme = {"metric__workstream__programme": self.programme}
        aims = self.times(Aim, "metric_id", "quarter", **in_programme)
        return last((self._metric(metric), self._programme_changed, aims.get((metric, quarter))))

    def of_actual(self, metric: int, line: str, quarter: str) -> datetime:
        keys = ("line__metric_id", "line__name", "quarter")
        actuals = self.times(Actual, *keys, line__metric__workstream__programme=self.programme)
        return last((self.of_aim(metric, quarter), actuals.get((metric, line, quarter))))

    @cached_property
    def _programme_changed(self) -> datetime:
        return programme_changed(self.programme)

    @property
    def _names(self) -> datetime:
        return last((self.floor, self._set_up.names))

    @cached_property
    def _people(self) -> datetime:
        people = _times(Person, "programme_id", programme=self.programme)
        appointments = _times(Appointment, "programme_id", programme=self.programme)
        return last((*people.values(), *appointments.values()))

    @cached_property
    def _workstreams(self) -> Times:
        own = _times(Workstream, "slug", programme=self.programme)
        reported = _times(HighlightReport, "workstream__slug", month=self.month)
        rated = _times(ActionRating, "report__workstream__slug", report__month=self.month)
        return {
            key: last((own.get(key), reported.get(key), rated.get(key)))
            for key in own.keys() | reported.keys() | rated.keys()
        }

    def _metric(self, pk: int) -> datetime:
        return last((self.floor, self._set_up.of_metric(pk)))


def readings_changed(programme: Programme) -> Times:
    """Return when each monthly reading last changed, by its id. One query."""
    return _times(MonthlyReading, "id", line__metric__workstream__programme=programme)
