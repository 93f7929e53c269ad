"""How what an issued pack had, and the month after it leaves out, came to its end.

For whoever has the pack of the month before at hand and did not read that month itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from improvement.models import Action, ExitCriterion, Workstream
from reporting.contents.facts import Contents
from reporting.contents.item_facts import EndedFact


def with_endings(contents: Contents, before: Contents) -> Contents:
    """Return ``contents`` with the endings of what the pack ``before`` had and they leave out.

    One query for each kind of thing that is left out, and mostly none.
    """
    now = {stream.slug: stream for stream in contents.workstreams}
    gone = [stream.slug for stream in before.workstreams if stream.slug not in now]
    both = [(stream, now[stream.slug]) for stream in before.workstreams if stream.slug in now]
    actions = _ended(Action, "action", _left_out((old.actions, new.actions) for old, new in both))
    criteria = _ended(
        ExitCriterion, "criterion", _left_out((old.criteria, new.criteria) for old, new in both)
    )
    if not (gone or actions or criteria):
        return contents
    streams = tuple(
        replace(stream, ended=(*actions.get(stream.slug, ()), *criteria.get(stream.slug, ())))
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=streams, ended=_ended_workstreams(contents, gone))


def _left_out(pairs: Iterable[tuple[Collection[Any], Collection[Any]]]) -> set[int]:
    """Return the ids of the items that stand in the first of each pair alone."""
    ids = (({item.id for item in old}, {item.id for item in new}) for old, new in pairs)
    return set().union(*(before - now for before, now in ids))


def _ended(
    model: type[Action | ExitCriterion], kind: str, ids: set[int]
) -> dict[str, list[EndedFact]]:
    """Return how those of ``ids`` ended that did, by the short name of their workstream."""
    found: dict[str, list[EndedFact]] = {}
    more = ("merged_into__source",) if model is Action else ()
    rows: Any = model._default_manager.filter(pk__in=ids, ended_from__isnull=False)
    for thing in rows.select_related("workstream", "merged_into__workstream", *more) if ids else ():
        fact = EndedFact(kind, str(thing.pk), thing.ended_words, thing.ended_because or "")
        found.setdefault(thing.workstream.slug, []).append(fact)
    return found


def _ended_workstreams(contents: Contents, slugs: Collection[str]) -> tuple[EndedFact, ...]:
    rows = Workstream.objects.filter(programme__slug=contents.programme.slug, slug__in=slugs)
    return tuple(
        EndedFact("workstream", row.slug, row.ended_words, row.ended_because or "")
        for row in (rows.filter(ended_from__isnull=False) if slugs else ())
    )
