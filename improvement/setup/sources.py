"""The sources of actions: inspection reports, notices and undertakings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from improvement.editing.conflicts import PageSave, SeenTexts
from improvement.models import Person, Programme, Source
from improvement.models.commitments import KIND_CHARACTERS
from improvement.setup.facts import collect, move, require_set_up, written
from improvement.values.refusals import Refused

FACTS = ("title", "regulator", "dated", "kinds")


@transaction.atomic
def write_source(
    *, source: Source, facts: Mapping[str, Any], seen_texts: SeenTexts, by: Person, at: datetime
) -> Source:
    """Add or change a source: its ``FACTS`` by name. A new one comes last.

    A kind that actions have stays among the source's kinds. Raises ``Refused`` with a sentence, and
    ``StaleSave`` where somebody else saved meanwhile; then nothing is saved.
    """
    require_set_up(source.programme, by, at)
    Programme.objects.select_for_update().get(pk=source.programme_id)  # two may add at once
    if source.pk is None:
        source.position = source.programme.sources.count()
    page_save = PageSave(seen_texts, by=by)
    collect(page_save, source, facts)
    changed = written(page_save, source)
    _refuse_title(source, str(changed.get("title", source.title)))
    if "kinds" in changed:
        changed["kinds"] = kinds = [kind.strip() for kind in changed["kinds"] if kind.strip()]
        _refuse_kinds(source, kinds)
    page_save.write()
    return source


def _refuse_title(source: Source, title: str) -> None:
    if not title.strip():
        raise Refused("Write the title of the source.")
    others = source.programme.sources.filter(title__iexact=title).exclude(pk=source.pk)
    if others.exists():
        raise Refused(f"There is a source called “{title}” already.")


def _refuse_kinds(source: Source, kinds: list[str]) -> None:
    for kind in kinds:
        if len(kind) > KIND_CHARACTERS:
            raise Refused(f"“{kind}” is longer than {KIND_CHARACTERS} characters: shorten it.")
        if [each.casefold() for each in kinds].count(kind.casefold()) > 1:
            raise Refused(f"“{kind}” stands there twice.")
    used = {action.called_kind for action in source.actions.all()} if source.pk else set()
    if gone := sorted(used - set(kinds) - {""}):
        raise Refused(f"Actions of this source are called {gone[0]}: change them first.")


@transaction.atomic
def move_source(*, source: Source, up: bool, by: Person, at: datetime) -> None:
    """Move a source one place up or down among those of its programme."""
    require_set_up(source.programme, by, at)
    sources = Source.objects.select_for_update().filter(programme=source.programme_id)
    move(list(sources), source, up=up, by=by)
