"""The ratings of a workstream's items: a cell each, worst first, or segments of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from improvement.values.ratings import Rating
from reporting.contents.facts import ActionFact, CriterionFact
from reporting.contents.in_words import day_in_words
from reporting.marks.mark import Mark
from reporting.marks.outlines import hatched_box, outline

MOST_CELLS = 14
GAP, SHAPE = 1, 7
WIDTH, HEIGHT = 13, 16
SMALL_WIDTH, SMALL_HEIGHT = 11, 14
PIXELS_AN_ITEM, NARROWEST = 5, 24


class Cell(NamedTuple):
    """An item's rating, and what a script shows of it: ``about`` names it, ``said`` is its rating.

    ``ref`` is the item's place in the list behind the cells, ``whose`` its owner and its due day.
    """

    mark: Mark
    ref: str = ""
    about: str = ""
    said: str = ""
    whose: str = ""


def cells_of_actions(
    actions: Iterable[ActionFact],
    dimension: str,
    said: Mapping[int, str] | None = None,
    leads: str = "",
) -> tuple[Cell, ...]:
    """Return a cell for each action's ``dimension`` (delivery or embedding), worst first.

    ``said`` is what is said of the rating, by the action's id; without one, the rating alone.
    An action without an owner is that of ``leads``.
    """
    told = said or {}
    return _worst_first(
        Cell(
            mark := Mark(getattr(action, dimension).judgement, action.carried),
            f"action-{action.id}",
            f"{action.ref} {action.short}",
            told.get(action.id) or f"{dimension.capitalize()} {mark.words}",
            whose(action.owner or leads, action.due_on),
        )
        for action in actions
    )


def whose(owner: str, due_on: str = "") -> str:
    """Return whose an item is, and the day it is due: “Helen Young, due 30 June 2024”."""
    due = f"due {day_in_words(date.fromisoformat(due_on))}" if due_on else ""
    return ", ".join(filter(None, (owner, due)))


def cells_of_criteria(criteria: Iterable[CriterionFact], leads: str = "") -> tuple[Cell, ...]:
    """Return a cell for each exit criterion, worst first. One without an owner is of ``leads``."""
    return _worst_first(
        Cell(
            mark := Mark(criterion.rating.judgement, criterion.carried),
            f"criterion-{criterion.id}",
            f"Criterion {criterion.number}: {criterion.text}",
            mark.words.capitalize(),
            whose(criterion.owner or leads),
        )
        for criterion in criteria
    )


def _worst_first(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: -cell.mark.rating.severity))


def needs_segments(groups: Iterable[Sequence[Cell]]) -> bool:
    """Say whether one of the groups is too long for cells; then all are drawn as segments."""
    return any(len(group) > MOST_CELLS for group in groups)


def in_words(cells: Sequence[Cell]) -> str:
    """Return how many there are of each rating: “1 overdue, 3 on track; 2 of them carried”."""
    counted = ", ".join(f"{count} {rating.short.lower()}" for rating, count in _counts(cells))
    carried = sum(cell.mark.carried for cell in cells)
    return f"{counted}; {carried} carried, not confirmed" if carried else counted


def _counts(cells: Sequence[Cell]) -> list[tuple[Rating, int]]:
    return list(Counter(cell.mark.rating for cell in cells).items())


@lru_cache(maxsize=1024)
def draw_cells(cells: tuple[Cell, ...], name: str, small: bool = False) -> SafeString:
    """Draw a cell for each item. ``name`` begins the label: “Delivery: 1 overdue, 3 on track”."""
    width, height = (SMALL_WIDTH, SMALL_HEIGHT) if small else (WIDTH, HEIGHT)
    drawn = [
        _placed(place * (width + GAP), cell, _box(cell.mark, width, height))
        for place, cell in enumerate(cells)
    ]
    return _group(cells, name, len(cells) * (width + GAP) - GAP, height, drawn)


@lru_cache(maxsize=1024)
def draw_segments(cells: tuple[Cell, ...], name: str, scale: float = PIXELS_AN_ITEM) -> SafeString:
    """Draw a segment for each rating with its shape and number, ``scale`` pixels for an item.

    What was carried has a segment of its own beside the confirmed of the same rating.
    """
    drawn, left = [], 0
    for mark, count in Counter(cell.mark for cell in cells).items():
        width = max(NARROWEST, 18 + 6 * len(str(count)), round(count * scale))
        number = f'<text x="14" y="12">{count}</text>'
        told = Cell(mark, said=f"{count} {mark.words}")
        drawn.append(_placed(left, told, _box(mark, width, HEIGHT, shape_at=5) + number))
        left += width + GAP
    return _group(cells, name, left - GAP, HEIGHT, drawn)


def _group(
    cells: Sequence[Cell], name: str, width: int, height: int, drawn: Iterable[str]
) -> SafeString:
    if not cells:
        return SafeString("")
    return mark_safe(  # noqa: S308 - of escaped parts
        f'<svg class="app-cells" role="img" aria-label="{escape(name)}: {in_words(cells)}"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">{"".join(drawn)}</svg>'
    )


def _placed(left: int, cell: Cell, drawn: str) -> str:
    ref = f' data-ref="{escape(cell.ref)}"' if cell.ref else ""
    about = f' data-about="{escape(cell.about)}"' if cell.about else ""
    said = f' data-said="{escape(cell.said)}"' if cell.said else ""
    of = f' data-whose="{escape(cell.whose)}"' if cell.whose else ""
    move = f' transform="translate({left})"' if left else ""
    return f'<g class="{cell.mark.colour}"{move}{ref}{about}{said}{of}>{drawn}</g>'


@lru_cache(maxsize=1024)
def _box(mark: Mark, width: int, height: int, shape_at: int | None = None) -> str:
    """Return a box in the rating's colour, its shape knocked out of it."""
    left = (width - SHAPE) // 2 if shape_at is None else shape_at
    top = (height - SHAPE) / 2
    box = f'<path d="M.5 .5H{width - 0.5}V{height - 0.5}H.5z"/>'
    carried = mark.carried and mark.rating.is_rated
    lines = f'<path class="app-cells__hatch" d="{hatched_box(width, height)}"/>' if carried else ""
    shape = (
        f'<path class="app-cells__shape" transform="translate({left} {top:g})"'
        f' d="{outline(mark.rating.shape, SHAPE)}"/>'
    )
    return box + lines + shape
