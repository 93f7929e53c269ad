"""When the rows of an open month last changed: told by the history, one query for each kind.

It may be told too late (a new scale touches every figure), never too early: whoever asks for what
changed since a time gets every row that did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Max

from improvement.models import (
    ActionRating,
    Appointment,
    CqcAction,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Month,
    Person,
    Programme,
    Workstream,
)
from scorecards.models import Actual, ActualLine, Aim, Metric, MonthlyReading, Remark, Scale

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
Times = dict[tuple[Any, ...], datetime]


def last(times: Iterable[datetime | None]) -> datetime:
    """Give the latest of some times, of which some may be missing."""
    return max((at for at in times if at), default=LONG_AGO)


def _times(model: Any, *keys: str, **where: Any) -> Times:
    told = model.history.filter(**where).order_by().values_list(*keys)
    return {tuple(key): at for *key, at in told.annotate(at=Max("history_date"))}


def programme_changed(programme: Programme) -> datetime:
    """Give when the programme itself last changed. One query."""
    return last(_times(Programme, "id", id=programme.pk).values())


class SetUpChanged:
    """When what stands behind a figure last changed: its metric, rows, scales, workstream."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    def of_metric(self, pk: int) -> datetime:
        return last((self.names, self._scales, self._metrics.get((pk,)), self._lines.get((pk,))))

    @cached_property
    def names(self) -> datetime:
        """A workstream’s name stands in every row below it."""
        return last(_times(Workstream, "id", programme=self.programme).values())

    @cached_property
    def _scales(self) -> datetime:
        return last(_times(Scale, "programme_id", programme=self.programme).values())

    @cached_property
    def _metrics(self) -> Times:
        return _times(Metric, "id", workstream__programme=self.programme)

    @cached_property
    def _lines(self) -> Times:
        return _times(ActualLine, "metric_id", metric__workstream__programme=self.programme)


class LastChanged:
    """When each row of one open month last changed. Nothing is asked before it is needed."""

    def __init__(self, month: Month) -> None:
        self.month, self.programme = month, month.programme
        # All of a month came with its opening, and once more with its reopening.
        self.floor = last((month.opened_at, month.reopened_at))
        self._set_up = SetUpChanged(month.programme)

    def of_month(self) -> datetime:
        own = _times(Month, "id", id=self.month.pk)
        return last((self.floor, *own.values(), programme_changed(self.programme)))

    def of_workstream(self, slug: str) -> datetime:
        return last((self.floor, self._people, self._workstreams.get((slug,))))

    def of_action(self, pk: int) -> datetime:
        return last((self._names, self._rated_actions.get((pk,)), self._actions.get((pk,))))

    def of_criterion(self, pk: int) -> datetime:
        rated, own = self._rated_criteria.get((pk,)), self._criteria.get((pk,))
        return last((self._names, self._people, rated, own))

    def of_metric(self, pk: int) -> datetime:
        return last((self._metric(pk), self._remarks.get((pk,))))

    def of_aim(self, metric: int, quarter: str) -> datetime:
        """Every quarter's aim has a row, from the day the programme was given that quarter."""
        return last((self._metric(metric), self._quarters, self._aims.get((metric, quarter))))

    def of_actual(self, metric: int, line: str, quarter: str) -> datetime:
        return last((self.of_aim(metric, quarter), self._actuals.get((metric, line, quarter))))

    @cached_property
    def _quarters(self) -> datetime:
        return programme_changed(self.programme)

    @property
    def _names(self) -> datetime:
        return last((self.floor, self._set_up.names))

    @cached_property
    def _people(self) -> datetime:
        named = _times(Person, "programme_id", programme=self.programme)
        appointed = _times(Appointment, "programme_id", programme=self.programme)
        return last((*named.values(), *appointed.values()))

    @cached_property
    def _workstreams(self) -> Times:
        reports, slug = {"month": self.month}, "workstream__slug"
        own = _times(Workstream, "slug", programme=self.programme)
        reported = _times(HighlightReport, slug, **reports)
        rated = _times(ActionRating, f"report__{slug}", report__month=self.month)
        return {
            key: last((own.get(key), reported.get(key), rated.get(key)))
            for key in own.keys() | reported.keys() | rated.keys()
        }

    @cached_property
    def _rated_actions(self) -> Times:
        return _times(ActionRating, "action_id", report__month=self.month)

    @cached_property
    def _actions(self) -> Times:
        return _times(CqcAction, "id", workstream__programme=self.programme)

    @cached_property
    def _rated_criteria(self) -> Times:
        return _times(CriterionRating, "criterion_id", report__month=self.month)

    @cached_property
    def _criteria(self) -> Times:
        return _times(ExitCriterion, "id", workstream__programme=self.programme)

    def _metric(self, pk: int) -> datetime:
        return last((self.floor, self._set_up.of_metric(pk)))

    @cached_property
    def _remarks(self) -> Times:
        return _times(Remark, "metric_id", report__month=self.month)

    @cached_property
    def _aims(self) -> Times:
        of = {"metric__workstream__programme": self.programme}
        return _times(Aim, "metric_id", "quarter", **of)

    @cached_property
    def _actuals(self) -> Times:
        of = {"line__metric__workstream__programme": self.programme}
        return _times(Actual, "line__metric_id", "line__name", "quarter", **of)


def readings_changed(programme: Programme) -> Times:
    """Give when each monthly reading last changed, by its id. One query."""
    return _times(MonthlyReading, "id", line__metric__workstream__programme=programme)
