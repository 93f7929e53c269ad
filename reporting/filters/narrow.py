"""What is left of a month after its filters, and what a filter cannot narrow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import Enum, auto

from improvement.models import Strength
from reporting.contents.facts import ActionFact, Contents, WorkstreamFact
from reporting.contents.pack_facts import ChangeFact
from reporting.filters.filters import NARROWING, Filters


class Panel(Enum):
    """A part of a page that filters narrow."""

    ACTIONS = auto()
    MOVED = auto()
    JUDGED = auto()
    MEASURES = auto()
    CRITERIA = auto()
    RETURNS = auto()


_BY_WORKSTREAM = ("workstream", "owner")
_NARROWED_BY = {
    Panel.ACTIONS: NARROWING,
    Panel.MOVED: NARROWING,
    Panel.JUDGED: _BY_WORKSTREAM,
    Panel.MEASURES: _BY_WORKSTREAM,
    Panel.CRITERIA: _BY_WORKSTREAM,
    Panel.RETURNS: _BY_WORKSTREAM,
}


def not_narrowed(panel: Panel, filters: Filters) -> str:
    """Return which filters that are set leave a panel as it is: “not by kind”, or nothing."""
    names = [name for name in filters.narrowing if name not in _NARROWED_BY[panel]]
    return f"not by {' or '.join(names)}" if names else ""


def narrow(contents: Contents, filters: Filters) -> Contents:
    """Return ``contents`` with what the filters leave of workstreams, their items and changes.

    A workstream is somebody's where they are its executive lead; an action or a criterion they own
    in another one is left with that workstream alone.
    """
    if not filters.narrowing:
        return contents
    narrowed = [_workstream(stream, filters) for stream in contents.workstreams]
    left = tuple(stream for stream in narrowed if stream)
    changes = tuple(
        change for change in contents.changes.items if _is_left(change, contents, left, filters)
    )
    return replace(contents, workstreams=left, changes=replace(contents.changes, items=changes))


def executives_of(stream: WorkstreamFact) -> tuple[str, ...]:
    """Return the names of a workstream's executive leads."""
    leads = (lead.names for lead in stream.leads if lead.role == "executive_lead")
    return tuple(name for names in leads for name in names)


def owners_of(stream: WorkstreamFact) -> set[str]:
    """Return everybody who leads a workstream or owns one of its actions or criteria."""
    criteria = {criterion.owner for criterion in stream.criteria if criterion.owner}
    actions = {action.owner for action in stream.actions if action.owner}
    return actions | criteria | set(executives_of(stream))


def kinds_of(contents: Contents) -> list[tuple[str, str]]:
    """Return the kinds that actions have, as an address writes them and in words.

    Must and Should come first, then what other sources call theirs.
    """
    named = (action.strength for stream in contents.workstreams for action in stream.actions)
    kinds = {strength.lower(): strength for strength in named if strength}
    return sorted(kinds.items(), key=lambda kind: (kind[0] not in Strength.values, kind[0]))


def _workstream(stream: WorkstreamFact, filters: Filters) -> WorkstreamFact | None:
    if filters.workstream and stream.slug != filters.workstream:
        return None
    owner, executives = filters.owner, executives_of(stream)
    is_theirs = not owner or owner in executives
    # An action or a criterion without an owner of its own is the executive leads'.
    criteria = tuple(
        criterion
        for criterion in stream.criteria
        if not owner or owner in ([criterion.owner] if criterion.owner else executives)
    )
    actions = tuple(
        action
        for action in stream.actions
        if (not owner or owner in ([action.owner] if action.owner else executives))
        and _passes(action, filters)
    )
    if not is_theirs and not criteria and not actions:
        return None
    metrics = stream.metrics if is_theirs else ()
    return replace(stream, actions=actions, criteria=criteria, metrics=metrics)


def _passes(action: ActionFact, filters: Filters) -> bool:
    kind, source = filters.kind, filters.source
    return (not kind or action.strength.lower() == kind) and (not source or action.source == source)


def _is_left(
    change: ChangeFact, contents: Contents, left: Collection[WorkstreamFact], filters: Filters
) -> bool:
    """Whether a change is of what is left. One of the whole programme is of no workstream."""
    stream = next((stream for stream in left if stream.name == change.workstream), None)
    if stream is None:
        return not change.workstream and not (filters.workstream or filters.owner)
    whole = next(each for each in contents.workstreams if each.slug == stream.slug)
    return not any(_is_about(change.place, name) for name in _names(whole) - _names(stream))


def _names(stream: WorkstreamFact) -> set[str]:
    """Return what changes call a workstream's items."""
    return (
        {f"{action.strength} {action.ref}" for action in stream.actions}
        | {f"Metric {metric.number}" for metric in stream.metrics}
        | {f"Criterion {criterion.number}" for criterion in stream.criteria}
    )


def _is_about(place: str, name: str) -> bool:
    return place == name or place.startswith((f"{name}:", f"{name},", f"{name} "))
