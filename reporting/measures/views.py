"""A measure by itself: its chart, its table, and its figures as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Verb, refusal
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.charts.drawing import drawing
from reporting.measures.download import figures_of
from reporting.measures.read import read_measure
from reporting.renderers.table_files import answer_with_table
from scorecards.values.performance import Direction


@require_safe
def metric(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Show a measure: its figure, its chart, and a table with a column for each quarter."""
    standing = find_programme(person_of(request), programme, on=today())
    measure = read_measure(standing, pk, on=today())
    revisions = measure.find_revisions()
    chart = measure.chart(revisions)
    sees_changes = not refusal(standing, Verb.READ_CHANGES)
    return page(
        request,
        "reporting/measures/page.html",
        standing,
        measure=measure,
        reference=measure.find_reference(),
        owners=measure.find_owners(),
        metric=measure.row,
        fact=measure.fact,
        better=Direction(measure.fact.direction).words,
        chart=drawing(chart.figure, chart.words),
        not_drawn=chart.not_drawn,
        revisions=revisions,
        sees_changes=sees_changes,
        changes=measure.find_changes() if sees_changes else (),
    )


@require_safe
def metric_figures(request: HttpRequest, programme: str, pk: int, format: str) -> HttpResponse:
    """Return the figures as a file. Raises ``NotThere`` for a format that is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    measure = read_measure(standing, pk, on=today())
    about = f"Figures of metric {measure.fact.number} of {measure.workstream}"
    table = figures_of(measure.fact)
    return answer_with_table(
        request, standing, table, format=format, about=about, name=f"metric-{pk}"
    )
