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
from improvement.refusals import NotThere
from reporting.called import called, has_part
from reporting.trails import TRAILS, Trail

Found = tuple[datetime, str, int]  # when, the kind of trail or of log entry, the row's id


@dataclass(frozen=True)
class Asked:
    """What of the history is asked for; what is empty narrows nothing.

    ``person`` is an id, ``workstream`` a slug, ``kind`` a trail's or a log entry's. ``name`` is
    part of a reference, a number or a name, as in “Criterion 2”. ``thing`` is one object by its
    kind and id. ``with_log`` adds sign-ins and downloads.
    """

    person: int | None = None
    workstream: str = ""
    kind: str = ""
    name: str = ""
    since: date | None = None
    until: date | None = None
    thing: tuple[str, int] | None = None
    with_log: bool = False


def find_changes(programme: Programme, asked: Asked) -> QuerySet[Any, Any]:
    """Give what was found as ``Found``, newest first: one query, whatever is asked."""
    parts = [_of_trail(trail, programme, asked) for trail in TRAILS.values()]
    parts.append(_of_log(programme, asked) if asked.with_log else None)
    first, *others = [part for part in parts if part is not None] or [_nothing()]
    found = first.union(*others, all=True) if others else first
    return found.order_by("-moment", "trail", "-row")


def find_thing(programme: Programme, kind: str, pk: int) -> Any:
    """Give one object of the programme. Raises ``NotThere``."""
    trail = TRAILS.get(kind)
    if trail is None or trail.objects.get(kind) != "pk":
        raise NotThere(f"There is no kind of thing called “{kind}”.")
    of_programme = trail.model._default_manager.filter(**{trail.programme: programme.pk})
    thing = of_programme.select_related(*trail.related).filter(pk=pk).first()
    if thing is None:
        raise NotThere(f"{programme} has no such {kind}.")
    return thing


def kinds_asked(*, with_log: bool) -> list[tuple[str, str]]:
    """Give the kinds that may be asked for, with their words, in the order of the alphabet."""
    kinds = [(trail.kind, trail.words) for trail in TRAILS.values()]
    kinds += [(kind.value, str(kind.label)) for kind in LogKind] if with_log else []
    return sorted(kinds, key=lambda pair: pair[1])


def people_asked(programme: Programme) -> QuerySet[Person]:
    """Give who may have changed something: whoever is or was appointed, administrators, commands.

    Who is only named in a programme's file, or appointed elsewhere alone, is not among them.
    """
    administrators = Person.history.filter(Q(is_staff=True) | Q(is_superuser=True)).values("id")
    commands = Q(programme=None, email=None) & ~Q(slug="")
    appointed = Q(pk__in=_ever_appointed(programme))
    return Person.objects.filter(appointed | Q(pk__in=administrators) | commands)


def _ever_appointed(programme: Programme) -> QuerySet[Any, Any]:
    """Give the ids of whoever is or was appointed, by the history: it keeps what was taken back."""
    return Appointment.history.filter(programme=programme).values("person")


def _of_trail(trail: Trail, programme: Programme, asked: Asked) -> QuerySet[Any, Any] | None:
    wanted = _wanted(trail, asked)
    if asked.kind not in ("", trail.kind) or wanted is None:
        return None
    if asked.person is not None:
        wanted &= Q(history_user=asked.person)
    wanted &= Q(**{trail.way(trail.programme): programme.pk}) & _between("history_date", asked)
    return _as_found(trail.history.filter(wanted), "history_date", trail.kind, "history_id")


def _wanted(trail: Trail, asked: Asked) -> Q | None:
    """Narrow to a workstream, an object, a name; None where a trail has no such thing."""
    wanted = Q()
    if asked.workstream:
        if not trail.workstream:
            return None
        way = "slug" if trail.workstream == "pk" else f"{trail.workstream}__slug"
        wanted &= Q(**{way: asked.workstream})
    if asked.thing:
        kind, pk = asked.thing
        if kind not in trail.objects:
            return None
        wanted &= Q(**{trail.way(trail.objects[kind]): pk})
    if asked.name:
        wanted &= _named(trail, asked.name)
    return wanted


def _named(trail: Trail, name: str) -> Q:
    texts = [*trail.named, *([called(trail.model, trail.called)] if trail.called else ())]
    return reduce(or_, (has_part(one, name) for one in texts))


def _of_log(programme: Programme, asked: Asked) -> QuerySet[Any, Any] | None:
    if asked.workstream or asked.thing or asked.kind not in ("", *LogKind.values):
        return None
    # What is of no programme, as a sign-in is, is of every one its person was ever to enter.
    of_none = Q(programme=None, person__in=_ever_appointed(programme))
    theirs = Q(programme=programme) | of_none
    wanted = theirs & _between("at", asked)
    if asked.kind:
        wanted &= Q(kind=asked.kind)
    if asked.person is not None:
        wanted &= Q(person=asked.person)
    if asked.name:
        wanted &= has_part("about", asked.name)
    return _as_found(LogEntry.objects.filter(wanted), "at", "log", "pk")


def _nothing() -> QuerySet[Any, Any]:
    return _as_found(LogEntry.objects.none(), "at", "log", "pk")


def _as_found(rows: QuerySet[Any, Any], at: str, trail: str, row: str) -> QuerySet[Any, Any]:
    named = Value(trail, output_field=CharField())
    found = rows.order_by().annotate(moment=F(at), trail=named, row=F(row))
    return found.values_list("moment", "trail", "row")


def _between(column: str, asked: Asked) -> Q:
    """Days are those of the programme's own clock, the last one included."""
    wanted = Q()
    if asked.since:
        wanted &= Q(**{f"{column}__gte": _midnight(asked.since)})
    if asked.until:
        wanted &= Q(**{f"{column}__lt": _midnight(asked.until + timedelta(days=1))})
    return wanted


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
