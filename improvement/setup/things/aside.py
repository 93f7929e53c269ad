"""What stands beside the form of a thing: its ratings, how it can end, its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from improvement.access.permissions import Standing
from improvement.audit.changes import fields_changed, relation_names
from improvement.models import Action, ActionRating, Ending, Source
from improvement.setup.things.kinds import ACTIONS, ThingKind

LAST = 3  # changes that are told beside the form
_ENDINGS = {
    Ending.COMPLETED: "Completed…",
    Ending.WITHDRAWN: "Withdrawn…",
    Ending.MERGED: "Merged into another…",
}


@dataclass(frozen=True)
class LastChange:
    """A change in one line: when, by whom, what."""

    at: datetime
    who: str
    what: str


def aside_of(standing: Standing, of: ThingKind, thing: Any) -> dict[str, Any]:
    """Return what stands beside the form; of a thing that is not saved yet nothing does."""
    if thing.pk is None or isinstance(thing, Source):
        return {}
    slug = standing.programme.slug
    end = reverse(f"setup_end_{of.argument}", args=[slug, thing.pk])
    return {
        "aside": "improvement/setup/_aside.html",
        "thing": thing,
        "ends": [(f"{end}?as={ending.value}", words) for ending, words in _ENDINGS.items()],
        "end": end,
        "rating": _last_rating(thing),
        "sub_actions": _sub_actions(thing) if of is ACTIONS else None,
        "changes": _last_changes(thing),
        "changes_kind": of.argument,
        "changes_count": thing.history.count(),
    }


def _last_rating(thing: Any) -> ActionRating | None:
    if not isinstance(thing, Action):
        return None
    rated = thing.ratings.select_related("report__month").order_by("-report__month__starts_on")
    return rated.first()


def _sub_actions(action: Action) -> list[Action] | None:
    """Return an action's sub-actions; None of one that can have none."""
    if action.parent_id:
        return None
    return list(action.sub_actions.select_related("owner"))


def _last_changes(thing: Any) -> list[LastChange]:
    names = relation_names(type(thing).history.model)
    rows = list(thing.history.select_related(*names)[: LAST + 1])
    last = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changed = [change.field.lower() for change in fields_changed(before, row)] if before else []
        what = "added" if row.history_type == "+" else ", ".join(changed) or "changed"
        last.append(LastChange(row.history_date, str(row.history_user or "Somebody"), what))
    return last[:LAST]
