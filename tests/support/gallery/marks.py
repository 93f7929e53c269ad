"""What the gallery draws marks, cells and strips with."""

from __future__ import annotations

from types import SimpleNamespace

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.marks.cells import Cell
from reporting.marks.mark import Mark
from reporting.marks.strip import StripMonth

WORST_FIRST = sorted(Rating, key=lambda rating: -rating.severity)


def marks_example() -> SimpleNamespace:
    """Return cells confirmed and carried, too many of them, and months with one not known."""
    return SimpleNamespace(
        cells=_cells(WORST_FIRST),
        carried=_cells(WORST_FIRST, carried=True),
        many=_cells([Rating.OVERDUE] * 2 + [Rating.OFF_TRACK] * 19 + [Rating.ON_TRACK] * 24),
        many_carried=_cells([Rating.OFF_TRACK] * 19, carried=True),
        months=tuple(_months()),
    )


def _cells(ratings: list[Rating], *, carried: bool = False) -> tuple[Cell, ...]:
    return tuple(
        Cell(Mark(rating, carried), f"action-{number}", f"EX-{number:02} What is to be done")
        for number, rating in enumerate(ratings, start=1)
    )


def _months() -> list[StripMonth]:
    off, red = Mark(Rating.OFF_TRACK), Mark(Rating.OVERDUE)
    last = Mark(Rating.OVERDUE, carried=True)
    delivery = [None, None, *[off] * 6, *[red] * 3, last]
    embedding = [None, None, *[off] * 3, *[red] * 6, last]
    months = [CalendarMonth(2023, number) for number in range(1, 13)]
    return [StripMonth(*line) for line in zip(months, delivery, embedding, strict=True)]
