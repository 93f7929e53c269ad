"""The list of measures: every measure by workstream, one of them opened beside it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.filters.bar import FilterBar, filter_choice
from reporting.filters.narrow import Panel, not_narrowed
from reporting.filters.no_month import no_month
from reporting.filters.shown_month import ShownMonth, require_month, show_month
from reporting.filters.sort_heads import sort_heads
from reporting.measures.list_table import table_of_measures
from reporting.measures.measure_rows import (
    DEFAULT_SORT,
    VERDICTS,
    MeasureFilters,
    counts_of,
    grouped,
    rows_of_measures,
)
from reporting.measures.pane import open_pane
from reporting.renderers.table_files import answer_with_table

HEADS = (("measure", "Measure"), ("change", "Since the reading before"), ("verdict", "Verdict"))


@require_safe
def measures(request: HttpRequest, programme: str) -> HttpResponse:
    """Show every measure of a month that the address leaves, and the one that it opens."""
    standing = find_programme(person_of(request), programme, on=today())
    month = show_month(standing, MeasureFilters.read(request.GET))
    if month is None:
        return no_month(request, standing, "Measures")
    rows = rows_of_measures(month)
    groups = grouped(rows, month.filters)
    heads = sort_heads(month.filters, HEADS, default=DEFAULT_SORT)
    return page(
        request,
        "reporting/measures/list.html",
        standing,
        month=month,
        groups=groups,
        counts=counts_of(rows),
        not_narrowed=not_narrowed(Panel.MEASURES, month.filters),
        pane=open_pane(month, [row for group in groups for row in group.rows]),
        heads={head.column: head for head in heads},
        newest=rows[0].newest if rows else "",
        filter_bar=_bar(month),
        query=month.filters.query_string(open=""),
    )


@require_safe
def measures_file(request: HttpRequest, programme: str, format: str) -> HttpResponse:
    """Return the measures shown as a file. Raises ``NotThere`` for what is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    month = require_month(standing, MeasureFilters.read(request.GET))
    table = table_of_measures(grouped(rows_of_measures(month), month.filters))
    about = f"List of measures of {month.contents.month.words}"
    return answer_with_table(request, standing, table, format=format, about=about)


def _bar(month: ShownMonth[MeasureFilters]) -> FilterBar:
    """Return the form of the filters: those of every page, and the verdict."""
    verdict = filter_choice(month.filters, "verdict", "Verdict", list(VERDICTS.items()))
    return replace(month.bar, choices=(*month.bar.choices, verdict))
