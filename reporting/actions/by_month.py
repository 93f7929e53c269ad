"""How many of the actions listed had which rating in each month, to be drawn as areas."""

from __future__ import annotations

from collections.abc import Sequence

from improvement.values.ratings import Rating
from reporting.actions.action_rows import ActionListRow
from reporting.charts.drawing import Drawing, drawing
from reporting.charts.ratings_by_month import RatingArea, RatingsByMonth
from reporting.summary.spells import RatedMonths

FEWEST_MONTHS = 2
COLUMN = 604  # pixels: two columns of a page of 1280


def ratings_by_month(rows: Sequence[ActionListRow], dimension: str) -> Drawing | None:
    """Return the areas of a dimension, or None where fewer than two months are known.

    An action counts in each month that it was reported in.
    """
    rated: list[RatedMonths] = [getattr(row, dimension).months for row in rows]
    months = rated[0].months if rated else ()
    if len(months) < FEWEST_MONTHS:
        return None
    best_first = sorted(Rating, key=lambda rating: rating.severity)
    areas = [
        RatingArea(rating.short, rating.shape.value, rating.colour.tones.fill, counts)
        for rating in best_first
        if any(counts := [_count(rated, place, rating) for place in range(len(months))])
    ]
    by_month = RatingsByMonth(months, areas)
    return drawing(by_month.figure, by_month.words, COLUMN)


def _count(rated: Sequence[RatedMonths], place: int, rating: Rating) -> int:
    marks = (row.marks[place] for row in rated)
    return sum(mark is not None and mark.rating is rating for mark in marks)
