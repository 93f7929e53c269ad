"""The filters as a page shows them: one form of choices, and what takes each away again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.contents.facts import Contents
from reporting.filters.filters import Filters
from reporting.filters.narrow import kinds_of, owners_of

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FilterChoice:
    """One filter with its ``options``, values and words; ``clear`` is the address without it."""

    name: str
    label: str
    value: str
    options: Options
    clear: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.clear)


@dataclass(frozen=True)
class FilterBar:
    """The form of a page's filters. ``kept`` is what else the address asks, as pairs.

    ``at`` is None for whoever may not ask for a moment, ``at_words`` the moment shown in words.
    """

    choices: tuple[FilterChoice, ...]
    at: FilterChoice | None
    at_words: str
    kept: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """How many filters are set."""
        at = [self.at] if self.at else []
        return sum(choice.is_set for choice in (*self.choices, *at))


def filter_bar(
    filters: Filters,
    contents: Contents,
    *,
    offered: Iterable[tuple[str, str]],
    shown: str,
    sees_changes: bool,
    at_words: str = "",
) -> FilterBar:
    """Return the filters of a page that shows ``contents``, whole.

    ``offered`` are the months and packs somebody may read, and ``shown`` is the one on the page.
    Only whoever sees changes is asked for a moment.
    """
    streams = contents.workstreams
    sources = {action.source: None for stream in streams for action in stream.actions}
    owners = sorted(set().union(*map(owners_of, streams)))
    narrowing = {
        "workstream": ("Workstream", [(stream.slug, stream.name) for stream in streams]),
        "source": ("Source", [(source, source) for source in sources if source]),
        "kind": ("Kind", kinds_of(contents)),
        "owner": ("Owner", [(owner, owner) for owner in owners]),
    }
    period = FilterChoice("month", "Period", shown, tuple(offered))
    choices = [filter_choice(filters, name, *about) for name, about in narrowing.items()]
    at = FilterChoice("at", "As at", filters.at, (), _clear(filters, "at"))
    kept = (("sort", filters.sort),) if filters.sort else ()
    return FilterBar((period, *choices), at if sees_changes else None, at_words, kept)


def filter_choice(
    filters: Filters, name: str, label: str, options: list[tuple[str, str]]
) -> FilterChoice:
    """Return a filter with “all” first. A value that is no option stands as it was asked."""
    value = getattr(filters, name)
    unknown = [(value, value)] if value and value not in dict(options) else []
    every = (("", "all"), *options, *unknown)
    return FilterChoice(name, label, value, every, _clear(filters, name))


def _clear(filters: Filters, name: str) -> str:
    return filters.query_string(**{name: ""}) if getattr(filters, name) else ""
