"""Columns read: ratings, leads and metrics without their rows.

Hundreds of them are read for one page. As columns they take a fraction of the time of rows, and
the same columns make the same fact, so that it is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from improvement.models import ActionRating, Appointment, CriterionRating
from scorecards.models import ActualLine, Metric
from scorecards.values import Scale

Columns = TypeVar("Columns", bound=tuple[Any, ...])


class RatedAction(NamedTuple):
    """The ratings of an action in a report, with the action's own columns."""

    report_id: int
    action_id: int
    delivery: str
    embedding: str
    explanation: str
    mitigation: str
    carried: bool
    reference: str
    strength: str
    text: str
    regulation: str
    source: str


class RatedCriterion(NamedTuple):
    """The rating of an exit criterion in a report, with the criterion's own columns."""

    report_id: int
    criterion_id: int
    rating: str
    carried: bool
    number: str
    text: str
    owner_name: str | None
    owner_email: str | None
    owner_slug: str | None


class Lead(NamedTuple):
    """Who leads a workstream, and as what."""

    workstream_id: int
    role: str
    name: str


class StoredMetric(NamedTuple):
    """A metric's own columns, its scale, and its lines in order, each its id and name."""

    own: tuple[Any, ...]
    scale: Scale | None
    lines: tuple[tuple[int, str], ...]

    @property
    def pk(self) -> int:
        return int(self.own[0])

    @property
    def workstream_id(self) -> int:
        return int(self.own[1])

    @property
    def retired_from(self) -> date | None:
        """The first day of the month that leaves it out."""
        day: date | None = self.own[_OWN.index("retired_from")]
        return day

    @property
    def retired_because(self) -> str:
        return str(self.own[_OWN.index("retired_because")])

    def as_row(self) -> Metric:
        """Give the metric as a row, never to be saved."""
        metric = Metric(*self.own)
        metric.reading_scale = self.scale
        return metric


# Where each column is found, from the row that is read.
_PATHS: dict[Any, tuple[str, ...]] = {
    RatedAction: (
        *("report_id", "action_id", "delivery", "embedding", "explanation", "mitigation"),
        *("carried", "action__reference", "action__strength", "action__text"),
        *("action__regulation", "action__source"),
    ),
    RatedCriterion: (
        *("report_id", "criterion_id", "rating", "carried", "criterion__number"),
        *("criterion__text", "criterion__owner__name", "criterion__owner__email"),
        "criterion__owner__slug",
    ),
    Lead: ("workstream_id", "role", "person__name"),
}


def actions_read(ratings: QuerySet[ActionRating]) -> Iterator[RatedAction]:
    """Read ratings of actions as columns. One query."""
    return map(RatedAction._make, ratings.values_list(*_PATHS[RatedAction]))


def criteria_read(ratings: QuerySet[CriterionRating]) -> Iterator[RatedCriterion]:
    """Read ratings of criteria as columns. One query."""
    return map(RatedCriterion._make, ratings.values_list(*_PATHS[RatedCriterion]))


def leads_read(appointments: QuerySet[Appointment]) -> Iterator[Lead]:
    """Read appointments on workstreams as columns. One query."""
    return map(Lead._make, appointments.values_list(*_PATHS[Lead]))


def columns_of(kind: type[Columns], rows: Iterable[Any]) -> Iterator[Columns]:
    """Give rows at hand as columns of ``kind``; what hangs on nothing is None."""
    return (kind(*(_column(row, path) for path in _PATHS[kind])) for row in rows)


def _column(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


_OWN = tuple(one.attname for one in Metric._meta.concrete_fields)
_LINE_ORDER = ("metric__position", "metric_id", "position", "pk")


def metrics_read(lines: QuerySet[ActualLine]) -> list[StoredMetric]:
    """Read the metrics of lines as columns, in order. One query."""
    scale = ("scale__slug", "scale__name", "scale__points")
    columns = ("pk", "name", *(f"metric__{path}" for path in (*scale, *_OWN)))
    rows = lines.order_by(*_LINE_ORDER).values_list(*columns)
    return _with_lines((row[:2], row[2:5], row[5:]) for row in rows)


def metrics_of(lines: Iterable[ActualLine]) -> list[StoredMetric]:
    """Give the metrics of lines at hand as columns, in the order of the lines."""
    by_metric = groupby(lines, key=lambda line: line.metric)
    return [stored_metric(metric, of_metric) for metric, of_metric in by_metric]


def stored_metric(metric: Metric, lines: Iterable[ActualLine]) -> StoredMetric:
    """Give a metric at hand as columns."""
    own = tuple(getattr(metric, name) for name in _OWN)
    return StoredMetric(own, metric.reading_scale, tuple((line.pk, line.name) for line in lines))


def _with_lines(rows: Iterable[tuple[Any, Any, Any]]) -> list[StoredMetric]:
    """Put lines that follow one another under their metric: each with its scale and columns."""
    metrics = []
    for _, (first, *others) in groupby(rows, key=lambda row: row[2][0]):
        line, points, own = first
        scale = None if points[0] is None else Scale.from_points(*points)
        metrics.append(StoredMetric(own, scale, (line, *(other[0] for other in others))))
    return metrics
