"""A row as a line of JSON and back, the same from either kind of database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Field, Model

AT_A_TIME = 100  # rows held in memory; the documents of packs are among them


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Give the fields that are columns and are written."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines_of(model: type[Model]) -> Iterator[bytes]:
    """Give every row of a table as a line, in the order of its key."""
    fields = fields_of(model)
    for row in model._base_manager.order_by("pk").iterator(chunk_size=AT_A_TIME):
        told = {field.attname: _told(field, row) for field in fields}
        # Sorted, for PostgreSQL keeps the keys inside a JSON value in an order of its own.
        line = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        yield line.encode() + b"\n"


def _told(field: Field[Any, Any], row: Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | str):
        return value
    return field.value_to_string(row)


def values_in(line: bytes, fields: list[Field[Any, Any]], connection: Any) -> list[Any]:
    """Give what a line says as its columns' values. Raises ``KeyError`` where one is missing."""
    told = json.loads(line)
    return [
        field.get_db_prep_save(field.to_python(told[field.attname]), connection) for field in fields
    ]
