"""The history of a programme or of one object, on a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.models import Programme
from improvement.values.clock import today
from improvement.values.refusals import NotThere
from improvement.web.pages import note_download, page, person_of
from reporting.history.describe import FieldLine, describe_changes
from reporting.history.find import HistoryFilter, find_changes, find_thing
from reporting.history.forms import HistoryForm
from reporting.renderers.spreadsheets import write_csv

ON_A_PAGE = 50
CSV_HEADS = ("When", "Who", "Kind", "What", "Where", "Field", "From", "To", "Why", "Place")
CSV_BATCH = 500  # changes read at a time
_NO_FIELD = (FieldLine("", "", ""),)  # an entry without fields, such as a sign-in, is a line too


@require_safe
def history(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the changes that the query string asks for, newest first."""
    standing = _find(request, programme)
    form = _form(request, standing)
    return page(
        request,
        "reporting/history/page.html",
        standing,
        form=form,
        **_changes(request, standing, form.filter),
    )


@require_safe
def changes(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Show the changes of one object and of what belongs to it."""
    standing = _find(request, programme)
    thing = find_thing(standing.programme, kind, pk)
    return page(
        request,
        "reporting/history/thing.html",
        standing,
        thing=thing,
        **_changes(request, standing, HistoryFilter(thing=(kind, pk))),
    )


@require_safe
def history_csv(request: HttpRequest, programme: str) -> StreamingHttpResponse:
    """Return the changes that the query string asks for as CSV, a line for each field."""
    standing = _find(request, programme)
    form = _form(request, standing)
    if (filter := form.filter) is None:
        raise NotThere(" ".join(str(error) for errors in form.errors.values() for error in errors))
    note_download(request, standing.programme, about="History", detail="csv")
    lines = (line.encode() for line in _csv_lines(standing.programme, filter))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{programme}-history.csv"'
    return response


def _csv_lines(programme: Programme, filter: HistoryFilter) -> Iterator[str]:
    """Yield the lines of the file, heads first; changes are read as lines are sent. In UK time."""
    yield "\ufeff" + write_csv([CSV_HEADS])
    changes = find_changes(programme, filter).iterator(chunk_size=CSV_BATCH)
    while batch := list(islice(changes, CSV_BATCH)):
        for entry in describe_changes(programme, batch):
            when = localtime(entry.at).isoformat(sep=" ", timespec="seconds")
            about = (when, entry.who, entry.kind, entry.thing, entry.where)
            for line in entry.lines or _NO_FIELD:
                fields = (line.field, line.old, line.new)
                yield write_csv([(*about, *fields, entry.why, entry.place)])


def _find(request: HttpRequest, programme: str) -> Standing:
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_CHANGES)
    return standing


def _form(request: HttpRequest, standing: Standing) -> HistoryForm:
    sees_log = not refusal(standing, Verb.READ_LOG)
    return HistoryForm(request.GET, programme=standing.programme, sees_log=sees_log)


def _changes(
    request: HttpRequest, standing: Standing, filter: HistoryFilter | None
) -> dict[str, Any]:
    """Return what the templates need to show one page of the changes and link to the others."""
    changes = find_changes(standing.programme, filter) if filter else ()
    pages: Paginator[Any] = Paginator(changes, ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "count": pages.count,
        "shown": shown,
        "entries": describe_changes(standing.programme, list(shown.object_list)),
        "questions": query.urlencode(),
    }
