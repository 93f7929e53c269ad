"""Who typed what stands, where it was no programme file: the history says so, value by value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime

from improvement.models import Milestone
from improvement.models.report import OVERALL

IMPORT = "import of "  # how the place begins that a load writes into the history
AT_ONCE = 500  # rows whose history is read in one query


def place_of_load(name: str) -> str:
    """Return what the history says of a change that the file ``name`` made."""
    return f"{IMPORT}{name}"


def who_typed(values: Sequence[tuple[Model, tuple[str, ...]]]) -> list[str]:
    """Return, for each row and the names of its fields, who typed what stands there, and when.

    Empty where a file wrote it, where it was carried and nobody confirmed it, and where it was left
    blank when its row was made.
    """
    history = _histories([row for row, _ in values])
    return [_who_typed(history[type(row), row.pk], row, names) for row, names in values]


def _histories(rows: Sequence[Model]) -> dict[tuple[type[Model], Any], list[Any]]:
    found: dict[tuple[type[Model], Any], list[Any]] = defaultdict(list)
    keys_of: dict[type[Model], set[Any]] = defaultdict(set)
    for row in rows:
        keys_of[type(row)].add(row.pk)
    for model, keys in keys_of.items():
        for record in _records(model, sorted(keys)):
            found[model, record.id].append(record)
    return found


def _records(model: Any, keys: list[Any]) -> Iterator[Any]:
    for start in range(0, len(keys), AT_ONCE):
        records = model.history.filter(id__in=keys[start : start + AT_ONCE])
        yield from records.select_related("history_user").order_by("history_date", "history_id")


def _who_typed(records: Sequence[Any], row: Any, names: tuple[str, ...]) -> str:
    fields = [row._meta.get_field(name).attname for name in names]
    before: list[Any] | None = None
    was_carried, by = False, None
    for record in records:
        values, is_carried = [getattr(record, name) for name in fields], _is_carried(record, names)
        if values != before or (was_carried and not is_carried):
            by = record
        before, was_carried = values, is_carried
    if by is None or before != [getattr(row, name) for name in fields]:
        return "changed by somebody, and its history does not say who"
    left_blank = by.history_type == "+" and not any(before)
    is_of_file = by.history_place.startswith(IMPORT)
    return "" if is_of_file or left_blank or was_carried or _hangs_on_carried(row) else _words(by)


def _is_carried(record: Any, names: tuple[str, ...]) -> bool:
    if hasattr(record, "ratings_carried"):  # of a month: it says nothing of the month's texts
        return bool(record.ratings_carried) and names[0] in OVERALL
    return bool(getattr(record, "carried", False))


def _hangs_on_carried(row: Any) -> bool:
    """Return whether a row belongs to a carried plan: milestones have no mark of their own."""
    return isinstance(row, Milestone) and row.plan.carried


def _words(record: Any) -> str:
    at = localtime(record.history_date)
    who = record.history_user or "somebody"
    return f"typed by {who} on {at.day} {at:%B %Y at %H:%M}"
