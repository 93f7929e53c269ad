"""A metric by itself: its figure, its table, and its figures to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.clock import today
from improvement.finding import find_programme
from improvement.permissions import Standing, Verb, require
from improvement.refusals import NotThere
from improvement.views.pages import note_download, page, person_of
from reporting.charts import metric_in_words
from reporting.figure_facts import MetricFact
from reporting.figures import figure_of
from reporting.measuring import gather_metric, gather_revisions
from reporting.taking_away import WRITERS
from scorecards.models import Metric
from scorecards.performance import Direction
from scorecards.views.finding import find_metric


@require_safe
def metric(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing, found = _found(request, programme, pk)
    fact, revisions = gather_metric(found, on=today()), gather_revisions(found)
    return page(
        request,
        "reporting/metric.html",
        standing,
        metric=found,
        fact=fact,
        baseline=_with_when(fact.baseline, fact.baseline_when),
        target=_with_when(fact.target, fact.target_when),
        better=Direction(found.direction).words,
        rows=_rows(fact),
        figure=figure_of(fact, found.reading_scale, revisions),
        revisions=revisions,
        figure_words=metric_in_words(fact),
    )


@require_safe
def metric_figures(request: HttpRequest, programme: str, pk: int, format: str) -> HttpResponse:
    """Give the figures as a file. Raises ``NotThere`` for a format that is not offered."""
    standing, found = _found(request, programme, pk)
    writer = WRITERS.get(format)
    if writer is None:
        raise NotThere(f"Figures are to be had as {' or '.join(WRITERS)}, not as {format}.")
    about = f"Figures of metric {found.number} of {found.workstream}"
    note_download(request, standing.programme, about=about, detail=format)
    answer = HttpResponse(
        writer.write(gather_metric(found, on=today())), content_type=writer.content_type
    )
    name = f"{programme}-metric-{pk}.{format}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(request: HttpRequest, programme: str, pk: int) -> tuple[Standing, Metric]:
    """Find a metric for whoever asks. Raises ``Refused``, or ``NotThere`` outside the programme."""
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_OPEN)
    return standing, find_metric(standing, pk)


def _with_when(printed: str, when: str) -> str:
    return ", ".join(one for one in (printed, when) if one) or "Not set"


def _rows(fact: MetricFact) -> list[dict[str, object]]:
    """Give a row for each quarter: its aim, and each line's cell with its verdict in words."""
    by_quarter = zip(fact.aims, *(line.cells for line in fact.lines), strict=True)
    return [{"aim": aim, "cells": cells} for aim, *cells in by_quarter]
