"""The way to the exit: whether it is reached by the date, and every criterion behind the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.charts.drawing import Drawing, drawing
from reporting.charts.exit import BurnUp
from reporting.contents.facts import WorkstreamFact
from reporting.exit.criterion_rows import (
    DEFAULT_SORT,
    ExitFilters,
    bar_of_criteria,
    groups_of_criteria,
    last_moved,
)
from reporting.exit.table import table_of_criteria
from reporting.filters.filters import Filters
from reporting.filters.narrow import Panel, not_narrowed
from reporting.filters.no_month import no_month
from reporting.filters.shown_month import require_month, show_month
from reporting.filters.sort_heads import sort_heads
from reporting.marks.cells import Cell, cells_of_criteria
from reporting.renderers.table_files import answer_with_table
from reporting.summary.exit_way import ExitWay, exit_way_of

HEADS = (("ref", "Ref"), ("criterion", "Criterion"), ("rating", "Rating"), ("owner", "Owner"))


@dataclass(frozen=True)
class ExitStanding:
    """A workstream's criteria as drawn, worst first, and the month in which one last moved."""

    workstream: WorkstreamFact
    cells: tuple[Cell, ...]
    moved: date | None = None

    @property
    def complete(self) -> int:
        """How many are complete, those carried and not confirmed left out."""
        return sum(cell.mark.rating.is_complete and not cell.mark.carried for cell in self.cells)


@require_safe
def exit_criteria(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the way to the exit, and the criteria narrowed and sorted as the address asks."""
    standing = find_programme(person_of(request), programme, on=today())
    month = show_month(standing, ExitFilters.read(request.GET))
    if month is None:
        return no_month(request, standing, "Exit criteria")
    narrowed = month.narrowed
    way = exit_way_of(narrowed, month.ratings, on=month.on)
    groups = groups_of_criteria(month, way)
    return page(
        request,
        "reporting/exit/page.html",
        standing,
        month=month,
        way=way,
        chart=_burn_up(way),
        standings=[
            ExitStanding(
                stream,
                cells_of_criteria(stream.criteria, stream.names_in("executive_lead")),
                last_moved(stream, month.ratings),
            )
            for stream in narrowed.workstreams
            if stream.criteria
        ],
        groups=groups,
        count=sum(len(group.rows) for group in groups),
        of_month=Filters(month=month.filters.month, at=month.filters.at).query_string(),
        unmoved_query=month.filters.query_string(still="unmoved"),
        heads=sort_heads(month.filters, HEADS, default=DEFAULT_SORT, down_first={"rating"}),
        filter_bar=bar_of_criteria(month),
        not_by=not_narrowed(Panel.CRITERIA, month.filters),
        query=month.filters.query_string(),
    )


@require_safe
def exit_file(request: HttpRequest, programme: str, format: str) -> HttpResponse:
    """Return the criteria shown as a file. Raises ``NotThere`` for what is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    month = require_month(standing, ExitFilters.read(request.GET))
    way = exit_way_of(month.narrowed, month.ratings, on=month.on)
    table = table_of_criteria(groups_of_criteria(month, way))
    about = f"List of exit criteria of {month.contents.month.words}"
    return answer_with_table(request, standing, table, format=format, about=about)


def _burn_up(way: ExitWay) -> Drawing | None:
    """Return the criteria complete by month as drawn; nothing without criteria."""
    if not way.total:
        return None
    until = None if way.is_over else way.exit_month
    figure = BurnUp(way.by_month, way.total, until, way.pace)
    return drawing(figure.figure, figure.words)
