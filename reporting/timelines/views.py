"""Timelines: when an action, a criterion or an overall rating turned red, and for how long."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, refusal
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.marks.band import draw_band
from reporting.timelines.items import Life, action_life, criterion_life
from reporting.timelines.overall import programme_life, workstream_life


@require_safe
def action_timeline(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    life = action_life(standing, pk, on=today())
    return _shown(request, standing, life, "action")


@require_safe
def criterion_timeline(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    life = criterion_life(standing, pk, on=today())
    return _shown(request, standing, life, "criterion")


@require_safe
def programme_timeline(request: HttpRequest, programme: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    return _shown(request, standing, programme_life(standing, on=today()), "programme")


@require_safe
def workstream_timeline(request: HttpRequest, programme: str, workstream: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    life = workstream_life(standing, workstream, on=today())
    return _shown(request, standing, life, "workstream")


def _shown(request: HttpRequest, standing: Standing, life: Life, kind: str) -> HttpResponse:
    sees_changes = not refusal(standing, Verb.READ_CHANGES)
    drawn = [
        (timeline, draw_band(life.marks_of(timeline.dimension), timeline.dimension))
        for timeline in life.timelines
    ]
    return page(
        request,
        "reporting/timelines/page.html",
        standing,
        item=life.item,
        life=life,
        drawn=drawn,
        kind=kind,
        sees_changes=sees_changes,
    )
