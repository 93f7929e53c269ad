"""Sessions: where somebody is signed in, and ending them."""

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
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from improvement.models import Person
from improvement.refusals import NotThere
from improvement.session_limits import SEEN, why_over

# The first that is found in what a browser says of itself; most say that they are others, too.
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
    """One place somebody is signed in at, as they would know it again."""

    pk: int
    device: str
    address: str
    since: datetime
    last_seen: datetime
    current: bool


def sessions_of(person: Person, *, current: str, at: datetime) -> list[OpenSession]:
    """Give where ``person`` is signed in at ``at``: this session, named by its key, first."""
    found = []
    for row in UserSession.objects.purge_and_list(person):
        session = session_of(row)
        if not why_over(session, at=at):
            found.append(_listed(row, session, current))
    return sorted(found, key=lambda one: (one.current, one.last_seen), reverse=True)


def end_session(*, pk: int, by: Person, request: HttpRequest | None = None) -> None:
    """End one of ``by``'s own sessions; it is logged as a sign-out. Raises ``NotThere``."""
    row = UserSession.objects.filter(user=by, pk=pk).first()
    if row is None:
        raise NotThere("There is no such session of yours, or it has ended already.")
    _end(row, by, request)


def end_sessions(*, person: Person, but: str = "", request: HttpRequest | None = None) -> int:
    """End every session of ``person``, but for the one with the key ``but``. Gives how many."""
    rows = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for row in rows:
        _end(row, person, request)
    return len(rows)


@transaction.atomic
def end_all_sessions(*, of: Person | None = None) -> int:
    """End every session, or those ``of`` one person, listed or not; each is logged as a sign-out.

    Sessions of nobody, such as a visitor's at the sign-in, go with everybody's. Gives how many
    sessions of people were ended: all of them, or none where the database refuses one.
    """
    sessions, listed = Session.objects.all(), UserSession.objects.all()
    whose = {session.pk: _person_of(session) for session in sessions.iterator()}
    if of is not None:
        whose = {key: pk for key, pk in whose.items() if pk == of.pk}
        sessions, listed = sessions.filter(pk__in=whose), listed.filter(user=of)
    sessions.delete()
    listed.delete()
    people = Person.objects.in_bulk(set(whose.values()) - {None})
    ended = [people[pk] for pk in whose.values() if pk in people]
    for person in ended:
        user_logged_out.send(sender=UserSession, request=None, user=person)
    return len(ended)


def _person_of(session: Session) -> int | None:
    """Give the number of whoever is signed in there; a visitor's session is of nobody."""
    pk = session.get_decoded().get(SESSION_KEY)
    return int(pk) if pk else None


def _end(row: UserSession, person: Person, request: HttpRequest | None) -> None:
    row.end()
    # The request is of whoever ends it, in another session.
    user_logged_out.send(sender=UserSession, request=request, user=person)


def session_of(row: UserSession) -> SessionBase:
    """Give the session itself, which knows when it began; an empty one where it is gone."""
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    return store


@receiver(user_logged_out)
def forget_place(request: HttpRequest | None, sender: type, **kwargs: Any) -> None:
    """Forget address and browser of the session that is signed out of here."""
    if request is not None and sender is not UserSession:
        for row in UserSession.objects.filter(session_key=request.session.session_key):
            row.delete()


def _listed(row: UserSession, session: SessionBase, current: str) -> OpenSession:
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
    """Say what a browser calls itself, as in “Edge on Windows”."""
    browser = next((name for part, name in BROWSERS.items() if part in user_agent), "A browser")
    system = next((name for part, name in SYSTEMS.items() if part in user_agent), "")
    return f"{browser} on {system}" if system else browser
