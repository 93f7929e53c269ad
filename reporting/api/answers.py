"""Answers: rows filtered, paged and written as JSON or CSV, or “not modified”."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from improvement.permissions import Standing
from improvement.refusals import NotThere
from reporting.api.asked import Asked
from reporting.api.columns import Page
from reporting.api.flattening import Row
from reporting.api.problems import NotAcceptable, NotAsked
from reporting.api.tables import Table
from reporting.renderers.defusing import defused

JSON, CSV = "application/json", "text/csv"


def answer(request: HttpRequest, table: Table, standing: Standing, asked: Asked) -> HttpResponse:
    """Give one page of a table to whoever asks.

    Raises ``Refused``, ``NotThere`` for a month or workstream that is none, ``NotAcceptable``,
    ``NotAsked``.
    """
    for name in request.GET.keys() - table.asked.model_fields.keys():
        raise NotAsked(name)
    media_type = _media_type(request, asked)
    rows = list(_chosen(table.rows(standing, asked), standing, asked))
    start = (asked.page - 1) * asked.page_size
    page = [table.columns.model_validate(row) for row in rows[start : start + asked.page_size]]
    following = _address(request, asked.page + 1) if start + asked.page_size < len(rows) else None
    if media_type == CSV:
        body = _as_csv(table, [row.model_dump(mode="json") for row in page])
    else:
        whole = Page[Any](count=len(rows), page=asked.page, next=following, rows=page)
        body = whole.model_dump_json().encode()
    return _conditional(request, _dressed(body, media_type, len(rows), following))


def _chosen(rows: Iterable[Row], standing: Standing, asked: Asked) -> Iterator[Row]:
    since, workstream = asked.since, asked.only_workstream
    slugs = standing.programme.workstreams.values_list("slug", flat=True)
    if workstream and workstream not in set(slugs):
        raise NotThere(f"{standing.programme} has no workstream “{workstream}”.")
    for row in rows:
        if since and row["changed_at"] < since:
            continue
        if not workstream or row["workstream"] == workstream:
            yield row


def _media_type(request: HttpRequest, asked: Asked) -> str:
    if asked.format:
        return CSV if asked.format == "csv" else JSON
    accepted = request.get_preferred_type([JSON, CSV])
    if accepted is None:
        raise NotAcceptable
    return accepted


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _as_csv(table: Table, rows: list[Row]) -> bytes:
    """Write rows as RFC 4180 says; what a spreadsheet would run gets an apostrophe before it."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.columns.model_fields)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return defused(str(value))


def _dressed(body: bytes, media_type: str, count: int, following: str | None) -> HttpResponse:
    content_type = f"{CSV}; charset=utf-8; header=present" if media_type == CSV else JSON
    dressed = HttpResponse(body, content_type=content_type)
    dressed.headers["X-Total-Count"] = str(count)
    if following:
        dressed.headers["Link"] = f'<{following}>; rel="next"'
    dressed.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    # Kept by the tool alone, which asks each time whether it is still so.
    dressed.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(dressed, ["Accept", "Authorization"])
    return dressed


def _conditional(request: HttpRequest, dressed: HttpResponse) -> HttpResponse:
    """Give “not modified” to a tool that has this very page."""
    given = get_conditional_response(request, etag=dressed.headers["ETag"], response=dressed)
    if given is None or given is dressed:
        return dressed
    for name in ("Cache-Control", "Vary"):
        given.headers[name] = dressed.headers[name]
    return given
