"""The rows of the list of actions: ratings, how they moved, for how long, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from improvement.values.ratings import Rating, counts_of
from reporting.actions.action_filters import ActionFilters, is_move
from reporting.contents.facts import Contents
from reporting.filters.shown_month import ShownMonth
from reporting.summary.rating_now import RatingNow, is_rating
from reporting.summary.red_actions import RatedAction, rated_actions


@dataclass(frozen=True)
class ActionListRow:
    """An action in the list. ``position`` is that of its workstream in the pack."""

    position: int
    rated: RatedAction
    delivery: RatingNow
    embedding: RatingNow

    @property
    def dimensions(self) -> tuple[RatingNow, RatingNow]:
        return self.delivery, self.embedding

    @property
    def owner(self) -> str:
        """Whoever owns it: its own owner, else the executive leads of its workstream."""
        return self.rated.action.owner or self.rated.workstream.names_in("executive_lead")

    @property
    def due(self) -> date | None:
        """The day it is due as agreed now."""
        return _day(self.rated.action.due_on)

    @property
    def due_first(self) -> date | None:
        """The day it was due as first agreed."""
        return _day(self.rated.action.due_first)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was said of it in the month: the explanation, then the mitigation."""
        action = self.rated.action
        return tuple(filter(None, (action.told_explanation, action.told_mitigation)))


@dataclass(frozen=True)
class ActionGroup:
    """Rows under one heading; without a heading where nothing is grouped by."""

    name: str
    rows: tuple[ActionListRow, ...]

    @property
    def delivery(self) -> list[tuple[Rating, int]]:
        """How many have which delivery, worst first."""
        return counts_of(row.delivery.rating for row in self.rows)

    @property
    def embedding(self) -> list[tuple[Rating, int]]:
        """How many have which embedding, worst first."""
        return counts_of(row.embedding.rating for row in self.rows)


def rows_of_actions(month: ShownMonth[ActionFilters]) -> tuple[ActionListRow, ...]:
    """Return the actions that the filters leave, as the address sorts them."""
    filters = month.filters
    position = {stream.slug: place for place, stream in enumerate(month.contents.workstreams)}
    rows = [
        _row(position[rated.workstream.slug], rated)
        for rated in rated_actions(month.narrowed, month.ratings)
    ]
    left = [row for row in rows if _passes(row, filters)]
    key = SORTS.get(filters.sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    return tuple(sorted(left, key=key, reverse=filters.sort.startswith("-")))


def grouped(rows: Iterable[ActionListRow], filters: ActionFilters) -> tuple[ActionGroup, ...]:
    """Return rows by what the filters group by, workstreams in the order of the pack."""
    name_of, order_of = GROUPED_BY.get(filters.group, GROUPED_BY[""])
    in_order = sorted(rows, key=order_of)
    return tuple(ActionGroup(name, tuple(group)) for name, group in groupby(in_order, name_of))


def any_is_due(contents: Contents) -> bool:
    """Return whether any action of a month has a day it is due."""
    return any(action.due_on for stream in contents.workstreams for action in stream.actions)


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _row(position: int, rated: RatedAction) -> ActionListRow:
    action = rated.action
    return ActionListRow(
        position,
        rated,
        RatingNow("Delivery", action.delivery, action.delivery_before, rated.delivery),
        RatingNow("Embedding", action.embedding, action.embedding_before, rated.embedding),
    )


def _passes(row: ActionListRow, filters: ActionFilters) -> bool:
    return (
        is_rating(row.delivery.rating, filters.delivery)
        and is_rating(row.embedding.rating, filters.embedding)
        and is_move((now.way for now in row.dimensions), filters.moved)
    )


def _worst_first(first: str, then: str) -> Callable[[ActionListRow], tuple[int, ...]]:
    """Return the key that sorts by one rating, its months, and the other rating."""

    def key(row: ActionListRow) -> tuple[int, ...]:
        now, other = getattr(row, first), getattr(row, then)
        return -now.rating.severity, -now.months.spell.count, -other.rating.severity

    return key


DEFAULT_SORT = "embedding"
SORTS: dict[str, Callable[[ActionListRow], Any]] = {
    "ref": lambda row: row.rated.action.ref,
    "action": lambda row: row.rated.action.short.casefold(),
    "kind": lambda row: row.rated.action.strength,
    "delivery": _worst_first("delivery", "embedding"),
    "embedding": _worst_first("embedding", "delivery"),
    "owner": lambda row: row.owner.casefold(),
    "due": lambda row: row.due or date.max,
}
Named = Callable[[ActionListRow], str]
# What rows are grouped by: the heading of a row's group, and the order of the groups.
GROUPED_BY: dict[str, tuple[Named, Callable[[ActionListRow], Any]]] = {
    "": (lambda row: row.rated.workstream.name, lambda row: row.position),
    "owner": (lambda row: row.owner or "Nobody named", lambda row: row.owner.casefold()),
    "kind": (
        lambda row: row.rated.action.strength or "Of no kind",
        lambda row: row.rated.action.strength,
    ),
    "none": (lambda row: "", lambda row: 0),
}
