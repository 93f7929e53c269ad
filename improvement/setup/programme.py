"""Making a programme with its office, and changing what it is called and which quarters it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from improvement.access.permissions import Verb, require, standing_of
from improvement.accounts.invite import invite
from improvement.audit import changes
from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Person, Programme, Role
from improvement.setup.lookup import require_administrator
from improvement.values.clock import day_of
from improvement.values.periods import Quarter
from improvement.values.refusals import Refused

FACTS = (
    "name",
    "organisation",
    "exit_on",
    "first_quarter",
    "last_quarter",
    "percent_complete_wanted",
    "parts_off",
)
_PLACES = {
    "name": "Name of the programme",
    "organisation": "Organisation",
    "exit_on": "When it is to leave",
    "first_quarter": "First quarter",
    "last_quarter": "Last quarter",
    "percent_complete_wanted": "Whether actions say how complete they are",
    "parts_off": "Parts that are left out",
}
PRINTED = ("name", "organisation")  # what an issued pack says
ASK_WHY_MOVED = "Say why the exit date moves: the next pack prints it beside both dates."


@dataclass(frozen=True)
class Office:
    """Who runs a new programme: the first of its programme office, who is invited."""

    name: str
    email: str


@transaction.atomic
def make_programme(
    *, programme: Programme, office: Office, base_url: str, by: Person, at: datetime
) -> Programme:
    """Make a programme and invite its office. Raises ``Refused`` unless by an administrator."""
    require_administrator(by)
    if Programme.objects.filter(slug=programme.slug).exists():
        raise Refused(f"There is a programme at /{programme.slug}/ already.")
    changes.record(programme, by=by, why="Made")
    invite(
        programme=programme,
        name=office.name,
        job_title="",
        email=office.email,
        role=Role.PROGRAMME_OFFICE,
        workstream=None,
        base_url=base_url,
        by=by,
        at=at,
    )
    return programme


@transaction.atomic
def write_programme(
    *,
    programme: Programme,
    facts: Mapping[str, Any],
    why: str,
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
    exit_moved_because: str = "",
) -> None:
    """Change a programme's ``FACTS``; ``why`` is kept in the history.

    Raises ``Refused`` where what an issued pack says is changed without a reason, its exit date
    without ``exit_moved_because``, or where quarters that a month was reported with would be lost,
    and ``StaleSave``; then nothing is saved.
    """
    require(standing_of(by, programme, on=day_of(at)), Verb.SET_UP)
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if why_quarters := quarters_refusal(programme, facts):
        raise Refused(why_quarters)
    page_save = PageSave(seen_texts, by=by)
    changed = {
        name
        for name, fact in facts.items()
        if page_save.change(name, programme, place=_PLACES[name], **{name: fact})
    }
    if changed & set(PRINTED) and not why.strip() and has_issued(programme):
        raise Refused("An issued pack says it otherwise: say why it changes.")
    if "exit_on" in changed and is_exit_kept(programme):
        moved = exit_move(programme, exit_moved_because)
        page_save.set(programme, **moved)
        why = why.strip() or moved["exit_moved_because"]
    page_save.write(why=why.strip())


def is_exit_kept(programme: Programme) -> bool:
    """Return whether a move of the exit date is told: an issued pack has had one. One query."""
    return bool(programme.exit_on or programme.exit_first) and has_issued(programme)


def exit_move(programme: Programme, because: str) -> dict[str, Any]:
    """Return what is kept of a move of the exit date, before it is written.

    Raises ``Refused`` without a reason.
    """
    if not because.strip():
        raise Refused(ASK_WHY_MOVED)
    first = programme.exit_first or programme.exit_on
    return {"exit_first": first, "exit_moved_because": because.strip()}


def has_issued(programme: Programme) -> bool:
    """Return whether a pack of the programme was ever issued. One query."""
    return programme.months.exclude(issued_at=None).exists()


def quarters_refusal(programme: Programme, facts: Mapping[str, Any]) -> str:
    """Return why the quarters cannot be as in ``facts``; empty where they can.

    Once a month is open, aims and figures may stand in every quarter there is.
    """
    if not programme.months.exists():
        return ""
    if Quarter.parse(facts["first_quarter"]) > Quarter.parse(programme.first_quarter):
        return f"Figures may stand in {programme.first_quarter}: begin with it, or earlier."
    if Quarter.parse(facts["last_quarter"]) < Quarter.parse(programme.last_quarter):
        return f"Aims may stand in {programme.last_quarter}: end with it, or later."
    return ""
