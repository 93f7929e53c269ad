"""The rows of the list of exit criteria, and what the list is narrowed to and sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from improvement.values.ratings import Rating, counts_of
from reporting.contents.facts import CriterionFact, WorkstreamFact
from reporting.filters.bar import FilterBar, filter_choice
from reporting.filters.filters import Filters
from reporting.filters.shown_month import ShownMonth
from reporting.summary.exit_way import ExitWay
from reporting.summary.off_trajectory import letters_of
from reporting.summary.rating_now import NOT_RATED, RatingNow, is_rating
from reporting.summary.spells import RatedMonths, mark_of
from reporting.timelines.ratings import RatingsBefore

UNMOVED = "unmoved"
OF_ACTIONS = ("source", "kind")


@dataclass(frozen=True)
class ExitFilters(Filters):
    """Filters of the exit criteria, besides those of every page.

    ``rating`` is a code, “none” for not yet rated; ``still`` is “unmoved” for those that have not
    moved for three months.
    """

    rating: str = ""
    still: str = ""

    @property
    def narrows(self) -> bool:
        """Whether any of them leaves something out."""
        return bool(self.workstream or self.owner or self.rating or self.still)


@dataclass(frozen=True)
class ExitCriterionRow:
    """An exit criterion in the list. ``is_unmoved``: rated as it was three months before."""

    workstream: WorkstreamFact
    criterion: CriterionFact
    now: RatingNow
    is_unmoved: bool

    @property
    def ref(self) -> str:
        """Its number with its workstream's letters: “GWL 4”."""
        return f"{letters_of(self.workstream)} {self.criterion.number}"

    @property
    def owner(self) -> str:
        """Whoever owns it: its own owner, else the executive leads of its workstream."""
        return self.criterion.owner or self.workstream.names_in("executive_lead")

    @property
    def standing(self) -> str:
        """Say that its rating is not this month's; empty where it is."""
        return self.criterion.rating.standing or self.workstream.standing

    @property
    def remark(self) -> str:
        """What is to be said of how it moves; empty where it moved lately, or cannot be said."""
        return "has not moved for three months" if self.is_unmoved else ""


@dataclass(frozen=True)
class CriteriaGroup:
    """The criteria of a workstream, under what has to be true of it."""

    workstream: WorkstreamFact
    rows: tuple[ExitCriterionRow, ...]

    @property
    def counts(self) -> list[tuple[Rating, int]]:
        """How many have which rating, worst first."""
        return counts_of(row.now.rating for row in self.rows)


def bar_of_criteria(month: ShownMonth[ExitFilters]) -> FilterBar:
    """Return the form of the filters: those of every page that narrow criteria, and the list's."""
    bar, filters = month.bar, month.filters
    shared = [one for one in bar.choices if one.name not in OF_ACTIONS or one.is_set]
    ratings = [(rating.value or NOT_RATED, rating.short) for rating in Rating]
    own = (
        filter_choice(filters, "rating", "Rating", ratings),
        filter_choice(filters, "still", "Moved", [(UNMOVED, "not for three months")]),
    )
    return replace(bar, choices=(*shared, *own))


def groups_of_criteria(month: ShownMonth[ExitFilters], way: ExitWay) -> tuple[CriteriaGroup, ...]:
    """Return the criteria that the filters leave by workstream, as the address sorts them.

    ``way`` says which of them have not moved.
    """
    filters = month.filters
    rows = [
        _row(stream, criterion, month.ratings, is_unmoved=criterion.id in way.unmoved)
        for stream in month.narrowed.workstreams
        for criterion in stream.criteria
    ]
    left = [row for row in rows if _passes(row, filters)]
    key = SORTS.get(filters.sort.removeprefix("-"), SORTS[DEFAULT_SORT])
    left.sort(key=key, reverse=filters.sort.startswith("-"))
    places = {stream.slug: place for place, stream in enumerate(month.contents.workstreams)}
    left.sort(key=lambda row: places[row.workstream.slug])
    grouped = groupby(left, lambda row: row.workstream)
    return tuple(CriteriaGroup(stream, tuple(group)) for stream, group in grouped)


def _row(
    stream: WorkstreamFact, criterion: CriterionFact, ratings: RatingsBefore, *, is_unmoved: bool
) -> ExitCriterionRow:
    months = _months(criterion, ratings)
    now = RatingNow("Rating", criterion.rating, criterion.before, months)
    return ExitCriterionRow(stream, criterion, now, is_unmoved)


def _months(criterion: CriterionFact, ratings: RatingsBefore) -> RatedMonths:
    before = ratings.criteria.get(criterion.id, ())
    mark = mark_of(criterion.rating, carried=criterion.carried)
    return RatedMonths(ratings.reported, mark, before)


def last_moved(stream: WorkstreamFact, ratings: RatingsBefore) -> date | None:
    """Return the first day of the month in which a criterion of a workstream last moved.

    None where none has moved in the months that are known. What is carried has not moved.
    """
    spells = (_months(criterion, ratings).confirmed_spell for criterion in stream.criteria)
    moved = (spell.since.starts_on for spell in spells if spell and not spell.or_before)
    return max(moved, default=None)


def _passes(row: ExitCriterionRow, filters: ExitFilters) -> bool:
    return is_rating(row.now.rating, filters.rating) and (not filters.still or row.is_unmoved)


DEFAULT_SORT = "rating"
SORTS: dict[str, Callable[[ExitCriterionRow], Any]] = {
    "ref": lambda row: row.criterion.number,
    "criterion": lambda row: row.criterion.text.casefold(),
    "rating": lambda row: (-row.now.rating.severity, -row.now.months.spell.count),
    "owner": lambda row: row.owner.casefold(),
}
