"""The rows of every table that a person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, require
from improvement.models import Programme
from improvement.values.parts import ReportPart
from reporting.api.flatten import Row
from reporting.api.last_changed import SetUpChanged, last, programme_changed, readings_changed
from reporting.api.parameters import TableParameters
from reporting.api.visible_months import VisibleMonth, shown_months
from reporting.models import Pack
from reporting.renderers import RENDERERS
from scorecards.models import MonthlyReading
from scorecards.values.cells import position

Source = Callable[[Standing, TableParameters], Iterable[Row]]


def of_months(flatten: Callable[[VisibleMonth], Iterator[Row]], *, newest: bool = False) -> Source:
    """Return the source of a table that has rows for each month.

    Where no month is chosen, the rows are those of all months, or with ``newest`` of the newest.
    """

    def rows(standing: Standing, parameters: TableParameters) -> Iterator[Row]:
        months = shown_months(
            standing,
            slug=parameters.only_month,
            newest=newest and not parameters.only_month,
            since=parameters.since,
        )
        for shown in months:
            yield from flatten(shown)

    return rows


def programme_rows(standing: Standing, parameters: TableParameters) -> Iterator[Row]:
    """Yield the one programme that a token is for."""
    programme: Programme = standing.programme
    yield {
        "id": programme.slug,
        "programme": programme.slug,
        "changed_at": programme_changed(programme),
        "name": programme.name,
        "organisation": programme.organisation,
        "exit_on": programme.exit_on,
        "exit_first": programme.exit_first,
        "exit_moved_because": programme.exit_moved_because,
        "parts_left_out": "; ".join(ReportPart(code).words for code in programme.parts_off or ()),
        "first_quarter": programme.first_quarter,
        "last_quarter": programme.last_quarter,
    }


def reading_rows(standing: Standing, parameters: TableParameters) -> Iterator[Row]:
    """Yield the monthly readings, which are in no pack.

    Raises ``Refused`` for somebody who may not see open months.
    """
    require(standing, Verb.READ_OPEN)
    programme = standing.programme
    readings = MonthlyReading.objects.filter(line__metric__workstream__programme=programme)
    readings = readings.select_related("line__metric__workstream", "line__metric__scale")
    changed, set_up = readings_changed(programme), SetUpChanged(programme)
    order = ("-starts_on", "line__metric__workstream__position", "line__metric__position")
    for reading in readings.order_by(*order, "line__position", "pk"):
        if not parameters.only_month or reading.period.slug == parameters.only_month:
            yield _reading(reading) | {
                "programme": programme.slug,
                "changed_at": last(
                    [changed.get((reading.pk,)), set_up.of_metric(reading.line.metric_id)]
                ),
            }


def _reading(reading: MonthlyReading) -> Row:
    line = reading.line
    metric = line.metric
    value = metric.read(reading.printed)
    place = position(value, scale=metric.reading_scale)
    return {
        "id": str(reading.pk),
        "month": reading.period.slug,
        "workstream": metric.workstream.slug,
        "workstream_name": metric.workstream.name,
        "metric_id": metric.pk,
        "metric_number": metric.number,
        "kind": metric.kind,
        "line": line.name,
        "printed": reading.printed,
        "value_state": value.state.value,
        "value_state_words": value.state.words,
        "position": None if place is None else str(place),
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "covers_to": reading.covers_to,
        "source": reading.source,
    }


def pack_rows(standing: Standing, parameters: TableParameters) -> Iterator[Row]:
    """Yield every version of every pack, the newest first."""
    slugs = {month.pk: month.slug for month in visible_months(standing)}
    packs = Pack.objects.filter(month__in=slugs).defer("contents_json")
    followed_by: Pack | None = None
    for pack in packs.select_related("issued_by").order_by("-month__starts_on", "-version"):
        month = slugs[pack.month_id]
        same = followed_by is not None and followed_by.month_id == pack.month_id
        if not parameters.only_month or month == parameters.only_month:
            yield _pack(pack, standing.programme.slug, month, followed_by if same else None)
        followed_by = pack


def _pack(pack: Pack, programme: str, month: str, followed_by: Pack | None) -> Row:
    place = [programme, month, pack.version]
    documents = {
        f"{format}_address": settings.BASE_URL + reverse("issued_file", args=[*place, format])
        for format in RENDERERS
    }
    row: dict[str, Any] = {
        "id": f"{month}:v{pack.version}",
        "programme": programme,
        # A later version changes one column of this one: it is no longer the latest.
        "changed_at": followed_by.issued_at if followed_by else pack.issued_at,
        "month": month,
        "version": pack.version,
        "latest": followed_by is None,
        "issued_at": pack.issued_at,
        "issued_by": str(pack.issued_by),
        "sha256": pack.sha256,
        "reason": pack.reason,
        "page": settings.BASE_URL + reverse("issued", args=place),
    }
    return row | documents
