"""The list of actions: every action with its ratings, how they moved, and what was said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.values.clock import today
from improvement.web.pages import page, person_of
from reporting.actions.action_filters import ActionFilters, bar_of_actions
from reporting.actions.action_rows import (
    DEFAULT_SORT,
    ActionGroup,
    any_is_due,
    grouped,
    rows_of_actions,
)
from reporting.actions.by_month import ratings_by_month
from reporting.actions.table import table_of_actions
from reporting.filters.no_month import no_month
from reporting.filters.shown_month import require_month, show_month
from reporting.filters.sort_heads import sort_heads
from reporting.renderers.table_files import answer_with_table

HEADS = (
    ("ref", "Ref"),
    ("action", "Action"),
    ("kind", "Kind"),
    ("delivery", "Delivery"),
    ("embedding", "Embedding"),
    ("owner", "Owner"),
)
DUE = ("due", "Due")
WORST_FIRST = {"delivery", "embedding"}


@require_safe
def actions(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the actions of a month, narrowed, grouped and sorted as the address asks."""
    standing = find_programme(person_of(request), programme, on=today())
    month = show_month(standing, ActionFilters.read(request.GET))
    if month is None:
        return no_month(request, standing, "Actions")
    rows = rows_of_actions(month)
    is_due = any_is_due(month.contents)
    heads = (*HEADS, DUE) if is_due else HEADS
    return page(
        request,
        "reporting/actions/page.html",
        standing,
        month=month,
        groups=grouped(rows, month.filters),
        whole=ActionGroup("", rows),
        delivery=ratings_by_month(rows, "delivery"),
        embedding=ratings_by_month(rows, "embedding"),
        carried=sum(row.rated.carried for row in rows),
        heads=sort_heads(month.filters, heads, default=DEFAULT_SORT, down_first=WORST_FIRST),
        is_due=is_due,
        filter_bar=bar_of_actions(month),
        query=month.filters.query_string(),
    )


@require_safe
def actions_file(request: HttpRequest, programme: str, format: str) -> HttpResponse:
    """Return the actions shown as a file. Raises ``NotThere`` for what is not offered."""
    standing = find_programme(person_of(request), programme, on=today())
    month = require_month(standing, ActionFilters.read(request.GET))
    groups = grouped(rows_of_actions(month), month.filters)
    table = table_of_actions(groups, is_due=any_is_due(month.contents))
    about = f"List of actions of {month.contents.month.words}"
    return answer_with_table(request, standing, table, format=format, about=about)
