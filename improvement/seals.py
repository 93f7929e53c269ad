"""Seals: the fingerprint of a row written once, which covers the fingerprint of the row before it.

What is empty is not covered by name, so that a column added later leaves the seals of before as
they are; docs/adr/0009 says what a seal proves.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import models


def seal(row: models.Model, before: str, *, leave_out: Collection[str] = ()) -> str:
    """Give 64 hexadecimal digits over what ``row`` says and over ``before``, the earlier seal."""
    return sha256(f"{before}\n{said_by(row, leave_out=leave_out)}".encode()).hexdigest()


def said_by(row: models.Model, *, leave_out: Collection[str] = ()) -> str:
    """Give what a row says as one text, the same before it is stored and after it is read back."""
    facts = {
        field.attname: field.to_python(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in leave_out
    }
    said = {name: fact for name, fact in facts.items() if not _is_empty(fact)}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, default=_in_words)


def _is_empty(fact: Any) -> bool:
    """Zero is a figure; no, nothing and no text are what a new column says of an old row."""
    return fact is None or fact is False or fact == ""


def _in_words(fact: Any) -> str:
    if isinstance(fact, datetime):
        return fact.astimezone(UTC).isoformat(timespec="microseconds")
    return fact.isoformat() if isinstance(fact, date) else str(fact)
