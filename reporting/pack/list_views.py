"""The list of packs: every one that was issued, with its versions and documents."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.values.clock import now, today
from improvement.web.pages import page, person_of
from reporting.filters.no_month import first_pack
from reporting.pack.issued_packs import (
    PackFilters,
    bar_of_packs,
    filtered,
    packs_issued,
    table_of_packs,
)
from reporting.renderers.table_files import answer_with_table
from reporting.snapshots.moments import moment_of


@require_safe
def packs(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the packs issued, the newest first, as the filters in the address ask."""
    standing = find_programme(person_of(request), programme, on=today())
    filters = PackFilters.read(request.GET)
    moment = _moment(standing, filters)
    issued = packs_issued(standing.programme, until=moment)
    asks_at = not refusal(standing, Verb.READ_CHANGES)
    return page(
        request,
        "reporting/pack/list.html",
        standing,
        packs=filtered(issued, filters),
        is_narrowed=bool(filters.year or filters.versions),
        first_pack="" if issued else first_pack(standing.programme),
        query=filters.query_string(),
        filter_bar=bar_of_packs(issued, filters, moment=moment, asks_at=asks_at),
    )


@require_safe
def packs_file(request: HttpRequest, programme: str, format: str) -> HttpResponse:
    """Return the packs listed as a file. Raises ``NotThere`` for a format that is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    filters = PackFilters.read(request.GET)
    issued = packs_issued(standing.programme, until=_moment(standing, filters))
    table = table_of_packs(filtered(issued, filters))
    return answer_with_table(request, standing, table, format=format, about="List of packs")


def _moment(standing: Standing, filters: PackFilters) -> datetime | None:
    """Return the moment asked for, if one is. Raises ``Refused`` and ``NotThere``."""
    if not filters.at:
        return None
    require(standing, Verb.READ_CHANGES)
    return moment_of(filters.at, now=now())
