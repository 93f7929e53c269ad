"""The kinds of change in words, what items are called, and which are new or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from reporting.contents.facts import ActionFact, CriterionFact, WorkstreamFact
from reporting.contents.metric_facts import MetricFact
from reporting.contents.pack_facts import ChangeFact, ChangesFact

# Every kind of change with its heading, in the order in which a pack prints them.
KINDS: dict[str, str] = {
    "rating": "Ratings that moved",
    "new": "New items",
    "reopened": "Items open again",
    "closed": "Closed items",
    "wording": "Wordings that changed",
    "date": "Dates that moved",
    "crossed": "Metrics that crossed their aim",
    "restated": "Figures restated",
    "aim": "Aims that changed",
    "people": "People",
    "figure": "Figures that differ",
    "text": "Texts that differ",
}
NOTHING = "–"
Changes = Iterator[ChangeFact]
Item = ActionFact | CriterionFact | MetricFact | WorkstreamFact


def by_kind(facts: ChangesFact) -> list[tuple[str, tuple[ChangeFact, ...]]]:
    """Return the heading and the changes of each kind that has any, in the order of ``KINDS``."""
    return [(words, facts.of(kind)) for kind, words in KINDS.items() if facts.of(kind)]


def differs(kind: str, of: str, place: str, before: str, now: str, why: str = "") -> Changes:
    """Yield a change where two texts differ, and nothing where they are the same."""
    if before != now:
        yield ChangeFact(kind, of, place, before or NOTHING, now or NOTHING, why)


def arrivals(
    of: str,
    before: Mapping[Any, Item],
    now: Mapping[Any, Item],
    endings: Mapping[Any, tuple[str, str]] = MappingProxyType({}),
) -> Changes:
    """Yield the items that are new, and those that are left out, by key.

    ``endings`` has how items came to be left out and why, by key, where that is known.
    """
    for key, item in now.items():
        if key not in before:
            yield ChangeFact("new", of, item_name(item), NOTHING, "New", _wording(item))
    for key, item in before.items():
        if key not in now:
            how, reason = endings.get(key, ("", ""))
            why = f"{_wording(item)}. {how}: {reason}" if how else _wording(item)
            yield ChangeFact("closed", of, item_name(item), "Reported", "Left out", why)


def item_name(item: Item) -> str:
    """Return what a change calls an item: its own name, or its kind and number."""
    if isinstance(item, ActionFact):
        return f"{item.strength} {item.ref}"
    if isinstance(item, CriterionFact):
        return f"Criterion {item.number}"
    return f"Metric {item.number}" if isinstance(item, MetricFact) else item.name


def _wording(item: Item) -> str:
    """Return an item's wording, for readers who do not know it by its number."""
    if isinstance(item, ActionFact):
        return item.wording
    if isinstance(item, CriterionFact):
        return item.text
    return item.name if isinstance(item, MetricFact) else "Workstream"
