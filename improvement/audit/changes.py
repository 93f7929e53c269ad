"""The audited history: how a change gets its name, and how it is told in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db import models
from django.utils.text import capfirst
from django.utils.timezone import localtime

from improvement.models import Person

HIDDEN_FIELDS = {"id", "aims_before"}
ORDER = "position"  # counted from 0


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
        if _is_told(field, before, after)
    ]
    return tuple(
        FieldChange(field.name, _called(field), old, new, _is_text(field))
        for field, old, new in told
        if old != new and not (before is None and new == "No")
    )


def relations_told(model: type[models.Model]) -> list[str]:
    """Name the relations that may be told in words, to be read together with the history rows."""
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def _is_told(field: models.Field[Any, Any], before: Any, after: Any) -> bool:
    """Where a row hangs, and its place in an order, are told only where it was moved.

    Of a new row its name says the one and its page the other.
    """
    hangs_on = field.is_relation and field.related_model is not Person
    if hangs_on or field.name == ORDER:
        return bool(before) and getattr(before, field.attname) != getattr(after, field.attname)
    return field.name not in HIDDEN_FIELDS


def _called(field: models.Field[Any, Any]) -> str:
    return "Order" if field.name == ORDER else capfirst(str(field.verbose_name))


def _is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.TextField)


def value_in_words(row: models.Model, name: str, value: Any) -> str:
    """Say ``value`` of the field ``name`` of ``row`` as a person reads it; nothing for no."""
    field: Any = row._meta.get_field(name)
    if isinstance(value, bool):
        return str(field.verbose_name).capitalize() if value else ""
    return _said(field, value)


def _in_words(field: models.Field[Any, Any], record: Any) -> str:
    value = getattr(record, field.attname)
    if value is not None and field.is_relation:
        return str(getattr(record, field.name) or "one that is gone")
    return _said(field, value)


def _said(field: Any, value: Any) -> str:
    """Say a value of a field: a choice in its words, a day and a moment as they are spoken of."""
    if field.choices and value is not None:
        return str(dict(field.flatchoices).get(value, value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{localtime(value):%-d %B %Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, list):
        return "\n".join(_listed(one) for one in value)
    return str(ordinal(value + 1)) if field.name == ORDER else str(value)


def _listed(one: Any) -> str:
    """Say one of a list: of a scale’s point its code, from where it begins and its label.

    By the alphabet, for PostgreSQL keeps what is in JSON in an order of its own.
    """
    facts = sorted(one.items()) if isinstance(one, dict) else ()
    return ", ".join(f"{name} {fact}" for name, fact in facts) or str(one)
