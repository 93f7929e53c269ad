"""Metrics and their figures as plain values, by which what was made of one is found again.

A large programme has thousands of figures, of which a page asks for all and few have changed. The
database joins all aims of a metric, or all actuals of a line, to one text, which is read in a tenth
of the time of its rows; it is taken apart only where nobody has yet made a fact of the same text.
docs/adr/0015 says why what is made of them is kept.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Aggregate, QuerySet, TextField
from django.db.models.functions import JSONArray

from scorecards.models import Actual, ActualLine, Aim, Metric, StoredFigure
from scorecards.values.cells import MetricScale

AIM = ("quarter", "printed")
NONE = "[]"


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


# ---- Figures: one text for each metric or line ----


class Joined(Aggregate):
    """The rows of a group as the JSON text of a list."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = f"{self.template}::text"
        return self.as_sql(compiler, connection, function="JSON_AGG", template=template, **context)


def aim_texts(aims: QuerySet[Aim]) -> dict[int, str]:
    """Return the aims of each metric as one text. One query."""
    return _joined(aims, "metric_id", AIM)


def actual_texts(lines: Iterable[int] | QuerySet[ActualLine]) -> dict[int, str]:
    """Return the actuals of each line, given by its id, as one text. One query."""
    return _joined(Actual.objects.filter(line__in=lines), "line_id", StoredFigure._fields)


def _joined(rows: QuerySet[Any], by: str, columns: Iterable[str]) -> dict[int, str]:
    groups = rows.order_by().values(by).annotate(text=Joined(JSONArray(*columns)))
    return dict(groups.values_list(by, "text"))


def texts_of(rows: Iterable[Any], by: str, columns: Iterable[str]) -> dict[int, str]:
    """Return rows at hand as the same texts."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append([getattr(row, name) for name in columns])
    return {key: json.dumps(figures, default=str) for key, figures in found.items()}


def aims_in(text: str) -> dict[str, str]:
    """Return aims as printed, by quarter."""
    return dict(json.loads(text))


def actuals_in(text: str) -> dict[str, StoredFigure]:
    """Return actuals by quarter."""
    figures = (StoredFigure._make(row) for row in json.loads(text))
    return {figure.quarter: _with_times(figure) for figure in figures}


def _with_times(figure: StoredFigure) -> StoredFigure:
    day, moment = str(figure.as_at or ""), str(figure.restated_at or "")
    return figure._replace(
        as_at=date.fromisoformat(day) if day else None,
        restated_at=_moment(moment) if moment else None,
    )


def _moment(text: str) -> datetime:
    """SQLite writes a moment in UTC and does not say so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
