"""A row as a line of JSON and back, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Field, Model

AT_A_TIME = 100  # rows in memory, of which some have the documents of packs


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the fields of a model that are columns and can be written."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines_of(model: type[Model]) -> Iterator[bytes]:
    """Yield every row of a table as a line, in the order of its key."""
    fields = fields_of(model)
    for row in model._base_manager.order_by("pk").iterator(chunk_size=AT_A_TIME):
        values = {}
        for field in fields:
            value = getattr(row, field.attname)
            is_json = value is None or isinstance(value, bool | int | str)
            values[field.attname] = value if is_json else field.value_to_string(row)
        # Sorted, because PostgreSQL keeps the keys inside a JSON value in an order of its own.
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        yield line.encode() + b"\n"


def values_in(line: bytes, fields: list[Field[Any, Any]], connection: Any) -> list[Any]:
    """Return the columns' values in a line. Raises ``KeyError`` where one is missing."""
    values = json.loads(line)
    return [
        field.get_db_prep_save(field.to_python(values[field.attname]), connection)
        for field in fields
    ]
