"""Eighteen months of ratings as drawn: of what is red with its months as bars, and of the grid."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reporting.marks.mark import Mark, paths
from reporting.summary.spells import RatedMonths
from reporting.timelines.ratings import SHOWN_MONTHS

SIZE, BAR, ROW = 8, 12, 15
RED_PITCH, GRID_PITCH = 16, 13


@lru_cache(maxsize=256)
def draw_red(delivery: RatedMonths, embedding: RatedMonths) -> SafeString:
    """Draw both dimensions by month, delivery above; a month that is red is a bar."""
    width = RED_PITCH * SHOWN_MONTHS
    drawn = "".join(
        _red_month(mark, place * RED_PITCH, row * ROW)
        for row, rated in enumerate((delivery, embedding))
        for place, mark in enumerate(rated.last(SHOWN_MONTHS))
    )
    label = f"Delivery: {in_words(delivery)}. Embedding: {in_words(embedding)}."
    return _svg("app-red__strip", label, width, ROW + BAR, drawn)


def _red_month(mark: Mark | None, left: int, top: int) -> str:
    if mark is None:
        return f'<path class="app-strip__unknown" d="M{left + 4} {top + 6}h8"/>'
    if mark.rating.is_red and not mark.carried:
        box = f"M{left} {top}h{RED_PITCH - 1}v{BAR}h-{RED_PITCH - 1}z"
        return f'<path class="{mark.colour}" d="{box}"/>'
    move = f'transform="translate({left + (RED_PITCH - SIZE) // 2} {top + (BAR - SIZE) // 2})"'
    return f'<g class="{mark.colour}" {move}>{paths(mark, SIZE)}</g>'


@lru_cache(maxsize=1024)
def draw_row(rated: RatedMonths) -> SafeString:
    """Draw one dimension by month, as a row of the grid of ratings."""
    width = GRID_PITCH * (SHOWN_MONTHS - 1) + SIZE
    drawn = "".join(
        f'<g class="{mark.colour}" transform="translate({place * GRID_PITCH})">'
        f"{paths(mark, SIZE)}</g>"
        if mark
        else f'<path class="app-strip__unknown" d="M{place * GRID_PITCH} 4h8"/>'
        for place, mark in enumerate(rated.last(SHOWN_MONTHS))
    )
    return _svg("", in_words(rated), width, SIZE, drawn)


def in_words(rated: RatedMonths) -> str:
    """Return “on track 9 months, off track 5, overdue 4, since September 2023”."""
    known = [mark for mark in rated.marks if mark]
    runs = [(rating, len(list(run))) for rating, run in groupby(mark.rating for mark in known)]
    if not runs:
        return "not known"
    said = [f"{rating.short.lower()} {count}" for rating, count in runs]
    said[0] += " month" if runs[0][1] == 1 else " months"
    carried = "; carried, not confirmed" if known[-1].carried else ""
    return f"{', '.join(said)}, {rated.spell.since_words}{carried}"


def _svg(name: str, label: str, width: int, height: int, drawn: str) -> SafeString:
    return mark_safe(  # noqa: S308 - of words and numbers of ours, and an escaped label
        f'<svg class="app-strip {name}" role="img" aria-label="{escape(label)}"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
