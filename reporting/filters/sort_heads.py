"""The heads of a list's columns, each a link that sorts by it, the other way at a second press."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from reporting.filters.filters import Filters


@dataclass(frozen=True)
class SortHead:
    """A column's words, where its link leads, and its `aria-sort`, empty where it is not sorted."""

    column: str
    words: str
    address: str
    aria_sort: str = ""

    @property
    def arrow(self) -> str:
        return {"descending": "▾", "ascending": "▴"}.get(self.aria_sort, "")


def sort_heads(
    filters: Filters,
    columns: Iterable[tuple[str, str]],
    *,
    default: str,
    down_first: Container[str] = (),
) -> tuple[SortHead, ...]:
    """Return a head for each column and its words.

    ``default`` is sorted by where nobody asks; ``down_first`` are sorted downwards at first.
    """
    asked = replace(filters, sort=filters.sort or default)
    is_turned = asked.sort.startswith("-")
    heads = []
    for column, words in columns:
        goes_down = (column in down_first) != is_turned
        is_sorted = column == asked.sort.removeprefix("-")
        aria_sort = ("descending" if goes_down else "ascending") if is_sorted else ""
        heads.append(SortHead(column, words, asked.sorted_by(column), aria_sort))
    return tuple(heads)
