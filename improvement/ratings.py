"""Ratings: a person's judgement of how an action, criterion, workstream or programme stands."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Rating(StrEnum):
    """The published ratings, best first. The empty value is not yet rated, which is no rating."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    OVERDUE = "overdue"
    NOT_YET_RATED = ""

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def colour(self) -> str:
        return _COLOURS[self]

    @property
    def is_red(self) -> bool:
        return self is Rating.OVERDUE


_WORDS = {
    Rating.COMPLETE: "Complete & Embedded",
    Rating.ON_TRACK: "On Track",
    Rating.OFF_TRACK: "Off Track (<1 month), Recovery Actions in Place",
    Rating.OVERDUE: "Overdue (>1 month)",
    Rating.NOT_YET_RATED: "Not yet rated",
}

_COLOURS = {
    Rating.COMPLETE: "blue",
    Rating.ON_TRACK: "green",
    Rating.OFF_TRACK: "amber",
    Rating.OVERDUE: "red",
    Rating.NOT_YET_RATED: "none",
}

CHOICES = [(rating.value, rating.words) for rating in Rating]
_BEST_FIRST = list(Rating)


def worst_of(ratings: Iterable[Rating]) -> Rating:
    """Give the worst rating among ``ratings``; what is not yet rated does not count."""
    rated = [rating for rating in ratings if rating is not Rating.NOT_YET_RATED]
    return max(rated, key=_BEST_FIRST.index, default=Rating.NOT_YET_RATED)


def counts_of(ratings: Iterable[Rating]) -> list[tuple[Rating, int]]:
    """Give how many of ``ratings`` there are of each, worst first, leaving out what has none."""
    given = list(ratings)
    worst_first = [Rating.OVERDUE, Rating.OFF_TRACK, Rating.ON_TRACK, Rating.COMPLETE]
    counted = [(rating, given.count(rating)) for rating in [*worst_first, Rating.NOT_YET_RATED]]
    return [(rating, count) for rating, count in counted if count]


def movement(dimension: str, before: Rating | None, now: Rating) -> str:
    """Say how a rating moved, or nothing. ``before`` is None without a month before."""
    if before is None or before is now or before is Rating.NOT_YET_RATED:
        return ""
    return f"{dimension}: {before.words} to {now.words}"


class Way(StrEnum):
    """Which way a rating went from one month to another. The value is how it is said."""

    WORSE = "Worse"
    BETTER = "Better"
    FIRST = "Newly rated"
    DROPPED = "No longer rated"
    SAME = "No change"


def way_of(before: Rating | None, now: Rating) -> Way:
    """Say which way a rating went. ``before`` is None without a month before."""
    earlier = before or Rating.NOT_YET_RATED
    if earlier is now:
        return Way.SAME
    if earlier is Rating.NOT_YET_RATED:
        return Way.FIRST
    if now is Rating.NOT_YET_RATED:
        return Way.DROPPED
    return Way.WORSE if _BEST_FIRST.index(now) > _BEST_FIRST.index(earlier) else Way.BETTER
