"""A measure by itself: its chart, its table, and its figures as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Verb, refusal
from improvement.values.clock import today
from improvement.values.refusals import NotThere
from improvement.web.pages import page, person_of
from reporting.charts.drawing import drawing
from reporting.measures.chart import months_chart_of
from reporting.measures.download import figures_of, months_of
from reporting.measures.months import nothing_yet
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
    months = measure.find_months()
    by_month = months_chart_of(months, measure.row.reading_scale) if months else None
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
        months=months,
        months_chart=drawing(by_month.figure, by_month.words)
        if by_month and by_month.months
        else None,
        no_months=nothing_yet(measure.row),
        revisions=revisions,
        sees_changes=sees_changes,
        changes=measure.find_changes() if sees_changes else (),
    )


@require_safe
def metric_figures(request: HttpRequest, programme: str, pk: int, format: str) -> HttpResponse:
    """Return the figures as a file, of months where ``?by=month`` asks for those.

    Raises ``NotThere`` for a format that is not offered, and for the months of a pack.
    """
    standing = find_programme(person_of(request), programme, on=today())
    measure = read_measure(standing, pk, on=today())
    about = f"Figures of metric {measure.fact.number} of {measure.workstream}"
    months = measure.find_months() if request.GET.get("by") == "month" else None
    if request.GET.get("by") == "month" and months is None:
        raise NotThere("A pack has the figures of quarters alone.")
    table = months_of(months) if months else figures_of(measure.fact)
    return answer_with_table(
        request, standing, table, format=format, about=about, name=f"metric-{pk}"
    )
