"""Metrics as plain values, by which what was made of one is found again.

docs/adr/0015 says why what is made of them is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet

from scorecards.models import ActualLine, Metric
from scorecards.values.cells import MetricScale


class StoredMetric(NamedTuple):
    """A metric's own columns, its scale, and its lines in order, each its id and name."""

    own: tuple[Any, ...]
    scale: MetricScale | None
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
        """Return the metric as a row, never to be saved."""
        metric = Metric(*self.own)
        metric.reading_scale = self.scale
        return metric


_OWN = tuple(one.attname for one in Metric._meta.concrete_fields)


def with_metrics(lines: QuerySet[ActualLine]) -> QuerySet[ActualLine]:
    """Return lines with their metrics and scales, in the scorecard's order."""
    order = ("metric__position", "metric_id", "position", "pk")
    return lines.select_related("metric__scale").order_by(*order)


def read_metrics(lines: QuerySet[ActualLine]) -> list[StoredMetric]:
    """Return the metrics of ``lines`` with them, in the scorecard's order. One query.

    Columns are read without rows around them: of a large programme that is half the time.
    """
    order = ("metric__position", "metric_id", "position", "pk")
    scale = ("metric__scale__slug", "metric__scale__name", "metric__scale__points")
    own = [f"metric__{name}" for name in _OWN]
    found = lines.order_by(*order).values_list("pk", "name", *scale, *own)
    by_metric = groupby(found, key=lambda line: line[2:])
    return [
        StoredMetric(columns[3:], _scale(*columns[:3]), tuple(line[:2] for line in of_metric))
        for columns, of_metric in by_metric
    ]


def _scale(slug: str | None, name: str, points: Any) -> MetricScale | None:
    return MetricScale.from_points(slug, name, points) if slug else None


def stored_metrics(lines: Iterable[ActualLine]) -> list[StoredMetric]:
    """Return the metrics of lines that follow one another, each with its lines."""
    by_metric = groupby(lines, key=lambda line: line.metric)
    return [stored_metric(metric, of_metric) for metric, of_metric in by_metric]


def stored_metric(metric: Metric, lines: Iterable[ActualLine]) -> StoredMetric:
    """Return a metric with its lines, to be known again by what it holds."""
    own = tuple(getattr(metric, name) for name in _OWN)
    return StoredMetric(own, metric.reading_scale, tuple((line.pk, line.name) for line in lines))
