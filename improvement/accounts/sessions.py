"""Sessions: where somebody is signed in, ending them, and forgetting those that are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import HttpRequest

from improvement.accounts.session_limits import SEEN, limit_reached
from improvement.models import Person
from improvement.values.refusals import NotThere

# The first that its user agent contains; most browsers name others, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OpenSession:
    """One place somebody is signed in at, as they would recognise it."""

    pk: int
    device: str
    address: str
    since: datetime
    last_seen: datetime
    current: bool


def sessions_of(person: Person, *, current: str, at: datetime) -> list[OpenSession]:
    """Return the open sessions of ``person``, the one with the key ``current`` first."""
    sessions = []
    for row in UserSession.objects.purge_and_list(person):
        session = session_of(row)
        if not limit_reached(session, at=at):
            sessions.append(_open_session(row, session, current))
    return sorted(sessions, key=lambda each: (each.current, each.last_seen), reverse=True)


def end_session(*, pk: int, by: Person, request: HttpRequest | None = None) -> None:
    """End one of ``by``'s own sessions; it is logged as a sign-out. Raises ``NotThere``."""
    row = UserSession.objects.filter(user=by, pk=pk).first()
    if row is None:
        raise NotThere("There is no such session of yours, or it has ended already.")
    _end(row, by, request)


def end_sessions(*, person: Person, but: str = "", request: HttpRequest | None = None) -> int:
    """End every session of ``person`` except the one with the key ``but``. Returns how many."""
    rows = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for row in rows:
        _end(row, person, request)
    return len(rows)


@transaction.atomic
def end_all_sessions(*, of: Person | None = None) -> int:
    """End every session, or those ``of`` one person; each is logged as a sign-out.

    Without ``of``, visitors' sessions go too. Returns how many sessions of people were ended: all
    of them, or none where the database refuses one.
    """
    sessions, listed = Session.objects.all(), UserSession.objects.all()
    owners = {
        session.pk: int(session.get_decoded().get(SESSION_KEY) or 0)  # a visitor's is of nobody
        for session in sessions.iterator()
    }
    if of is not None:
        owners = {key: pk for key, pk in owners.items() if pk == of.pk}
        sessions, listed = sessions.filter(pk__in=owners), listed.filter(user=of)
    sessions.delete()
    listed.delete()
    people = Person.objects.in_bulk(set(owners.values()))
    ended = [people[pk] for pk in owners.values() if pk in people]
    for person in ended:
        user_logged_out.send(sender=UserSession, request=None, user=person)
    return len(ended)


def _end(row: UserSession, person: Person, request: HttpRequest | None) -> None:
    row.end()
    # The request comes from another session than the one that ends.
    user_logged_out.send(sender=UserSession, request=request, user=person)


def session_of(row: UserSession) -> SessionBase:
    """Return the session of a listed row, or an empty one where it is gone."""
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    return store


@receiver(user_logged_out)
def forget_device(request: HttpRequest | None, sender: type, **kwargs: Any) -> None:
    """Forget the address and browser of a session when its person signs out."""
    if request is not None and sender is not UserSession:
        for row in UserSession.objects.filter(session_key=request.session.session_key):
            row.delete()


def _open_session(row: UserSession, session: SessionBase, current: str) -> OpenSession:
    seen = session.get(SEEN)
    return OpenSession(
        pk=row.pk,
        device=device_of(row.user_agent),
        address=row.ip,
        since=row.created_at,
        last_seen=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
        current=row.session_key == current,
    )


def device_of(user_agent: str) -> str:
    """Return a browser and system in words: “Edge on Windows”."""
    browser = next((name for part, name in BROWSERS.items() if part in user_agent), "A browser")
    system = next((name for part, name in SYSTEMS.items() if part in user_agent), "")
    return f"{browser} on {system}" if system else browser


@dataclass(frozen=True)
class Tidied:
    """How many sessions and how many counts of attempts were forgotten."""

    sessions: int
    attempts: int


def tidy_up(*, at: datetime) -> Tidied:
    """Forget the sessions that are over at ``at``, and expired counts of attempts."""
    sessions = _forget_sessions(at)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return Tidied(sessions, _forget_attempts(at))


def _forget_sessions(at: datetime) -> int:
    """End the sessions whose people stayed away, and return how many were over."""
    over = 0
    for row in UserSession.objects.iterator():
        if limit_reached(session_of(row), at=at):
            row.end()
            over += 1
        elif row.purge():
            over += 1
    return over


def _forget_attempts(at: datetime) -> int:
    """Delete expired counts: their keys hold addresses, and Django keeps them till it is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM attempts WHERE expires < %s",
            [connection.ops.adapt_datetimefield_value(at)],
        )
        return int(cursor.rowcount)
