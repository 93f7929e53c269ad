"""What changed in a workstream's report since the month before, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reporting.changes.compare import report_changes
from reporting.changes.kinds import NOTHING, item_name
from reporting.contents.facts import WorkstreamFact
from reporting.contents.pack_facts import ChangeFact, ChangesFact


@dataclass(frozen=True)
class TextChange:
    """A text: the lines that are new and the lines that went."""

    place: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class ReportChanges:
    """Everything that differs from the month before; ``others`` are items, people, dates, aims."""

    ratings: tuple[ChangeFact, ...]
    figures: tuple[ChangeFact, ...]
    texts: tuple[TextChange, ...]
    others: tuple[ChangeFact, ...]


def changes_since_issued(issued: WorkstreamFact, now: WorkstreamFact) -> ReportChanges:
    """Return what differs between a report and what was issued of it a month before."""
    changes = report_changes(issued, now)
    apart = ("rating", "restated", "figure", "text")
    return ReportChanges(
        ratings=changes.of("rating"),
        figures=tuple(_figures(changes, now)),
        texts=tuple(_texts(changes)),
        others=tuple(change for change in changes.items if change.kind not in apart),
    )


def _figures(changes: ChangesFact, now: WorkstreamFact) -> Iterator[ChangeFact]:
    """Yield the changed figures, each with the name of its metric; a blank one is empty."""
    names = {item_name(metric): metric.name for metric in now.metrics}
    for change in (*changes.of("restated"), *changes.of("figure")):
        number, _, rest = change.place.partition(", ")
        before, after = ("" if text == NOTHING else text for text in (change.before, change.now))
        place = f"{number} {names[number]}, {rest}"
        yield replace(change, place=place, before=before, now=after)


def _texts(changes: ChangesFact) -> Iterator[TextChange]:
    for change in changes.of("text"):
        before, now = _lines(change.before), _lines(change.now)
        added = tuple(line for line in now if line not in before)
        removed = tuple(line for line in before if line not in now)
        if added or removed:
            yield TextChange(change.place, added, removed)


def _lines(text: str) -> list[str]:
    return [] if text == NOTHING else text.split("\n")
