"""What a dashboard says of a month, worked out once for all who read it.

It is found again by all that it was made of, as docs/adr/0015 asks: the month's facts, the ratings
of the months before, the returns, the day and the filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reporting.contents.facts import Contents
from reporting.dashboard.off_rows import Sort
from reporting.dashboard.panels import Panels, panels_of
from reporting.filters.filters import Filters
from reporting.summary.figures import Figure
from reporting.summary.returns import ReturnsIn
from reporting.summary.summarise import summarise
from reporting.timelines.ratings import RatingsBefore


@dataclass(frozen=True)
class PageParts:
    """The first four of the five figures, and the panels below them."""

    figures: tuple[Figure, ...]
    panels: Panels


@lru_cache(maxsize=16)
def parts_of(
    contents: Contents,
    ratings: RatingsBefore,
    *,
    on: date,
    returns: ReturnsIn | None,
    sees_open: bool,
    filters: Filters,
    sort: Sort,
    dimension: str,
) -> PageParts:
    """Return the figures and panels of contents that the filters have narrowed.

    ``dimension`` is the one of the rating history; the rest is as ``summarise`` takes it.
    """
    summary = summarise(contents, ratings, on=on, returns=returns, sees_open=sees_open)
    return PageParts(summary.figures, panels_of(contents, summary, filters, sort, dimension))
