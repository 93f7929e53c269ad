"""One rating from month to month as a band of marks, newest right, its ends named below."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from improvement.values.periods import CalendarMonth
from reporting.marks.mark import Mark, paths
from reporting.marks.strip import line_in_words

SIZE, PITCH, HEIGHT, NARROWEST = 14, 20, 36, 130
UNKNOWN = '<path class="app-strip__unknown" d="M0 7h14"/>'
MarkedMonth = tuple[CalendarMonth, Mark | None]


@lru_cache(maxsize=256)
def draw_band(months: tuple[MarkedMonth, ...], name: str) -> SafeString:
    """Draw the months' marks, and say them in a sentence; a month without one is dotted."""
    if not months:
        return SafeString("")
    width = max(NARROWEST, len(months) * PITCH - PITCH + SIZE)
    marks = "".join(
        f'<g data-month="{month.slug}" transform="translate({place * PITCH})">{_drawn(mark)}</g>'
        for place, (month, mark) in enumerate(months)
    )
    label = escape(f"{name}: {line_in_words(list(months))}")
    return mark_safe(  # noqa: S308 - of escaped parts
        f'<svg class="app-strip app-strip--band" role="img" aria-label="{label}" width="{width}"'
        f' height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}">{marks}{_ends(months, width)}</svg>'
    )


def _drawn(mark: Mark | None) -> str:
    return f'<g class="{mark.colour}">{paths(mark, SIZE)}</g>' if mark else UNKNOWN


def _ends(months: tuple[MarkedMonth, ...], width: int) -> str:
    """Return the words of the first and of the last month, below."""
    first, last = (f"{month.starts_on:%b %Y}" for month, _ in (months[0], months[-1]))
    words = f'<text x="0" y="{HEIGHT - 4}">{first}</text>'
    if len(months) > 1:
        words += f'<text x="{width}" y="{HEIGHT - 4}" text-anchor="end">{last}</text>'
    return words
