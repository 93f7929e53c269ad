"""Limits of a session: how long it lasts with nothing done in it, and how long in all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from improvement.clock import now

BEGAN, SEEN = "began", "seen"  # seconds, in the session itself
NOTED_AGAIN = 60  # a session is written at most once a minute for having been seen


class EndSessions:
    """End a session that has reached a limit. What is being posted is kept by ``KeepTyped``.

    Stands before whatever asks who is signed in. Autosave is a request too: who types is seen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if not request.user.is_authenticated:
            return
        at = now()
        sentence = why_over(request.session, at=at)
        if sentence:
            logout(request)
            messages.info(request, sentence)
        else:
            note_seen(request.session, at=at)


def why_over(session: SessionBase, *, at: datetime) -> str:
    """Give the sentence that says which limit the session has reached, or nothing."""
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    longest = timedelta(hours=settings.SESSION_HOURS)
    if _since(session, SEEN, at) > idle:
        return f"You were signed out because nothing was done for {_minutes(idle)}."
    if _since(session, BEGAN, at) > longest:
        return f"You were signed out because you had been signed in for {_hours(longest)}."
    return ""


def note_seen(session: SessionBase, *, at: datetime) -> None:
    """Note that the session is in use, and, of one older than this code, that it began."""
    if SEEN not in session or _since(session, SEEN, at).total_seconds() >= NOTED_AGAIN:
        session[SEEN] = int(at.timestamp())
    if BEGAN not in session:
        session[BEGAN] = int(at.timestamp())


@receiver(user_logged_in)
def begin(request: HttpRequest | None, **kwargs: Any) -> None:
    """Start the clock of a session at its sign-in."""
    if request is not None:
        at = int(now().timestamp())
        request.session[BEGAN], request.session[SEEN] = at, at


def _since(session: SessionBase, what: str, at: datetime) -> timedelta:
    return timedelta(seconds=at.timestamp() - session.get(what, at.timestamp()))


def _minutes(length: timedelta) -> str:
    return _counted(int(length.total_seconds() // 60), "minute")


def _hours(length: timedelta) -> str:
    return _counted(int(length.total_seconds() // 3600), "hour")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
