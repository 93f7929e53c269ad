"""A page of a table as a response: its rows filtered, and written as JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from improvement.access.permissions import Standing
from improvement.values.refusals import NotThere
from reporting.api.errors import ApiRefused
from reporting.api.flatten import Row
from reporting.api.parameters import TableParameters
from reporting.api.registry import ApiTable
from reporting.api.schemas import Page
from reporting.renderers.spreadsheets import write_csv

JSON, CSV = "application/json", "text/csv"


def answer(
    request: HttpRequest, table: ApiTable, standing: Standing, parameters: TableParameters
) -> HttpResponse:
    """Return one page of a table, or “not modified” to a tool that has this very page.

    Raises ``NotThere`` for an unknown month or workstream, and ``ApiRefused`` for an unknown
    parameter, which is a slip that would otherwise go unseen, or an unknown media type.
    """
    for name in request.GET.keys() - table.parameters.model_fields.keys():
        raise ApiRefused(422, f"There is no parameter “{name}” here; see /api/v1/openapi.json.")
    media_type = _media_type(request, parameters.format)
    rows = list(_filtered(table.rows(standing, parameters), standing, parameters))
    start = (parameters.page - 1) * parameters.page_size
    end = start + parameters.page_size
    page = [table.columns.model_validate(row) for row in rows[start:end]]
    next_page = None
    if end < len(rows):
        query = request.GET.copy()
        query["page"] = str(parameters.page + 1)
        next_page = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    if media_type == CSV:
        lines = [row.model_dump(mode="json").values() for row in page]
        body = write_csv([table.columns.model_fields, *lines]).encode()
    else:
        whole = Page[Any](count=len(rows), page=parameters.page, next=next_page, rows=page)
        body = whole.model_dump_json().encode()
    return _conditional(request, _response(body, media_type, len(rows), next_page))


def _filtered(
    rows: Iterable[Row], standing: Standing, parameters: TableParameters
) -> Iterator[Row]:
    since, workstream = parameters.since, parameters.only_workstream
    slugs = standing.programme.workstreams.values_list("slug", flat=True)
    if workstream and workstream not in set(slugs):
        raise NotThere(f"{standing.programme} has no workstream “{workstream}”.")
    for row in rows:
        if since and row["changed_at"] < since:
            continue
        if not workstream or row["workstream"] == workstream:
            yield row


def _media_type(request: HttpRequest, format: str | None) -> str:
    if format:
        return CSV if format == "csv" else JSON
    accepted = request.get_preferred_type([JSON, CSV])
    if accepted is None:
        raise ApiRefused(406, "There is JSON and CSV: accept application/json or text/csv.")
    return accepted


def _response(body: bytes, media_type: str, count: int, next_page: str | None) -> HttpResponse:
    content_type = f"{CSV}; charset=utf-8; header=present" if media_type == CSV else JSON
    response = HttpResponse(body, content_type=content_type)
    response.headers["X-Total-Count"] = str(count)
    if next_page:
        response.headers["Link"] = f'<{next_page}>; rel="next"'
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    # Only the tool itself may keep it, and asks each time whether it has changed.
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response, or “not modified” to a tool that sends its ETag."""
    etag = response.headers["ETag"]
    shorter = get_conditional_response(request, etag=etag, response=response) or response
    for name in ("Cache-Control", "Vary"):
        shorter.headers[name] = response.headers[name]
    return shorter
