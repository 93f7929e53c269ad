"""What the list of actions is narrowed to, grouped by and sorted by, and the form that asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from improvement.values.ratings import Rating, Way
from reporting.filters.bar import FilterBar, filter_choice
from reporting.filters.filters import Filters
from reporting.filters.shown_month import ShownMonth
from reporting.summary.rating_now import NOT_RATED

GROUPS = {"": "workstream", "owner": "owner", "kind": "kind", "none": "nothing"}
MOVED = {"any": "any way", "worse": "worse", "better": "better"}
WAYS = {"worse": (Way.WORSE,), "better": (Way.BETTER,)}


@dataclass(frozen=True)
class ActionFilters(Filters):
    """Filters of the list of actions, besides those of every page.

    ``delivery`` and ``embedding`` are codes of ratings, “none” for not yet rated; ``moved`` is any,
    worse or better; ``group`` what rows are grouped by, empty for the workstream.
    """

    delivery: str = ""
    embedding: str = ""
    moved: str = ""
    group: str = ""

    @property
    def narrows(self) -> bool:
        """Whether any of them leaves something out."""
        own = (self.delivery, self.embedding, self.moved)
        return bool(self.narrowing) or any(own)


def bar_of_actions(month: ShownMonth[ActionFilters]) -> FilterBar:
    """Return the form of the filters: those of every page, and the list's own."""
    bar, filters = month.bar, month.filters
    ratings = [(rating.value or NOT_RATED, rating.short) for rating in Rating]
    own = (
        filter_choice(filters, "delivery", "Delivery", ratings),
        filter_choice(filters, "embedding", "Embedding", ratings),
        filter_choice(filters, "moved", "Moved", list(MOVED.items())),
        replace(
            filter_choice(filters, "group", "Group by", []),
            options=tuple(GROUPS.items()),
        ),
    )
    return replace(bar, choices=(*bar.choices, *own))


def is_move(ways: Iterable[Way], asked: str) -> bool:
    """Whether one of the ways something went is the one asked for."""
    if not asked:
        return True
    return any(way is not Way.SAME for way in ways if way in WAYS.get(asked, tuple(Way)))
