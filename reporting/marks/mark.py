"""The mark of a rating: its shape in its colour, hatched where it was carried and not confirmed.

It is decoration: the words stand beside it, or in the label of what it is part of.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from improvement.values.ratings import Rating
from reporting.marks.outlines import hatching, outline


class Mark(NamedTuple):
    """A rating as drawn. ``carried``: from the month before, and nobody has confirmed it."""

    rating: Rating
    carried: bool = False

    @property
    def words(self) -> str:
        """The rating inside a sentence: “off track”, “off track, carried, not confirmed”."""
        carried = ", carried, not confirmed" if self.carried and self.rating.is_rated else ""
        return f"{self.rating.short.lower()}{carried}"

    @property
    def colour(self) -> str:
        """The class that brings the rating's colours."""
        carried = " app-shape--carried" if self.carried and self.rating.is_rated else ""
        return f"app-shape--{self.rating.colour}{carried}"


@cache
def mark_of_code(code: str, carried: bool = False) -> Mark:
    """Return the mark of a rating given by its code; the empty code is not yet rated."""
    return Mark(Rating(code), carried)


@cache
def rating_mark(code: str | None, size: int = 11, carried: bool = False) -> SafeString:
    """Draw the mark of a rating, ``size`` pixels wide and high."""
    mark = mark_of_code(code or "", carried)
    return mark_safe(  # noqa: S308 - of words and numbers of ours
        f'<svg class="app-shape {mark.colour}" width="{size}" height="{size}"'
        f' viewBox="0 0 {size} {size}" aria-hidden="true">{paths(mark, size)}</svg>'
    )


@cache
def paths(mark: Mark, size: int) -> str:
    """Return the shape, and its hatching over it, to stand in an element of the mark's colour."""
    shape = mark.rating.shape
    drawn = f'<path d="{outline(shape, size)}"/>'
    lines = hatching(shape, size) if mark.carried else ""
    return f'{drawn}<path d="{lines}"/>' if lines else drawn
