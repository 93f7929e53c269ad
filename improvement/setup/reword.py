"""A wording that stands in an issued pack changes with a reason; the next pack tells of it."""

from __future__ import annotations

from datetime import datetime

from improvement.audit import changes
from improvement.models import (
    Action,
    ActionRewording,
    CriterionRewording,
    ExitCriterion,
    Person,
    Programme,
    Reworded,
)
from improvement.values.refusals import Refused
from improvement.workflow.appear import WAS_ISSUED, first_month_to_change

ASK_WHY = "An issued pack has the earlier wording: say why it changes. The next pack prints it."


def stands_in_a_pack(thing: Action | ExitCriterion) -> bool:
    """Return whether a month that reports this was ever issued. One query."""
    return bool(thing.pk) and thing.ratings.filter(WAS_ISSUED).exists()


def refuse_without_reason(why: str) -> None:
    """Raise ``Refused`` where a wording of an issued pack is changed without a reason."""
    if not why.strip():
        raise Refused(ASK_WHY)


def tell_rewording(
    thing: Action | ExitCriterion, *, before: str, after: str, why: str, by: Person, at: datetime
) -> None:
    """Keep what a wording was and is now, for the pack of the month that can tell it."""
    programme = thing.workstream.programme
    if isinstance(thing, Action):
        row: Reworded = ActionRewording(action=thing)
    else:
        row = CriterionRewording(criterion=thing)
    keep_rewording(programme, row, before=before, after=after, why=why, by=by, at=at)


def keep_rewording(
    programme: Programme,
    row: Reworded,
    *,
    before: str,
    after: str,
    why: str,
    by: Person,
    at: datetime,
) -> None:
    """Keep a rewording as ``row``, or in the one that the same month tells of the same thing."""
    month = first_month_to_change(programme)
    if month is None:
        return
    told: Reworded | None = row.thing.rewordings.filter(starts_on=month.starts_on).first()
    if told is None:
        told, row.wording_before, row.starts_on = row, before, month.starts_on
    told.wording_after, told.reason = after, why.strip()
    told.reworded_at, told.reworded_by = at, by
    changes.record(told, by=by, why=told.reason)
