"""The meetings that a programme reports to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from improvement.access.permissions import Verb, require, standing_of
from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Meeting, Person, Programme
from improvement.values.clock import day_of
from improvement.values.refusals import Refused


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as it was typed, under the ``key`` of its row; without a name it is taken off."""

    key: str
    name: str
    tier: int
    chair: str
    pk: int | None = None


@transaction.atomic
def write_meetings(
    *,
    programme: Programme,
    meetings: Sequence[MeetingRow],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
) -> None:
    """Add, change and take off meetings; those not given stay as they are. A new one has a name.

    Raises ``Refused`` where two have one name, and ``StaleSave``; then nothing is saved.
    """
    require(standing_of(by, programme, on=day_of(at)), Verb.SET_UP)
    Programme.objects.select_for_update().get(pk=programme.pk)
    recorded = {meeting.pk: meeting for meeting in programme.meetings.all()}
    refuse_one_name_twice([facts.name for facts in meetings])
    page_save, gone = PageSave(seen_texts, by=by), []
    for facts in meetings:
        meeting = recorded.get(facts.pk or 0) or Meeting(programme=programme)
        written = {"name": facts.name, "tier": facts.tier, "chair": facts.chair}
        if meeting.pk is None:
            page_save.set(meeting, **written)
        elif facts.name:
            for name, fact in written.items():
                place = f"{name} of {meeting}"
                page_save.change(f"{name}-{facts.key}", meeting, place=place, **{name: fact})
        elif page_save.change(f"name-{facts.key}", meeting, place=str(meeting), name=""):
            gone.append(meeting)
    _write(page_save, gone, by)


def refuse_one_name_twice(names: Sequence[str]) -> None:
    """Raise ``Refused`` where two meetings have one name, whatever its capitals."""
    folded = [name.casefold() for name in names if name]
    for name in names:
        if name and folded.count(name.casefold()) > 1:
            raise Refused(f"Two meetings are called {name}: give each its own name.")


def _write(page_save: PageSave, gone: Sequence[Meeting], by: Person) -> None:
    """Write the changes; a meeting whose name was emptied goes, and its history stays."""
    for meeting in gone:
        page_save.changes.pop(id(meeting), None)
    page_save.write()
    for meeting in gone:
        changes.remove(meeting, by=by, why="Taken off the list of meetings")
