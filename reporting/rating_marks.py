"""The cells of the rating history: two shapes and their words, drawn by the thousand.

A large programme's grid has thousands of cells of few kinds, so each kind is put together once.
"""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from improvement.periods import CalendarMonth
from improvement.ratings import Rating
from reporting.rating_history import Cell, Row

NOT_REPORTED = SafeString(
    '<td class="app-history__none">–<span class="nhsuk-u-visually-hidden"> Not reported</span></td>'
)


def row_cells(row: Row, address: str) -> SafeString:
    """Draw an action's cells. Each opens what its month said, on the page at ``address``."""
    before = f'<td><a class="app-history__cell" href="{address}#'
    drawn = [
        f'{before}{cell.month.slug}">{_pair(cell)}{_month(cell.month)}</a></td>'
        if cell
        else NOT_REPORTED
        for cell in row.cells
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - of an address of ours and escaped parts


def _pair(cell: Cell) -> SafeString:
    return _drawn(cell.delivery, cell.embedding)


@cache
def _drawn(delivery: str, embedding: str) -> SafeString:
    return format_html(
        '{}{}<span class="nhsuk-u-visually-hidden">Delivery {}, embedding {}',
        _shape(delivery),
        _shape(embedding),
        _short(delivery),
        _short(embedding),
    )


@cache
def _month(month: CalendarMonth) -> str:
    return f", {month.words}</span>"


def _shape(code: str) -> SafeString:
    name = code or "none"
    return format_html(
        '<svg class="app-history__shape app-history__shape--{}" aria-hidden="true"'
        ' focusable="false"><use href="#rating-{}"/></svg>',
        name,
        name,
    )


def _short(code: str) -> str:
    return Rating(code).words.partition(" (")[0]
