"""Who changed what, for one object."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.finding import find_programme
from improvement.permissions import Verb, require
from improvement.views.pages import page, person_of
from reporting.changes import story_of


@require_safe
def changes(request: HttpRequest, programme: str, kind: str, pk: int) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_CHANGES)
    story = story_of(standing.programme, kind, pk)
    return page(request, "reporting/changes.html", standing, story=story)
