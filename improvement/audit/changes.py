"""Write audited rows in somebody's name, describe what changed in words, and seal secrets.

The history leaves out passwords, keys and addresses, and the sign-in library's own tables have no
history: without a seal nobody would notice what is changed there beneath the app.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.humanize.templatetags.humanize import ordinal
from django.db import models, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.text import capfirst
from django.utils.timezone import localtime

from improvement.models import ApiToken, Invitation, Person, SecretSeal
from improvement.models.history import row_text

HIDDEN_FIELDS = {"id", "aims_before"}
ORDER = "position"  # counted from 0


def record(row: models.Model, *, by: Person, why: str = "") -> None:
    """Save ``row`` with a history row that names ``by`` and says ``why``."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = why  # type: ignore[attr-defined]
    row.save()


def change(row: models.Model, *, by: Person, why: str = "", **facts: Any) -> bool:
    """Set ``facts`` on ``row`` and record it if any differs. Returns whether one did."""
    differing = [name for name, fact in facts.items() if getattr(row, name) != fact]
    for name in differing:
        setattr(row, name, facts[name])
    if differing or row.pk is None:
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
    """A field's value before and after, in words. ``is_text``: it is a text of many words."""

    name: str
    field: str
    old: str
    new: str
    is_text: bool


def fields_changed(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """Return what differs between two rows of one history, in the order of their columns.

    For the first row ``before`` is None: every field that has a value is a change, but for a No.
    """
    changes = []
    for field in after.tracked_fields:
        if _is_described(field, before, after):
            old, new = _in_words(field, before) if before else "", _in_words(field, after)
            if old != new and not (before is None and new == "No"):
                label = "Order" if field.name == ORDER else capfirst(str(field.verbose_name))
                is_text = isinstance(field, models.TextField)
                changes.append(FieldChange(field.name, label, old, new, is_text))
    return tuple(changes)


def relation_names(model: type[models.Model]) -> list[str]:
    """Return the names of a model's relations, to be read together with its history rows."""
    return [field.name for field in model._meta.concrete_fields if field.is_relation]


def _is_described(field: models.Field[Any, Any], before: Any, after: Any) -> bool:
    """Return whether a field's change is described.

    A row's parent and its place in an order are described only where the row was moved: a new
    row's name says its parent, and its page the order.
    """
    is_parent = field.is_relation and field.related_model is not Person
    if is_parent or field.name == ORDER:
        return bool(before) and getattr(before, field.attname) != getattr(after, field.attname)
    return field.name not in HIDDEN_FIELDS


def value_in_words(row: models.Model, name: str, value: Any) -> str:
    """Return ``value`` of the field ``name`` of ``row`` as a person reads it; nothing for no."""
    field: Any = row._meta.get_field(name)
    if isinstance(value, bool):
        return str(field.verbose_name).capitalize() if value else ""
    return _value_in_words(field, value)


def _in_words(field: models.Field[Any, Any], record: Any) -> str:
    value = getattr(record, field.attname)
    if value is not None and field.is_relation:
        return str(getattr(record, field.name) or "one that is gone")
    return _value_in_words(field, value)


def _value_in_words(field: Any, value: Any) -> str:
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
        return "\n".join(_list_item(item) for item in value)
    return str(ordinal(value + 1)) if field.name == ORDER else str(value)


def _list_item(item: Any) -> str:
    """Return one item of a list, such as a point of a scale: its code, threshold and label.

    In alphabetical order, for PostgreSQL keeps the keys of JSON in an order of its own.
    """
    facts = sorted(item.items()) if isinstance(item, dict) else ()
    return ", ".join(f"{name} {fact}" for name, fact in facts) or str(item)


# The fields by which a row of each model lets somebody in. A migration sealed the rows that were
# there before; a model or a field that is added needs a migration of its own.
SECRETS: dict[type[Model], frozenset[str]] = {
    Person: frozenset({"password", "email"}),
    ApiToken: frozenset({"digest"}),
    Invitation: frozenset({"digest"}),
    EmailAddress: frozenset({"user", "email", "verified", "primary"}),
    SocialAccount: frozenset({"user", "provider", "uid"}),
    Authenticator: frozenset({"user", "type", "data"}),
}


def fingerprint_of(row: Model) -> str:
    """Return a fingerprint of a row's secret fields, from which they cannot be read."""
    others = {field.name for field in row._meta.concrete_fields} - SECRETS[type(row)] - {"id"}
    return sha256(f"{row._meta.db_table}\n{row_text(row, leave_out=others)}".encode()).hexdigest()


@transaction.atomic
def seal_saved(
    sender: type[Model],
    instance: Model,
    update_fields: Collection[str] | None = None,
    **sent: Any,
) -> None:
    """Seal a row as it is now. Of two who save it at once, the second waits for the first."""
    if update_fields is None or SECRETS[sender] & set(update_fields):
        row = sender._base_manager.select_for_update().get(pk=instance.pk)
        _seal(row, fingerprint_of(row))


def seal_deleted(sender: type[Model], instance: Model, **sent: Any) -> None:
    _seal(instance, "")


def _seal(row: Model, fingerprint: str) -> None:
    table = row._meta.db_table
    last = SecretSeal.last_of(table, row.pk)
    if last is None or last.fingerprint != fingerprint:
        SecretSeal(of_table=table, of_row=row.pk, fingerprint=fingerprint).save()


for _model in SECRETS:
    post_save.connect(seal_saved, sender=_model)
    post_delete.connect(seal_deleted, sender=_model)
