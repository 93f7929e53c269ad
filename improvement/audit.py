"""The audited history: how a change gets its name, and how it is told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
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


def remove(row: models.Model, *, by: Person, why: str = "") -> None:
    """Delete ``row`` with a history row that names ``by`` and says ``why``."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = why  # type: ignore[attr-defined]
    row.delete()


@dataclass(frozen=True)
class FieldChange:
    """One field of one row, from what to what, in words. ``is_text`` is a text of many words."""

    name: str
    field: str
    old: str
    new: str
    is_text: bool


def fields_changed(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """Give what differs between two rows of one history, in the order of their columns.

    For the first row ``before`` is None, and all it says is told but what it says no to.
    """
    told = [
        (field, _in_words(field, before) if before else "", _in_words(field, after))
        for field in after.tracked_fields
        if _is_told(field)
    ]
    return tuple(
        FieldChange(field.name, capfirst(str(field.verbose_name)), old, new, _is_text(field))
        for field, old, new in told
        if old != new and not (before is None and new == "No")
    )


def people_told(model: type[models.Model]) -> list[str]:
    """Name the fields that are told as people, to be read together with the history rows."""
    return [field.name for field in model._meta.concrete_fields if field.related_model is Person]


def _is_told(field: models.Field[Any, Any]) -> bool:
    """Where a row hangs is said by its name; of relations only people are told as values."""
    hangs_on = field.is_relation and field.related_model is not Person
    return not hangs_on and field.name not in HIDDEN_FIELDS


def _is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.TextField)


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
