"""What the verbs of set-up share: collecting facts of a new or known row, and moving one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from improvement.access.permissions import Verb, require, standing_of
from improvement.audit import changes
from improvement.editing.conflicts import PageSave
from improvement.models import Person, Programme
from improvement.values.clock import day_of


def require_set_up(programme: Programme, by: Person, at: datetime) -> None:
    """Raise ``Refused`` unless ``by`` may set the programme up."""
    require(standing_of(by, programme, on=day_of(at)), Verb.SET_UP)


def collect(page_save: PageSave, row: models.Model, facts: Mapping[str, Any]) -> None:
    """Collect facts by name: all of a new row, and of a known one what its writer changed."""
    if row.pk is None:
        page_save.set(row, **facts)
        return
    for name, fact in facts.items():
        page_save.change(name, row, place=f"{row}, {label_of(row, name)}", **{name: fact})


def label_of(row: models.Model, name: str) -> str:
    """Return what a fact is called: source, due."""
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def written(page_save: PageSave, row: models.Model) -> dict[str, Any]:
    """Return what is collected of a row."""
    return page_save.changes.get(id(row), (row, {}))[1]


def move(rows: Sequence[models.Model], row: models.Model, *, up: bool, by: Person) -> None:
    """Move a row one place up or down among ``rows``, which are in their order."""
    ordered = list(rows)
    place = [each.pk for each in ordered].index(row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
    for position, each in enumerate(ordered):
        changes.change(each, by=by, position=position)
