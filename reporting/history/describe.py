"""Rows of the history in words: who, when, what, why and from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from improvement.audit.changes import FieldChange, fields_changed, relation_names
from improvement.models import LogEntry, Programme
from reporting.changes.words import Piece, word_difference
from reporting.history.find import FoundRow
from reporting.history.registry import AUDITED_MODELS, AuditedModel
from reporting.history.restore_links import RestoreLink, restore_links
from reporting.snapshots.moments import moment_for_link


@dataclass(frozen=True)
class FieldLine:
    """A field before and after a change. ``pieces`` has the differences of a text word by word."""

    field: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class HistoryEntry:
    """One change of one object, or one entry of the log.

    ``is_new`` is set where the change created the object. ``changes_url`` is the page of the
    object's changes, ``as_at_url`` its report as it was then, ``restore_links`` the pages that
    bring its texts of then back; each is empty where there is none.
    """

    at: datetime
    who: str
    kind: str
    thing: str
    where: str
    lines: tuple[FieldLine, ...]
    why: str
    place: str
    is_new: bool = False
    changes_url: str = ""
    as_at_url: str = ""
    restore_links: tuple[RestoreLink, ...] = ()


def describe_changes(programme: Programme, rows: Sequence[FoundRow]) -> list[HistoryEntry]:
    """Return rows of the history in words, in their order. At most three queries for each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for _, kind, row in rows:
        by_kind[kind].append(row)
    entries: dict[tuple[str, int], HistoryEntry] = {}
    for kind, ids in by_kind.items():
        described = (
            _logged(ids) if kind == "log" else _changed(programme, AUDITED_MODELS[kind], ids)
        )
        for row, entry in described:
            entries[kind, row] = entry
    return [entries[kind, row] for _, kind, row in rows]


def _logged(rows: list[int]) -> Iterable[tuple[int, HistoryEntry]]:
    for logged in LogEntry.objects.filter(pk__in=rows).select_related("person"):
        yield (
            logged.pk,
            HistoryEntry(
                at=logged.at,
                who=str(logged.person or "Nobody known"),
                kind=logged.get_kind_display(),
                thing=logged.about,
                where="",
                lines=(),
                why=logged.detail,
                place=logged.place,
            ),
        )


def _changed(
    programme: Programme, audited: AuditedModel, rows: list[int]
) -> Iterable[tuple[int, HistoryEntry]]:
    earlier = audited.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    last = earlier.order_by("-history_id").values("history_id")[:1]
    after = list(_read(audited, rows).annotate(before=Subquery(last)))
    before_ids = [row.before for row in after if row.before]
    # Read with the same columns as the rows after, because the two are compared.
    before = {row.pk: row for row in _read(audited, before_ids).annotate(before=F("history_id"))}
    objects = audited.model._default_manager.select_related(*audited.related)
    things = objects.in_bulk({row.id for row in after})
    for row in after:
        thing = things.get(row.id)
        yield row.pk, _entry(programme, audited, before.get(row.before), row, thing)


def _read(audited: AuditedModel, rows: list[int]) -> QuerySet[Any]:
    related = ("history_user", *relation_names(audited.model))
    queryset: QuerySet[Any] = audited.history.filter(history_id__in=rows)
    return queryset.select_related(*related)


def _entry(
    programme: Programme, audited: AuditedModel, before: Any, after: Any, thing: Any
) -> HistoryEntry:
    is_gone = after.history_type == "-"
    is_new = before is None and not is_gone
    workstream, month = _follow(thing, audited.workstream), _follow(thing, audited.month)
    changes = () if is_gone else fields_changed(before, after)
    lines = tuple(map(_line, changes))
    if not lines and not is_new:  # a new password, for example, is a change that is not shown
        words = "Taken away" if is_gone else "Saved; nothing shown here was changed"
        lines = (FieldLine(words, "", ""),)
    return HistoryEntry(
        at=after.history_date,
        who=str(after.history_user or "System"),
        kind=audited.words,
        thing=_name(audited, thing, after),
        where=", ".join(str(part) for part in (workstream, month) if part and part is not thing),
        lines=lines,
        why=after.history_change_reason or "",
        place=after.history_place,
        is_new=is_new,
        changes_url=_changes_url(programme, audited, thing),
        as_at_url=_as_at_url(programme, workstream, month, after),
        restore_links=restore_links(programme, thing, after.history_id, changes),
    )


def _line(change: FieldChange) -> FieldLine:
    """Return a changed field; only a text that had words before and after is compared."""
    is_compared = change.is_text and change.old and change.new
    pieces = word_difference(change.old, change.new) if is_compared else ()
    return FieldLine(change.field, change.old, change.new, pieces)


def _name(audited: AuditedModel, thing: Any, after: Any) -> str:
    if thing is None:
        names = (getattr(after, name, "") for name in ("name", "quarter"))
        return ", ".join((f"{audited.words} that is gone", *filter(None, names)))
    metric = _follow(thing, audited.objects.get("metric", ""))
    name = str(thing)
    return name if metric in (None, thing) or str(metric) in name else f"{metric}: {name}"


def _follow(thing: Any, lookup: str) -> Any:
    """Return what a lookup leads to from an object, or None."""
    if thing is None or not lookup:
        return None
    for part in lookup.split("__"):
        thing = thing if part == "pk" else getattr(thing, part, None)
    return thing


def _changes_url(programme: Programme, audited: AuditedModel, thing: Any) -> str:
    for kind, lookup in audited.objects.items() if thing is not None else ():
        if (owner := _follow(thing, lookup)) is not None:
            return reverse("changes", args=[programme.slug, kind, owner.pk])
    return ""


def _as_at_url(programme: Programme, workstream: Any, month: Any, after: Any) -> str:
    if not (workstream and month):
        return ""
    address = reverse("reading", args=[programme.slug, month.slug, workstream.slug])
    return f"{address}?at={moment_for_link(after.history_date)}"
