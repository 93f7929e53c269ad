"""How a change is told: its kinds in words, what items are called, what came and what went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from reporting.contents import ActionFact, CriterionFact, WorkstreamFact
from reporting.figure_facts import MetricFact
from reporting.issue_facts import ChangeFact, ChangesFact

# Every kind of change with its heading, in the order in which a pack tells them.
KINDS: dict[str, str] = {
    "rating": "Ratings that moved",
    "new": "New items",
    "reopened": "Items open again",
    "closed": "Closed items",
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
    """Give each kind that something changed in: its words, and the changes."""
    return [(words, facts.of(kind)) for kind, words in KINDS.items() if facts.of(kind)]


def differs(kind: str, of: str, place: str, was: str, now: str, why: str = "") -> Changes:
    """Tell that something reads otherwise than it did; nothing where it reads the same."""
    if was != now:
        yield ChangeFact(kind, of, place, was or NOTHING, now or NOTHING, why)


def arrivals(
    of: str,
    was: Mapping[Any, Item],
    now: Mapping[Any, Item],
    reasons: Mapping[Any, str] = MappingProxyType({}),
) -> Changes:
    """Tell what is new and what is left out, by key, with the reasons for the latter if known."""
    for key, item in now.items():
        if key not in was:
            yield ChangeFact("new", of, named(item), NOTHING, "New", about(item))
    for key, item in was.items():
        if key not in now:
            reason = f". Retired: {reasons[key]}" if key in reasons else ""
            said = f"{about(item)}{reason}"
            yield ChangeFact("closed", of, named(item), "Reported", "Left out", said)


def named(item: Item) -> str:
    """Give the name a change calls an item by, which is its own or its kind and number."""
    if isinstance(item, ActionFact):
        return f"{item.strength} {item.ref}"
    if isinstance(item, CriterionFact):
        return f"Criterion {item.number}"
    return f"Metric {item.number}" if isinstance(item, MetricFact) else item.name


def about(item: Item) -> str:
    """Give what an item says, to somebody who does not know its number by heart."""
    if isinstance(item, ActionFact):
        return item.wording
    if isinstance(item, CriterionFact):
        return item.text
    return item.name if isinstance(item, MetricFact) else "Workstream"
