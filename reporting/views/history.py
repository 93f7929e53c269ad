"""The history: who changed what, on a whole programme or of one thing, on a page and as csv."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.finding import find_programme
from improvement.permissions import Standing, Verb, refusal, require
from improvement.refusals import NotThere
from improvement.views.pages import note_download, page, person_of
from reporting.forms import HistoryForm
from reporting.history import Asked, find_changes, find_thing
from reporting.telling import tell
from reporting.telling_csv import csv_lines

ON_A_PAGE = 50


@require_safe
def history(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the changes that are asked for, newest first; every question is in the address."""
    standing = _found(request, programme)
    form = _form(request, standing)
    return page(
        request,
        "reporting/history.html",
        standing,
        form=form,
        **_told(request, standing, form.asked),
    )


@require_safe
def changes(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    """Show the changes of one thing and of what hangs on it."""
    standing = _found(request, programme)
    thing = find_thing(standing.programme, kind, pk)
    asked = Asked(thing=(kind, pk))
    return page(
        request, "reporting/changes.html", standing, thing=thing, **_told(request, standing, asked)
    )


@require_safe
def history_csv(request: HttpRequest, programme: str) -> StreamingHttpResponse:
    """Give all that is asked for as csv, a line for each field that changed."""
    standing = _found(request, programme)
    form = _form(request, standing)
    if (asked := form.asked) is None:
        raise NotThere(" ".join(str(one) for told in form.errors.values() for one in told))
    note_download(request, standing.programme, about="History", detail="csv")
    answer = StreamingHttpResponse(_bytes(standing, asked), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{programme}-history.csv"'
    return answer


def _bytes(standing: Standing, asked: Asked) -> Iterator[bytes]:
    return (line.encode() for line in csv_lines(standing.programme, asked))


def _found(request: HttpRequest, programme: str) -> Standing:
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_CHANGES)
    return standing


def _form(request: HttpRequest, standing: Standing) -> HistoryForm:
    sees_log = not refusal(standing, Verb.READ_LOG)
    return HistoryForm(request.GET, programme=standing.programme, sees_log=sees_log)


def _told(request: HttpRequest, standing: Standing, asked: Asked | None) -> dict[str, Any]:
    """Give the page of changes that is asked for, and the addresses of those beside it."""
    found = find_changes(standing.programme, asked) if asked else ()
    pages: Paginator[Any] = Paginator(found, ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    questions = request.GET.copy()
    questions.pop("page", None)
    return {
        "count": pages.count,
        "shown": shown,
        "entries": tell(standing.programme, list(shown.object_list)),
        "questions": questions.urlencode(),
    }
