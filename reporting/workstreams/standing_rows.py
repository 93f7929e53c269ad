"""The rows of the list of workstreams, and what the list is narrowed to and sorted by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from improvement.values.ratings import Rating
from reporting.filters.bar import FilterBar, filter_choice
from reporting.filters.filters import Filters
from reporting.filters.shown_month import F, ShownMonth
from reporting.summary.off_trajectory import metrics_of
from reporting.summary.rating_now import NOT_RATED, is_rating
from reporting.summary.red_actions import rated_actions
from reporting.summary.returns import returns_in
from reporting.summary.workstream_rows import WorkstreamStanding, workstream_rows


@dataclass(frozen=True)
class WorkstreamFilters(Filters):
    """Filters of the list of workstreams, besides those of every page.

    ``delivery`` and ``embedding`` are codes of ratings as judged, “none” for not yet rated.
    """

    delivery: str = ""
    embedding: str = ""

    @property
    def narrows(self) -> bool:
        """Whether any of them leaves a workstream out."""
        return bool(self.workstream or self.owner or self.delivery or self.embedding)


def bar_of_workstreams(month: ShownMonth[WorkstreamFilters]) -> FilterBar:
    """Return the form of the filters: those of every page, and the list's own."""
    bar, filters = month.bar, month.filters
    ratings = [(rating.value or NOT_RATED, rating.short) for rating in Rating]
    own = (
        filter_choice(filters, "delivery", "Delivery", ratings),
        filter_choice(filters, "embedding", "Embedding", ratings),
    )
    return replace(bar, choices=(*bar.choices, *own))


def standings_of_month(month: ShownMonth[F]) -> tuple[WorkstreamStanding, ...]:
    """Return a row for each workstream that the filters all pages share leave."""
    contents = month.narrowed
    metrics, late = metrics_of(contents), _late(month)
    actions = rated_actions(contents, month.ratings)
    return workstream_rows(contents, month.ratings, metrics, late=late, actions=actions).rows


def rows_of_workstreams(month: ShownMonth[WorkstreamFilters]) -> tuple[WorkstreamStanding, ...]:
    """Return the workstreams that the filters leave, as the address sorts them."""
    filters = month.filters
    left = [row for row in standings_of_month(month) if _passes(row, filters)]
    key = SORTS.get(filters.sort.removeprefix("-"))
    if key:
        left.sort(key=key)
    return tuple(reversed(left) if filters.sort.startswith("-") else left)


def _late(month: ShownMonth[F]) -> Mapping[str, int]:
    """Return by how many days reports are late, by slug; none of a month that is not open."""
    shown = month.choice.month
    if month.choice.version or not shown.is_open:
        return {}
    reports = month.reports if month.moment else shown.reports.select_related("workstream")
    return returns_in(shown, reports, on=month.on).late_by_slug


def _passes(row: WorkstreamStanding, filters: WorkstreamFilters) -> bool:
    return is_rating(row.delivery.rating, filters.delivery) and is_rating(
        row.embedding.rating, filters.embedding
    )


def _worst_first(first: str, then: str) -> Callable[[WorkstreamStanding], tuple[int, ...]]:
    """Return the key that sorts by one rating, its months, and the other rating."""

    def key(row: WorkstreamStanding) -> tuple[int, ...]:
        now, other = getattr(row, first), getattr(row, then)
        return -now.rating.severity, -now.spell.count, -other.rating.severity

    return key


def _share(count: int, whole: int) -> float:
    return count / whole if whole else 1.0


# In the order of the pack unless the address asks for one of these; the least well first.
SORTS: dict[str, Callable[[WorkstreamStanding], Any]] = {
    "delivery": _worst_first("delivery", "embedding"),
    "embedding": _worst_first("embedding", "delivery"),
    "criteria": lambda row: _share(row.criteria_complete, len(row.criteria)),
    "measures": lambda row: (_share(row.tally.met, row.tally.counted), -row.worse),
}
