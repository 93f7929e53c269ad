"""Tidying up: what is kept of people only while it is of use goes when it is of none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection

from improvement.session_limits import why_over
from improvement.sessions import session_of


@dataclass(frozen=True)
class Tidied:
    """How many were forgotten: sessions with address and browser, and counts of attempts."""

    sessions: int
    attempts: int


def tidy_up(*, at: datetime) -> Tidied:
    """Forget the sessions that are over at ``at``, and attempts that count no more."""
    sessions = _forget_sessions(at)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return Tidied(sessions, _forget_attempts(at))


def _forget_sessions(at: datetime) -> int:
    """Somebody who stays away never hears that a limit was reached: their session goes here."""
    over = 0
    for row in UserSession.objects.iterator():
        if why_over(session_of(row), at=at):
            row.end()
            over += 1
        elif row.purge():
            over += 1
    return over


def _forget_attempts(at: datetime) -> int:
    """Django's cache removes what has expired only once it is full; an address is in each key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM attempts WHERE expires < %s",
            [connection.ops.adapt_datetimefield_value(at)],
        )
        return int(cursor.rowcount)
