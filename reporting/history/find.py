"""The history of a programme: its changes found by person, workstream, object, kind and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.timezone import make_aware

from improvement.models import Appointment, LogEntry, LogKind, Person, Programme
from improvement.values.refusals import NotThere
from reporting.history.labels_sql import contains_text, label_expression
from reporting.history.registry import AUDITED_MODELS, AuditedModel

FoundRow = tuple[datetime, str, int]  # when, the kind of audited model or “log”, the row's id


@dataclass(frozen=True)
class HistoryFilter:
    """Which changes are looked for; what is empty narrows nothing.

    ``person`` is an id, ``workstream`` a slug, ``kind`` an audited model's or a log entry's.
    ``name`` is part of a reference, a number or a name, as in “Criterion 2”. ``thing`` is one
    object by its kind and id. ``with_log`` adds sign-ins and downloads.
    """

    person: int | None = None
    workstream: str = ""
    kind: str = ""
    name: str = ""
    since: date | None = None
    until: date | None = None
    thing: tuple[str, int] | None = None
    with_log: bool = False


def find_changes(programme: Programme, filter: HistoryFilter) -> QuerySet[Any, Any]:
    """Return the changes as ``FoundRow``, newest first: one query, whatever the filter."""
    parts = [_changes_of(audited, programme, filter) for audited in AUDITED_MODELS.values()]
    parts.append(_log_entries(programme, filter) if filter.with_log else None)
    nothing = _as_found_rows(LogEntry.objects.none(), "at", "log", "pk")
    first, *others = [part for part in parts if part is not None] or [nothing]
    changes = first.union(*others, all=True) if others else first
    return changes.order_by("-moment", "audited_kind", "-row")


def find_thing(programme: Programme, kind: str, pk: int) -> Any:
    """Return one object of the programme. Raises ``NotThere``."""
    audited = AUDITED_MODELS.get(kind)
    if audited is None or audited.objects.get(kind) != "pk":
        raise NotThere(f"There is no kind of thing called “{kind}”.")
    of_programme = audited.model._default_manager.filter(**{audited.programme: programme.pk})
    thing = of_programme.select_related(*audited.related).filter(pk=pk).first()
    if thing is None:
        raise NotThere(f"{programme} has no such {kind}.")
    return thing


def kind_choices(*, with_log: bool) -> list[tuple[str, str]]:
    """Return the kinds to choose from with their words, in alphabetical order."""
    kinds = [(audited.kind, audited.words) for audited in AUDITED_MODELS.values()]
    kinds += [(kind.value, str(kind.label)) for kind in LogKind] if with_log else []
    return sorted(kinds, key=lambda pair: pair[1])


def person_choices(programme: Programme) -> QuerySet[Person]:
    """Return who may have changed something: people ever appointed, administrators, commands.

    People who are only named in a programme's file, or appointed only elsewhere, are left out.
    """
    administrators = Person.history.filter(Q(is_staff=True) | Q(is_superuser=True)).values("id")
    commands = Q(programme=None, email=None) & ~Q(slug="")
    appointed = Q(pk__in=_ever_appointed(programme))
    return Person.objects.filter(appointed | Q(pk__in=administrators) | commands)


def _ever_appointed(programme: Programme) -> QuerySet[Any, Any]:
    """Return the ids of people ever appointed, from the history, which keeps deleted rows."""
    return Appointment.history.filter(programme=programme).values("person")


def _changes_of(
    audited: AuditedModel, programme: Programme, filter: HistoryFilter
) -> QuerySet[Any, Any] | None:
    condition = _condition(audited, filter)
    if filter.kind not in ("", audited.kind) or condition is None:
        return None
    if filter.person is not None:
        condition &= Q(history_user=filter.person)
    condition &= Q(**{audited.in_history(audited.programme): programme.pk})
    condition &= _between("history_date", filter)
    rows = audited.history.filter(condition)
    return _as_found_rows(rows, "history_date", audited.kind, "history_id")


def _condition(audited: AuditedModel, filter: HistoryFilter) -> Q | None:
    """Return the condition for a workstream, an object and a name; None without a lookup for it."""
    condition = Q()
    if filter.workstream:
        if not audited.workstream:
            return None
        slug = "slug" if audited.workstream == "pk" else f"{audited.workstream}__slug"
        condition &= Q(**{slug: filter.workstream})
    if filter.thing:
        kind, pk = filter.thing
        if kind not in audited.objects:
            return None
        condition &= Q(**{audited.in_history(audited.objects[kind]): pk})
    if filter.name:
        texts: list[Any] = [*audited.named]
        texts += [label_expression(audited.model, audited.label)] if audited.label else []
        condition &= reduce(or_, (contains_text(text, filter.name) for text in texts))
    return condition


def _log_entries(programme: Programme, filter: HistoryFilter) -> QuerySet[Any, Any] | None:
    if filter.workstream or filter.thing or filter.kind not in ("", *LogKind.values):
        return None
    # An entry without a programme, such as a sign-in, counts for every programme of its person.
    of_none = Q(programme=None, person__in=_ever_appointed(programme))
    condition = (Q(programme=programme) | of_none) & _between("at", filter)
    if filter.kind:
        condition &= Q(kind=filter.kind)
    if filter.person is not None:
        condition &= Q(person=filter.person)
    if filter.name:
        condition &= contains_text("about", filter.name)
    return _as_found_rows(LogEntry.objects.filter(condition), "at", "log", "pk")


def _as_found_rows(rows: QuerySet[Any, Any], at: str, kind: str, row: str) -> QuerySet[Any, Any]:
    audited_kind = Value(kind, output_field=CharField())
    annotated = rows.order_by().annotate(moment=F(at), audited_kind=audited_kind, row=F(row))
    return annotated.values_list("moment", "audited_kind", "row")


def _between(column: str, filter: HistoryFilter) -> Q:
    """Return the condition for the days of a filter, in UK time and with the last day."""
    condition = Q()
    if filter.since:
        condition &= Q(**{f"{column}__gte": _midnight(filter.since)})
    if filter.until:
        condition &= Q(**{f"{column}__lt": _midnight(filter.until + timedelta(days=1))})
    return condition


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
