"""Adding, changing and moving exit criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import ExitCriterion, Person, Workstream
from improvement.setup.facts import collect, move, require_set_up, written
from improvement.setup.reword import refuse_without_reason, stands_in_a_pack, tell_rewording
from improvement.values.refusals import Refused
from improvement.workflow.appear import show_in_open_month

FACTS = ("number", "text", "owner_id")


@transaction.atomic
def write_criterion(
    *,
    criterion: ExitCriterion,
    facts: Mapping[str, Any],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
    why: str = "",
) -> ExitCriterion:
    """Add or change an exit criterion: its ``FACTS`` by name; what is left out stays.

    A new one comes last and is in the open month at once. A wording that stands in an issued pack
    needs ``why``, which the next pack prints. Raises ``Refused``, and ``StaleSave`` where somebody
    else saved meanwhile; then nothing is saved.
    """
    require_set_up(criterion.workstream.programme, by, at)
    Workstream.objects.select_for_update().get(pk=criterion.workstream_id)  # two may add at once
    is_new, text = criterion.pk is None, criterion.text
    if is_new:
        criterion.position = criterion.workstream.criteria.count()
    page_save = PageSave(seen_texts, by=by)
    collect(page_save, criterion, facts)
    changed = written(page_save, criterion)
    _refuse(criterion, changed)
    new_text = str(changed.get("text", text))
    is_reworded = new_text != text and stands_in_a_pack(criterion)
    if is_reworded:
        refuse_without_reason(why)
    page_save.write(why=why.strip())
    if is_reworded:
        tell_rewording(criterion, before=text, after=new_text, why=why, by=by, at=at)
    if is_new:
        show_in_open_month(criterion, by=by)
    return criterion


def _refuse(criterion: ExitCriterion, changed: Mapping[str, Any]) -> None:
    number = str(changed.get("number", criterion.number))
    if not number.strip():
        raise Refused("Write the criterion’s number.")
    if not str(changed.get("text", criterion.text)).strip():
        raise Refused("Write the condition.")
    refuse_number_twice(criterion, number)


def refuse_number_twice(criterion: ExitCriterion, number: str) -> None:
    """Raise ``Refused`` if another criterion of the workstream has this number, ended or not."""
    others = ExitCriterion.objects.filter(workstream=criterion.workstream_id, number__iexact=number)
    if other := others.exclude(pk=criterion.pk).first():
        ended = f" ({other.ended_words})" if other.ended_words else ""
        raise Refused(f"{number} is the number of “{other.text}” already{ended}.")


@transaction.atomic
def move_criterion(*, criterion: ExitCriterion, up: bool, by: Person, at: datetime) -> None:
    """Move a criterion one place up or down among those of its workstream that are reported."""
    require_set_up(criterion.workstream.programme, by, at)
    beside = ExitCriterion.objects.select_for_update().filter(workstream=criterion.workstream_id)
    reported = [each for each in beside if each.pk == criterion.pk or not each.ended_from]
    move(reported, criterion, up=up, by=by)
