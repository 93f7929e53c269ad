"""Adding, changing and moving actions and their sub-actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.access.permissions import Verb, require, standing_of
from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Action, Person, Source, Strength, Workstream
from improvement.models.commitments import wording_of
from improvement.setup.facts import collect, move, require_set_up, written
from improvement.setup.reword import refuse_without_reason, stands_in_a_pack, tell_rewording
from improvement.values.clock import day_of
from improvement.values.refusals import Refused
from improvement.workflow.appear import show_in_open_month

FACTS = (
    "reference",
    "kind",
    "short_name",
    "text",
    "regulation",
    "source_id",
    "source_text",
    "owner_id",
    "due_on",
    "due_moved_because",
    "sub_actions_rated",
    "percent_complete",
)
ASK_WHY_MOVED = "Say why the due date moves: the pack prints it beside both dates."


@transaction.atomic
def write_action(
    *,
    action: Action,
    facts: Mapping[str, Any],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
    why: str = "",
) -> Action:
    """Add or change an action: its ``FACTS`` by name; what is left out stays.

    A new one comes last and is in the open month at once. A new sub-action may leave its reference
    out. A due date that moves needs ``due_moved_because``; a wording that stands in an issued pack
    needs ``why``, which the next pack prints. Raises ``Refused`` with a sentence, and
    ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    programme = action.workstream.programme
    require_set_up(programme, by, at)
    Workstream.objects.select_for_update().get(pk=action.workstream_id)  # two may add at once
    is_new, wording = action.pk is None, action.wording
    facts = _settled(action, facts)
    strength = facts.pop("strength", action.strength)  # follows the kind, and no page shows it
    page_save = PageSave(seen_texts, by=by)
    collect(page_save, action, facts)
    changed = written(page_save, action)
    if "kind" in changed:
        changed["strength"] = strength
    _settle_due(action, changed)
    text = changed.get("text", action.text)
    new_wording = wording_of(text, changed.get("regulation", action.regulation))
    is_reworded = new_wording != wording and stands_in_a_pack(action)
    if is_reworded:
        refuse_without_reason(why)
    page_save.write(why=why.strip())
    if is_reworded:
        tell_rewording(action, before=wording, after=new_wording, why=why, by=by, at=at)
    _show(action, is_new, changed, by)
    return action


def _settled(action: Action, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as they are kept. Raises ``Refused`` for what cannot be."""
    settled = dict(facts)
    if action.pk is None:
        action.position = action.workstream.actions.count()
        settled["reference"] = settled.get("reference") or _next_reference(action)
        _refuse_depth(action)
    if "reference" in settled:
        refuse_reference_twice(action, str(settled["reference"]))
    if not settled.get("text", action.text).strip():
        raise Refused("Write what has to be done.")
    if action.pk is None or "source_id" in settled or "kind" in settled:
        settled |= _kind_of(action, settled)
    if settled.get("percent_complete") is not None and not 0 <= settled["percent_complete"] <= 100:
        raise Refused("Write a percentage from 0 to 100.")
    return settled


def _next_reference(action: Action) -> str:
    """Return the reference of a new sub-action: CSW-03.2 is the second of CSW-03."""
    if action.parent is None:
        raise Refused("Write the action’s reference.")
    taken = set(action.workstream.actions.values_list("reference", flat=True))
    numbered = (f"{action.parent.reference}.{number}" for number in range(1, len(taken) + 2))
    return next(reference for reference in numbered if reference not in taken)


def _refuse_depth(action: Action) -> None:
    try:
        action.clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def refuse_reference_twice(action: Action, reference: str) -> None:
    """Raise ``Refused`` if another action of the workstream has this reference, ended or not."""
    others = Action.objects.filter(workstream=action.workstream_id, reference__iexact=reference)
    if other := others.exclude(pk=action.pk).first():
        ended = f" ({other.ended_words})" if other.ended_words else ""
        raise Refused(f"{reference} is the reference of “{other.text}” already{ended}.")


def _kind_of(action: Action, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the kind with its source, and the strength where the kind is Must or Should."""
    source_id = facts.get("source_id", action.source_id)
    kind = str(facts.get("kind", action.called_kind)).strip()
    source = Source.objects.filter(
        pk=source_id or 0, programme=action.workstream.programme_id
    ).first()
    if source_id and source is None:
        raise Refused("Choose a source of this programme.")
    if not kind and action.parent is None:
        raise Refused("Say what its source calls it, for example Must or Should.")
    if source and source.kinds and kind and kind not in source.kinds:
        raise Refused(f"{source} has no kind “{kind}”: it has {', '.join(source.kinds)}.")
    if kind == action.called_kind and action.pk:
        return {"source_id": source_id, "kind": action.kind}
    strengths = {str(strength.label): strength.value for strength in Strength}
    return {"source_id": source_id, "kind": kind, "strength": strengths.get(kind, "")}


def _settle_due(action: Action, changed: dict[str, Any]) -> None:
    """Keep the day as first agreed beside the day as now. Raises ``Refused`` without a reason."""
    if "due_on" not in changed or changed["due_on"] == action.due_on:
        return
    due: date | None = changed["due_on"]
    if due is None:
        changed |= {"due_first": None, "due_moved_because": ""}
    elif action.due_on is None:
        changed |= {"due_first": due, "due_moved_because": ""}
    elif not str(changed.get("due_moved_because", action.due_moved_because)).strip():
        raise Refused(ASK_WHY_MOVED)


def _show(action: Action, is_new: bool, changed: Mapping[str, Any], by: Person) -> None:
    """Show a new action in the open month, and sub-actions that are rated from now on."""
    if is_new and action.parent and action.parent.sub_actions_rated is None:
        changes.change(action.parent, by=by, sub_actions_rated=False)
    if is_new:
        show_in_open_month(action, by=by)
    for sub_action in action.sub_actions.all() if changed.get("sub_actions_rated") else ():
        sub_action.parent = action
        show_in_open_month(sub_action, by=by)


@transaction.atomic
def move_action(*, action: Action, up: bool, by: Person, at: datetime) -> None:
    """Move an action up or down among those that are reported: of its workstream, or its parent."""
    require_set_up(action.workstream.programme, by, at)
    beside = Action.objects.select_for_update().filter(workstream=action.workstream_id)
    reported = [
        each
        for each in beside
        if each.pk == action.pk or (each.parent_id == action.parent_id and not each.ended_from)
    ]
    move(reported, action, up=up, by=by)


@transaction.atomic
def mark_done(*, action: Action, done: bool, by: Person, at: datetime) -> None:
    """Say that a sub-action is done, or that it is not. Its workstream's leads may, too.

    Raises ``Refused`` unless ``by`` may edit the workstream's report, and for what is rated.
    """
    require(
        standing_of(by, action.workstream.programme, on=day_of(at)), Verb.EDIT, action.workstream
    )
    if action.is_rated:
        raise Refused(f"{action} is rated: rate it in the report of the month.")
    facts = {"done_on": day_of(at), "done_by": by} if done else {"done_on": None, "done_by": None}
    if bool(action.done_on) != done:
        changes.change(action, by=by, **facts)
