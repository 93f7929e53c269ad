"""Twelve months of ratings as a strip of marks: delivery above embedding, newest right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.marks.mark import Mark, paths

SIZE, PITCH, LINE_PITCH = 8, 11, 12
HEIGHT = LINE_PITCH + SIZE
UNKNOWN = '<path class="app-strip__unknown" d="M0 4h11"/>'


class StripMonth(NamedTuple):
    """A month's two marks; None where nothing is known of the month."""

    month: CalendarMonth
    delivery: Mark | None
    embedding: Mark | None

    @property
    def words(self) -> str:
        """Both ratings of the month: “Delivery off track; embedding overdue”."""
        delivery, embedding = (
            mark.words if mark else "not known" for mark in (self.delivery, self.embedding)
        )
        return f"Delivery {delivery}; embedding {embedding}"


@lru_cache(maxsize=1024)
def draw_strip(months: tuple[StripMonth, ...], name: str = "", whose: str = "") -> SafeString:
    """Draw the months' marks with a sentence for each of the two ratings.

    A script shows ``whose`` they are below what is said of a month.
    """
    if not months:
        return SafeString("")
    width = len(months) * PITCH - PITCH + SIZE
    label = f"{name}: {in_words(months)}" if name else in_words(months)
    drawn = "".join(_month(place, month) for place, month in enumerate(months))
    of = f' data-whose="{escape(whose)}"' if whose else ""
    return mark_safe(  # noqa: S308 - of escaped parts
        f'<svg class="app-strip" role="img" aria-label="{escape(label)}"{of} width="{width}"'
        f' height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}">{drawn}</svg>'
    )


def _month(place: int, month: StripMonth) -> str:
    move = f' transform="translate({place * PITCH})"' if place else ""
    lower = f'<g transform="translate(0 {LINE_PITCH})">{_drawn(month.embedding)}</g>'
    told = f'data-about="{month.month.words}" data-said="{month.words}"'
    return f'<g data-month="{month.month.slug}" {told}{move}>{_drawn(month.delivery)}{lower}</g>'


def _drawn(mark: Mark | None) -> str:
    return f'<g class="{mark.colour}">{paths(mark, SIZE)}</g>' if mark else UNKNOWN


def in_words(months: Sequence[StripMonth]) -> str:
    """Return “Delivery: off track 8 months, overdue 4, since September 2023. Embedding: …”."""
    delivery = line_in_words([(month.month, month.delivery) for month in months])
    embedding = line_in_words([(month.month, month.embedding) for month in months])
    return f"Delivery: {delivery}. Embedding: {embedding}."


def line_in_words(marks: list[tuple[CalendarMonth, Mark | None]]) -> str:
    """Return “off track 8 months, overdue 4, since September 2023” of one rating's months."""
    known = [(month, mark) for month, mark in marks if mark]
    if not known:
        return "not known"
    runs: list[tuple[Rating, list[CalendarMonth]]] = [
        (rating, [month for month, _ in run])
        for rating, run in groupby(known, key=lambda pair: pair[1].rating)
    ]
    counted = [f"{rating.short.lower()} {len(run)}" for rating, run in runs]
    counted[0] += " month" if len(runs[0][1]) == 1 else " months"
    since = runs[-1][1][0].words + (" or before" if len(runs) == 1 else "")
    carried = "; carried, not confirmed" if known[-1][1].carried else ""
    return f"{', '.join(counted)}, since {since}{carried}"
