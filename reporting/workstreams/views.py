"""The list of workstreams, as the dashboard has them, and each of them to read."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Verb, refusal
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.filters.filters import Filters
from reporting.filters.narrow import Panel, not_narrowed
from reporting.filters.no_month import no_month
from reporting.filters.shown_month import ShownMonth, require_month, show_month
from reporting.filters.sort_heads import sort_heads
from reporting.marks.cells import MOST_CELLS
from reporting.renderers.table_files import answer_with_table
from reporting.summary.workstream_rows import draw_standing
from reporting.workstreams.reading import WorkstreamReading, read_workstream
from reporting.workstreams.standing_rows import (
    WorkstreamFilters,
    bar_of_workstreams,
    rows_of_workstreams,
)
from reporting.workstreams.table import table_of_workstreams

HEADS = (
    ("workstream", "Workstream"),
    ("delivery", "Delivery, as judged"),
    ("embedding", "Embedding, as judged"),
    ("criteria", "Exit criteria"),
    ("measures", "Measures on aim"),
)
WORST_FIRST = {"delivery", "embedding"}


@require_safe
def workstreams(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the workstreams of a month, narrowed and sorted as the address asks."""
    standing = find_programme(person_of(request), programme, on=today())
    month = show_month(standing, WorkstreamFilters.read(request.GET))
    if month is None:
        return no_month(request, standing, "Workstreams")
    rows = rows_of_workstreams(month)
    has_many = any(len(row.workstream.actions) > MOST_CELLS for row in rows)
    heads = sort_heads(month.filters, HEADS, default="workstream", down_first=WORST_FIRST)
    return page(
        request,
        "reporting/workstreams/list.html",
        standing,
        month=month,
        rows=[draw_standing(row, segments=has_many) for row in rows],
        heads={head.column: head for head in heads},
        filter_bar=bar_of_workstreams(month),
        not_by=not_narrowed(Panel.JUDGED, month.filters),
        query=month.filters.query_string(),
    )


@require_safe
def workstreams_file(request: HttpRequest, programme: str, format: str) -> HttpResponse:
    """Return the workstreams shown as a file. Raises ``NotThere`` for what is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    month = require_month(standing, WorkstreamFilters.read(request.GET))
    table = table_of_workstreams(rows_of_workstreams(month))
    about = f"List of workstreams of {month.contents.month.words}"
    return answer_with_table(request, standing, table, format=format, about=about)


@require_safe
def workstream(request: HttpRequest, programme: str, workstream: str) -> HttpResponse:
    """Show one workstream of a month, with the texts of its report and its plan."""
    standing = find_programme(person_of(request), programme, on=today())
    asked = Filters.read(request.GET)
    filters = Filters(month=asked.month, at=asked.at)
    month = require_month(standing, filters, brief=False)
    reading = read_workstream(month, workstream)
    choices = tuple(choice for choice in month.bar.choices if choice.name == "month")
    return page(
        request,
        "reporting/workstreams/page.html",
        standing,
        month=month,
        reading=reading,
        filter_bar=replace(month.bar, choices=choices),
        query=month.filters.query_string(),
        narrowed=month.filters.query_string(workstream=workstream),
        whole=_whole_report(month, reading),
        sees_changes=not refusal(standing, Verb.READ_CHANGES),
    )


def _whole_report(month: ShownMonth[Filters], reading: WorkstreamReading) -> str:
    """Return where the report is read whole: in the pack, or as it stands."""
    slug, shown = month.standing.programme.slug, month.choice.month.slug
    if month.choice.version:
        pack = reverse("issued_page", args=[slug, shown, month.choice.version])
        return f"{pack}#report-{reading.number}"
    report = reverse("reading", args=[slug, shown, reading.workstream.slug])
    return f"{report}?at={month.filters.at}" if month.moment else report
