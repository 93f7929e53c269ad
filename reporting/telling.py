"""Telling changes: rows of the history in words, with who, when, what, why and from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from improvement.audit import FieldChange, fields_changed, relations_told
from improvement.models import LogEntry, Programme
from reporting.history import Found
from reporting.moments import exactly
from reporting.trails import TRAILS, Trail
from reporting.ways_back import WayBack, ways_back
from reporting.word_difference import Piece, word_difference


@dataclass(frozen=True)
class Said:
    """One field, from what to what. ``pieces`` tells a text that was changed word by word."""

    field: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One change of one thing, or one entry of the log.

    ``is_new`` says that the thing was made by it. ``story`` is the address of the thing's own
    changes, ``as_at`` that of its report as it then stood, ``ways_back`` where the texts it then
    had can be brought back; each empty where it has none.
    """

    at: datetime
    who: str
    kind: str
    thing: str
    where: str
    said: tuple[Said, ...]
    why: str
    place: str
    is_new: bool = False
    story: str = ""
    as_at: str = ""
    ways_back: tuple[WayBack, ...] = ()


def tell(programme: Programme, found: Sequence[Found]) -> list[Entry]:
    """Tell what was found, in its order. At most three queries for each kind of thing in it."""
    by_trail: dict[str, list[int]] = defaultdict(list)
    for _, trail, row in found:
        by_trail[trail].append(row)
    told: dict[tuple[str, int], Entry] = {}
    for kind, rows in by_trail.items():
        for row, entry in _told_of(programme, kind, rows):
            told[kind, row] = entry
    return [told[kind, row] for _, kind, row in found]


def _told_of(programme: Programme, kind: str, rows: list[int]) -> Iterable[tuple[int, Entry]]:
    if kind == "log":
        entries = LogEntry.objects.filter(pk__in=rows).select_related("person")
        return [(entry.pk, _logged(entry)) for entry in entries]
    return _changed(programme, TRAILS[kind], rows)


def _logged(entry: LogEntry) -> Entry:
    return Entry(
        at=entry.at,
        who=str(entry.person or "Nobody known"),
        kind=entry.get_kind_display(),
        thing=entry.about,
        where="",
        said=(),
        why=entry.detail,
        place=entry.place,
    )


def _changed(programme: Programme, trail: Trail, rows: list[int]) -> Iterable[tuple[int, Entry]]:
    after = list(_with_the_one_before(trail, rows))
    before = _by_id(trail, [row.before for row in after if row.before])
    things = trail.model._default_manager.select_related(*trail.related).in_bulk(
        {row.id for row in after}
    )
    for row in after:
        yield row.pk, _entry(programme, trail, before.get(row.before), row, things.get(row.id))


def _with_the_one_before(trail: Trail, rows: list[int]) -> QuerySet[Any]:
    earlier = trail.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    last = earlier.order_by("-history_id").values("history_id")[:1]
    return _read(trail, rows).annotate(before=Subquery(last))


def _by_id(trail: Trail, rows: list[int]) -> dict[int | None, Any]:
    return {row.pk: row for row in _read(trail, rows).annotate(before=F("history_id"))}


def _read(trail: Trail, rows: list[int]) -> Any:
    related = ("history_user", *relations_told(trail.model))
    return trail.history.filter(history_id__in=rows).select_related(*related)


def _entry(programme: Programme, trail: Trail, before: Any, after: Any, thing: Any) -> Entry:
    gone = after.history_type == "-"
    workstream, month = (_at_end_of(thing, way) for way in (trail.workstream, trail.month))
    changes = () if gone else fields_changed(before, after)
    return Entry(
        at=after.history_date,
        who=str(after.history_user or "System"),
        kind=trail.words,
        thing=_name(trail, thing, after),
        where=", ".join(str(one) for one in (workstream, month) if one and one is not thing),
        said=_in_words(changes) or _without_words(gone=gone, is_new=before is None),
        why=after.history_change_reason or "",
        place=after.history_place,
        is_new=before is None and not gone,
        story=_story(programme, trail, thing),
        as_at=_as_at(programme, workstream, month, after),
        ways_back=ways_back(programme, thing, after.history_id, changes),
    )


def _in_words(changes: Sequence[FieldChange]) -> tuple[Said, ...]:
    return tuple(
        Said(one.field, one.old, one.new, _pieces(one) if one.is_text else ()) for one in changes
    )


def _without_words(*, gone: bool, is_new: bool) -> tuple[Said, ...]:
    """Say of a row in which no field was changed why it is there: a password is not shown."""
    if is_new and not gone:
        return ()
    told = "Taken away" if gone else "Saved; nothing shown here was changed"
    return (Said(told, "", ""),)


def _pieces(change: FieldChange) -> tuple[Piece, ...]:
    """A text that is new, or went altogether, has nothing to be compared with."""
    return word_difference(change.old, change.new) if change.old and change.new else ()


def _name(trail: Trail, thing: Any, after: Any) -> str:
    if thing is None:
        named = (getattr(after, name, "") for name in ("name", "quarter"))
        return ", ".join((f"{trail.words} that is gone", *filter(None, named)))
    metric = _at_end_of(thing, trail.objects.get("metric", ""))
    said = str(thing)
    return said if metric in (None, thing) or str(metric) in said else f"{metric}: {said}"


def _at_end_of(thing: Any, way: str) -> Any:
    """Follow ``way`` from ``thing``; None where there is neither."""
    if thing is None or not way:
        return None
    for part in way.split("__"):
        thing = thing if part == "pk" else getattr(thing, part, None)
    return thing


def _story(programme: Programme, trail: Trail, thing: Any) -> str:
    if thing is None:
        return ""
    for kind, way in trail.objects.items():
        if (hung_on := _at_end_of(thing, way)) is not None:
            return reverse("changes", args=[programme.slug, kind, hung_on.pk])
    return ""


def _as_at(programme: Programme, workstream: Any, month: Any, after: Any) -> str:
    if not (workstream and month):
        return ""
    address = reverse("reading", args=[programme.slug, month.slug, workstream.slug])
    return f"{address}?at={exactly(after.history_date)}"
