"""Verify the history, the log and what was issued: every seal, every fingerprint, every trigger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.timezone import localtime

from improvement.audit import consistency_triggers, write_once_triggers
from improvement.audit.changes import SECRETS, fingerprint_of
from improvement.audit.consistent_read import consistent_read
from improvement.models import Fingerprinted, LogEntry, SecretSeal
from improvement.models.history import HistoryRow, row_text

ROWS_IN_MEMORY = 20  # the documents of packs are among them
HISTORY_COLUMNS = (
    "history_id",
    "history_date",
    "history_change_reason",
    "history_type",
    "history_user",
    "history_place",
    "history_seal",
)


class BrokenHistory(Exception):
    """The sentence names the first row that is not as it was written."""


class Verified(NamedTuple):
    """How many rows of the history and the log, in how many tables, and how many fingerprints.

    ``ways_in`` counts the rows that let somebody in: people, tokens, invitations, addresses.
    """

    rows: int
    tables: int
    fingerprints: int
    ways_in: int


def history_models() -> list[type[HistoryRow]]:
    """Return the models of every history, in the order of their tables."""
    models = [model for model in apps.get_models() if issubclass(model, HistoryRow)]
    return sorted(models, key=lambda model: model._meta.db_table)


def fingerprinted_models() -> list[type[Fingerprinted]]:
    """Return the models whose rows have a fingerprint, in the order of their tables."""
    models = [model for model in apps.get_models() if issubclass(model, Fingerprinted)]
    return sorted(models, key=lambda model: model._meta.db_table)


def verify_history() -> Verified:
    """Check every chain of seals and every fingerprint, while people go on working.

    Raises ``BrokenHistory`` at the first row that does not follow from the one before it, at the
    first row that differs from the end of its chain or from its fingerprint, and where a trigger
    that refuses changes is missing.
    """
    tables = [*write_once_triggers.unprotected(), *consistency_triggers.unprotected()]
    if tables:
        raise BrokenHistory(
            f"The database would allow changes of {tables[0]}. "
            "Run manage.py migrate, which puts its guards in place, and ask who changed them."
        )
    histories = history_models()
    with consistent_read():
        rows = sum(_verify_history_of(model) for model in histories) + _verify_log()
        ways_in = _verify_secrets()
        return Verified(rows, len(histories) + 1, _verify_fingerprints(), ways_in)


def find_differing(
    model: type[Fingerprinted], table: type[Model] | None = None
) -> tuple[int, list[str]]:
    """Count the rows, and return a sentence for each that differs from its fingerprint.

    ``table`` is the model to read the rows with where it is not today's: as a migration knew it.
    """
    count, sentences = 0, []
    rows = (table or model)._base_manager.order_by("pk")
    for row in rows.iterator(chunk_size=ROWS_IN_MEMORY):
        count += 1
        if model.fingerprint_of(row) != row.sha256:  # type: ignore[attr-defined]
            where = f"{model._meta.db_table}, id {row.pk}"
            sentences.append(f"{where} does not have the fingerprint it was issued with.")
    return count, sentences


def _verify_fingerprints() -> int:
    total = 0
    for model in fingerprinted_models():
        count, differing = find_differing(model)
        if differing:
            changed = "It was changed beneath the app after it was issued."
            raise BrokenHistory(f"{differing[0]} {changed}")
        total += count
    return total


def _verify_history_of(model: Any) -> int:
    """Walk the chain of every row of one model, then compare the rows with their last history."""
    key = model.instance_type._meta.pk.attname
    last_rows: dict[Any, HistoryRow] = {}
    count = 0
    with _read(model._default_manager.order_by("history_id")) as rows:
        for row in rows:
            before = last_rows.get(getattr(row, key))
            if row.history_seal != row.seal_after(before.history_seal if before else ""):
                raise BrokenHistory(
                    f"{_history_place(row)} is not as it was written, or a row before it in its "
                    f"chain is gone. It says it was written on {_moment(row.history_date)}."
                )
            last_rows[getattr(row, key)] = row
            count += 1
    _compare_current_rows(model.instance_type, last_rows)
    return count


def _read(rows: QuerySet[Any]) -> AbstractContextManager[Iterator[Any]]:
    """Read rows in chunks, and close the query where a broken one ends the reading."""
    return closing(rows.iterator(chunk_size=2000))  # type: ignore[type-var]


def _compare_current_rows(model: type[Model], last_rows: dict[Any, Any]) -> None:
    with _read(model._default_manager.order_by("pk")) as rows:
        for row in rows:
            _compare_with_history(row, last_rows.pop(row.pk, None))
    for last in last_rows.values():
        if last.history_type != "-":
            raise BrokenHistory(
                f"{_history_place(last)} tells of something that is gone: deleted beneath the app."
            )


def _compare_with_history(row: Any, last: Any) -> None:
    where = f"{row._meta.db_table}, id {row.pk}"
    if last is None:
        raise BrokenHistory(
            f"{where} has no history: it was not written by the app, or it was cut."
        )
    tracked = {field.name for field in last.tracked_fields}
    untracked = {field.name for field in row._meta.concrete_fields} - tracked
    if row_text(row, leave_out=untracked) != row_text(last, leave_out=HISTORY_COLUMNS):
        raise BrokenHistory(
            f"{where} is not what its history says: changed beneath the app after "
            f"{_moment(last.history_date)}, or the end of its history was cut."
        )


def _verify_log() -> int:
    count, seal_before = 0, ""
    with _read(LogEntry.objects.order_by("pk")) as entries:
        for entry in entries:
            if entry.seal != entry.seal_after(seal_before):
                raise BrokenHistory(
                    f"{LogEntry._meta.db_table}, id {entry.pk} is not as it was written, or the "
                    f"entry before it is gone. It says it was written on {_moment(entry.at)}."
                )
            seal_before, count = entry.seal, count + 1
    return count


def _verify_secrets() -> int:
    """Count the rows that let people in, each as the application last saved it."""
    seals = _verify_secret_seals()
    count = 0
    for model in SECRETS:
        table = model._meta.db_table
        with _read(model._base_manager.order_by("pk")) as rows:
            for row in rows:
                seal = seals.pop((table, row.pk), None)
                if seal is None or seal.fingerprint != fingerprint_of(row):
                    raise BrokenHistory(
                        f"{table}, id {row.pk} lets somebody in by what the app did not write "
                        "there: its password, key or address was changed beneath the app."
                    )
                count += 1
    for seal in seals.values():
        if seal.fingerprint:
            raise BrokenHistory(f"{seal} is gone, and let somebody in: deleted beneath the app.")
    return count


def _verify_secret_seals() -> dict[tuple[str, int], SecretSeal]:
    """Walk the seals of secrets, and return the last of each row there is or was."""
    last_seals: dict[tuple[str, int], SecretSeal] = {}
    with _read(SecretSeal.objects.order_by("pk")) as seals:
        for seal in seals:
            before = last_seals.get((seal.of_table, seal.of_row))
            if seal.seal != seal.seal_after(before.seal if before else ""):
                raise BrokenHistory(
                    f"{SecretSeal._meta.db_table}, id {seal.pk} (of {seal}) is not as it was "
                    "written, or a seal before it is gone."
                )
            last_seals[seal.of_table, seal.of_row] = seal
    return last_seals


def _history_place(row: Any) -> str:
    key = row.instance_type._meta.pk.attname
    return f"{row._meta.db_table}, row {row.history_id} (of id {getattr(row, key)})"


def _moment(at: datetime) -> str:
    return f"{localtime(at):%-d %B %Y at %H:%M:%S}"
