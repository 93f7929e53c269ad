"""The audited history: how a change gets its name, and how it is told in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.timezone import localtime

from improvement.models import Person

HIDDEN_FIELDS = {"id", "position", "aims_before"}


def record(row: models.Model, *, by: Person, why: str = "") -> None:
    """Save ``row`` with a history row that names ``by`` and says ``why``."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = why  # type: ignore[attr-defined]
    row.save()


def change(row: models.Model, *, by: Person, why: str = "", **facts: Any) -> bool:
    """Set ``facts`` on ``row`` and record it, if any differs. Gives whether one did."""
    differs = [name for name, fact in facts.items() if getattr(row, name) != fact]
    for name in differs:
        setattr(row, name, facts[name])
    if differs or row.pk is None:
        record(row, by=by, why=why)
        return True
    return False


@dataclass(frozen=True)
class Change:
    """One field of one thing, from what to what. ``who`` is a name."""

    at: datetime
    who: str
    thing: str
    field: str
    old: str
    new: str
    why: str


def changes_of(rows: Iterable[models.Model]) -> list[Change]:
    """Give every change of ``rows``, newest first. One query for each kind of row."""
    by_model: dict[type[models.Model], dict[Any, models.Model]] = defaultdict(dict)
    for row in rows:
        by_model[type(row)][row.pk] = row
    told = [change for model in by_model for change in _changes_of(model, by_model[model])]
    return sorted(told, key=lambda change: change.at, reverse=True)


def _changes_of(model: Any, rows: dict[Any, models.Model]) -> list[Change]:
    key = model._meta.pk.attname
    records = model.history.filter(**{f"{key}__in": rows}).select_related("history_user")
    told = []
    before: dict[Any, Any] = {}
    for after in records.order_by("history_id"):
        pk = getattr(after, key)
        told += _changes_between(rows[pk], before.get(pk), after)
        before[pk] = after
    return told


def _changes_between(row: models.Model, before: Any, after: Any) -> list[Change]:
    told = []
    for field in filter(_is_told, after.tracked_fields):
        old = _in_words(field, before) if before else ""
        new = _in_words(field, after)
        if old != new:
            told.append(_told(row, after, field, old, new))
    return told


def _is_told(field: models.Field[Any, Any]) -> bool:
    """Where a row hangs is said by its name; of relations only people are told as values."""
    hangs_on = field.is_relation and field.related_model is not Person
    return not hangs_on and field.name not in HIDDEN_FIELDS


def _told(
    row: models.Model, after: Any, field: models.Field[Any, Any], old: str, new: str
) -> Change:
    return Change(
        at=after.history_date,
        who=str(after.history_user or "System"),
        thing=str(row),
        field=str(field.verbose_name).capitalize(),
        old=old,
        new=new,
        why=after.history_change_reason or "",
    )


def value_in_words(row: models.Model, name: str, value: Any) -> str:
    """Say ``value`` of the field ``name`` of ``row`` as a person reads it; nothing for no."""
    field = row._meta.get_field(name)
    if isinstance(value, bool):
        return str(field.verbose_name).capitalize() if value else ""  # type: ignore[union-attr]
    choices = getattr(field, "flatchoices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)


def _in_words(field: models.Field[Any, Any], record: Any) -> str:
    value = getattr(record, field.attname)
    if value is None or value == "":
        return dict(field.flatchoices).get("", "") if field.choices and value == "" else ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(getattr(record, field.name))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{localtime(value):%-d %B %Y %H:%M:%S}"
    return str(value)
