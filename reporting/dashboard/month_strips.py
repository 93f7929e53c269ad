"""Eighteen months of ratings as drawn: of what is red with its months as bars, and of the grid."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from improvement.values.periods import CalendarMonth
from reporting.marks.mark import Mark, paths
from reporting.marks.outlines import hatched_box
from reporting.summary.spells import RatedMonths, last_months, short_month
from reporting.timelines.ratings import SHOWN_MONTHS

SIZE, BAR, ROW = 8, 12, 15
GRID_PITCH, WIDEST = 13, 40
RED_HEIGHT, WORDS_AT, BEFORE = 42, 38, "before this programme was kept here"


@lru_cache(maxsize=256)
def draw_red(delivery: RatedMonths, embedding: RatedMonths) -> SafeString:
    """Draw both dimensions by month, delivery above; a month that is red is a bar.

    It is as wide as its column: places are shares of the width, and marks keep their size.
    """
    drawn = "".join(
        _red_month(mark, place, row * ROW)
        for row, rated in enumerate((delivery, embedding))
        for place, mark in enumerate(rated.last(SHOWN_MONTHS))
    )
    label = f"Delivery: {in_words(delivery)}. Embedding: {in_words(embedding)}."
    return mark_safe(  # noqa: S308 - of words and numbers of ours, and an escaped label
        f'<svg class="app-strip app-red__strip" role="img" aria-label="{escape(label)}"'
        f' height="{RED_HEIGHT}">{drawn}{_months_below(delivery.months)}</svg>'
    )


def _red_month(mark: Mark | None, place: int, top: int) -> str:
    if mark is None:
        x, end = _across(place), _across(place + 1)
        y = top + BAR // 2
        return f'<line class="app-strip__unknown" x1="{x}" y1="{y}" x2="{end}" y2="{y}"/>'
    if mark.rating.is_red:
        return _red_bar(mark, place, top)
    lower = top + (BAR - SIZE) // 2
    return (
        f'<svg class="{mark.colour}" x="{_across(place + 0.5)}" y="{lower}" overflow="visible">'
        f'<g transform="translate(-{SIZE // 2})">{paths(mark, SIZE)}</g></svg>'
    )


def _red_bar(mark: Mark, place: int, top: int) -> str:
    """Return a bar over the month, hatched where nobody has confirmed it."""
    bar = '<rect width="100%" height="100%"/>'
    if mark.carried:
        bar += f'<path d="{hatched_box(WIDEST, BAR)}"/>'
    return (
        f'<svg class="{mark.colour}" x="{_across(place)}" y="{top}" width="{_across(0.94)}"'
        f' height="{BAR}">{bar}</svg>'
    )


def _months_below(months: tuple[CalendarMonth, ...]) -> str:
    """Return the first month, each year that begins, and the last month."""
    shown = last_months(months[-1], SHOWN_MONTHS)
    is_known = months[0] <= shown[0]
    drawn = _word("0", "start", short_month(shown[0]) if is_known else BEFORE)
    for place, month in enumerate(shown):
        if is_known and month.number == 1 and 3 < place < SHOWN_MONTHS - 2:
            x = _across(place)
            drawn += f'<line class="app-red__year" x1="{x}" y1="0" x2="{x}" y2="{RED_HEIGHT}"/>'
            drawn += _word(_across(place + 0.2), "start", str(month.year))
    return drawn + _word("100%", "end", f"{shown[-1].starts_on:%b}")


def _word(x: str, anchor: str, text: str) -> str:
    return f'<text x="{x}" y="{WORDS_AT}" text-anchor="{anchor}">{text}</text>'


def _across(place: float) -> str:
    """Return where a month begins, as a share of the width."""
    return f"{100 * place / SHOWN_MONTHS:.2f}%"


@lru_cache(maxsize=64)
def draw_head(until: CalendarMonth) -> SafeString:
    """Draw what stands over the rows of the grid: the first month, each new year, the last."""
    months = last_months(until, SHOWN_MONTHS)
    years = "".join(
        f'<text x="{place * GRID_PITCH}" y="11">{month.year}</text>'
        for place, month in enumerate(months)
        if month.number == 1 and 4 < place < SHOWN_MONTHS - 4
    )
    width = GRID_PITCH * (SHOWN_MONTHS - 1) + SIZE
    return mark_safe(  # noqa: S308 - of words and numbers of ours
        f'<svg class="app-months__head" width="{width}" height="14"><text y="11">'
        f'{short_month(months[0])}</text>{years}<text x="{width}" y="11" text-anchor="end">'
        f"{until.starts_on:%b}</text></svg>"
    )


@lru_cache(maxsize=1024)
def draw_row(rated: RatedMonths, about: str = "", whose: str = "") -> SafeString:
    """Draw one dimension by month, as a row of the grid of ratings.

    Of each month a script shows ``about``, which names the action, its rating, and ``whose`` it is.
    """
    width = GRID_PITCH * (SHOWN_MONTHS - 1) + SIZE
    months = zip(last_months(rated.months[-1], SHOWN_MONTHS), rated.last(SHOWN_MONTHS), strict=True)
    drawn = "".join(
        _grid_month(place, month, mark, rated.dimension.capitalize())
        for place, (month, mark) in enumerate(months)
    )
    texts = f' data-about="{escape(about)}" data-whose="{escape(whose)}"' if about else ""
    return _svg(texts, in_words(rated), width, SIZE, drawn)


def _grid_month(place: int, month: CalendarMonth, mark: Mark | None, dimension: str) -> str:
    said = f'data-said="{month.words}: {dimension} {mark.words if mark else "not known"}"'
    move = f'transform="translate({place * GRID_PITCH})"' if place else ""
    if mark:
        return f'<g class="{mark.colour}" {said} {move}>{paths(mark, SIZE)}</g>'
    return f'<path class="app-strip__unknown" {said} {move} d="M0 4h8"/>'


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


def _svg(texts: str, label: str, width: int, height: int, drawn: str) -> SafeString:
    return mark_safe(  # noqa: S308 - of words and numbers of ours, and escaped texts
        f'<svg class="app-strip" role="img" aria-label="{escape(label)}"{texts}'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
