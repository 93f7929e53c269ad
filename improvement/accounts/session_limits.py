"""Limits of a session: how long without activity, and how long in all."""

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

from improvement.values.clock import real_now

BEGAN, SEEN = "began", "seen"  # keys of the session; their values are seconds
NOTED_EVERY = 60  # seconds: a session is written at most once a minute for being active


class EndSessions:
    """End a session that has reached a limit. What is being posted is kept by ``KeepTyped``.

    It comes before the middleware that asks who is signed in. Autosave counts as activity.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if not request.user.is_authenticated:
            return
        at = real_now()
        if sentence := limit_reached(request.session, at=at):
            logout(request)
            messages.info(request, sentence)
        else:
            note_activity(request.session, at=at)


def limit_reached(session: SessionBase, *, at: datetime) -> str:
    """Return the sentence of the limit that the session has reached, or an empty text."""
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    longest = timedelta(hours=settings.SESSION_HOURS)
    if _since(session, SEEN, at) > idle:
        length = _counted(settings.SESSION_IDLE_MINUTES, "minute")
        return f"You were signed out because nothing was done for {length}."
    if _since(session, BEGAN, at) > longest:
        length = _counted(settings.SESSION_HOURS, "hour")
        return f"You were signed out because you had been signed in for {length}."
    return ""


def note_activity(session: SessionBase, *, at: datetime) -> None:
    """Note that the session is in use, and when it began where that was not noted yet."""
    if SEEN not in session or _since(session, SEEN, at).total_seconds() >= NOTED_EVERY:
        session[SEEN] = int(at.timestamp())
    if BEGAN not in session:
        session[BEGAN] = int(at.timestamp())


@receiver(user_logged_in)
def begin(request: HttpRequest | None, **kwargs: Any) -> None:
    """Start the clock of a session at its sign-in."""
    if request is not None:
        at = int(real_now().timestamp())
        request.session[BEGAN], request.session[SEEN] = at, at


def _since(session: SessionBase, key: str, at: datetime) -> timedelta:
    return timedelta(seconds=at.timestamp() - session.get(key, at.timestamp()))


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
