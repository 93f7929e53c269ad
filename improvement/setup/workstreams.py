"""Adding, changing and moving workstreams."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import HighlightReport, Person, Programme, Workstream
from improvement.setup.facts import collect, move, require_set_up, written
from improvement.setup.reword import ASK_WHY
from improvement.values.refusals import Refused
from improvement.values.reserved_slugs import why_reserved
from improvement.workflow.appear import show_in_open_month

FACTS = ("name", "exit_statement")
SLUG_CHARACTERS = 60  # of a file


@transaction.atomic
def write_workstream(
    *,
    workstream: Workstream,
    facts: Mapping[str, Any],
    seen_texts: SeenTexts,
    by: Person,
    at: datetime,
    why: str = "",
) -> Workstream:
    """Add or change a workstream: its ``FACTS`` by name.

    A new one comes last, has its address from its name, and a draft report in the open month. What
    stands in an issued pack changes with a reason, which the history keeps. Raises ``Refused``, and
    ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    programme = workstream.programme
    require_set_up(programme, by, at)
    Programme.objects.select_for_update().get(pk=programme.pk)  # two may add at once
    is_new = workstream.pk is None
    page_save = PageSave(seen_texts, by=by)
    collect(page_save, workstream, facts)
    changed = written(page_save, workstream)
    _refuse_name(workstream, str(changed.get("name", workstream.name)))
    if is_new:
        workstream.position = programme.workstreams.count()
        workstream.slug = workstream.slug or free_slug(programme, str(changed["name"]))
    elif changed and not why.strip() and _stands_in_a_pack(workstream):
        raise Refused(ASK_WHY)
    page_save.write(why=why.strip())
    if is_new:
        show_in_open_month(workstream, by=by)
    return workstream


def _refuse_name(workstream: Workstream, name: str) -> None:
    if not name.strip():
        raise Refused("Write the workstream’s name.")
    others = workstream.programme.workstreams.filter(name__iexact=name)
    if others.exclude(pk=workstream.pk).exists():
        raise Refused(f"There is a workstream called {name} already.")


def _stands_in_a_pack(workstream: Workstream) -> bool:
    reports = HighlightReport.objects.filter(workstream=workstream)
    return reports.exclude(month__issued_at=None, month__reopened_at=None).exists()


def free_slug(programme: Programme, name: str) -> str:
    """Return a name as part of an address that no other workstream and no page has."""
    begin = slugify(name)[:SLUG_CHARACTERS].strip("-") or "workstream"
    taken = set(programme.workstreams.values_list("slug", flat=True))
    numbered = (f"{begin}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (begin, *numbered) if slug not in taken and not why_reserved(slug))


@transaction.atomic
def move_workstream(*, workstream: Workstream, up: bool, by: Person, at: datetime) -> None:
    """Move a workstream one place up or down among those of its programme that are reported."""
    require_set_up(workstream.programme, by, at)
    beside = Workstream.objects.select_for_update().filter(programme=workstream.programme_id)
    reported = [each for each in beside if each.pk == workstream.pk or not each.ended_from]
    move(reported, workstream, up=up, by=by)
