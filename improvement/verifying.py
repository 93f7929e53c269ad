"""Verifying: walking every chain of seals, holding its end to what stands today; fingerprints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.timezone import localtime

from improvement.fingerprints import find_differing, fingerprinted
from improvement.models import LogEntry
from improvement.models.history_row import HistoryRow
from improvement.seals import said_by
from improvement.unchangeable import unguarded


class Broken(Exception):
    """A sentence that names the first row that is not as it was written."""


class Verified(NamedTuple):
    """How many rows of the history and the log, in how many tables, and how many fingerprints."""

    rows: int
    tables: int
    fingerprints: int


def history_models() -> list[type[HistoryRow]]:
    """Give the models of every history, in the order of their tables."""
    models = [model for model in apps.get_models() if issubclass(model, HistoryRow)]
    return sorted(models, key=lambda model: model._meta.db_table)


def verify_history() -> Verified:
    """Walk every chain, and work out every fingerprint of what was issued.

    Raises ``Broken`` at the first row that does not follow from the one before it, at the first
    thing that differs from the end of its chain or from its fingerprint, and where the database
    would allow a change.
    """
    if open_to_change := unguarded():
        raise Broken(
            f"The database would allow changes of {open_to_change[0]}. "
            "Run manage.py migrate, which puts its guards in place, and ask who changed them."
        )
    histories = history_models()
    rows = sum(_walk(model) for model in histories) + _walk_log()
    return Verified(rows, len(histories) + 1, _hold_to_fingerprints())


def _hold_to_fingerprints() -> int:
    count = 0
    for kind in fingerprinted():
        rows, differing = find_differing(kind)
        if differing:
            raise Broken(f"{differing[0]} It was changed beneath the app after it was issued.")
        count += rows
    return count


def _walk(model: Any) -> int:
    key = model.instance_type._meta.pk.attname
    ends: dict[Any, HistoryRow] = {}
    count = 0
    with _each(model._default_manager.order_by("history_id")) as rows:
        for row in rows:
            thing = getattr(row, key)
            before = ends.get(thing)
            if row.history_seal != row.seal_after(before.history_seal if before else ""):
                raise Broken(_told(row))
            ends[thing] = row
            count += 1
    _hold_to_what_stands(model.instance_type, ends)
    return count


def _each(rows: QuerySet[Any]) -> AbstractContextManager[Iterator[Any]]:
    """Read rows a few at a time, and let go of them where a broken one ends the reading."""
    return closing(rows.iterator(chunk_size=2000))  # type: ignore[type-var]


def _told(row: Any) -> str:
    return (
        f"{_named(row)} is not as it was written, or a row before it in its chain is gone. "
        f"It says it was written on {_moment(row.history_date)}."
    )


def _hold_to_what_stands(kind: type[Model], ends: dict[Any, Any]) -> None:
    with _each(kind._default_manager.order_by("pk")) as standing:
        for thing in standing:
            _hold(thing, ends.pop(thing.pk, None))
    for gone in (end for end in ends.values() if end.history_type != "-"):
        raise Broken(f"{_named(gone)} tells of something that is gone: deleted beneath the app.")


def _hold(thing: Any, end: Any) -> None:
    where = f"{thing._meta.db_table}, id {thing.pk}"
    if end is None:
        raise Broken(f"{where} has no history: it was not written by the app, or it was cut.")
    if said_by(thing, leave_out=_not_tracked(type(thing), end)) != _said(end):
        raise Broken(
            f"{where} is not what its history says: changed beneath the app after "
            f"{_moment(end.history_date)}, or the end of its history was cut."
        )


def _said(end: Any) -> str:
    return said_by(end, leave_out=_HISTORY)


_HISTORY = (
    "history_id",
    "history_date",
    "history_change_reason",
    "history_type",
    "history_user",
    "history_place",
    "history_seal",
)


def _not_tracked(kind: type[Model], end: Any) -> set[str]:
    tracked = {field.name for field in end.tracked_fields}
    return {field.name for field in kind._meta.concrete_fields} - tracked


def _walk_log() -> int:
    count, before = 0, ""
    with _each(LogEntry.objects.order_by("pk")) as entries:
        for entry in entries:
            if entry.seal != entry.seal_after(before):
                raise Broken(
                    f"{LogEntry._meta.db_table}, id {entry.pk} is not as it was written, or the "
                    f"entry before it is gone. It says it was written on {_moment(entry.at)}."
                )
            before, count = entry.seal, count + 1
    return count


def _named(row: Any) -> str:
    key = row.instance_type._meta.pk.attname
    return f"{row._meta.db_table}, row {row.history_id} (of id {getattr(row, key)})"


def _moment(at: Any) -> str:
    return f"{localtime(at):%-d %B %Y at %H:%M:%S}"
