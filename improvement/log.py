"""Keeping the log: sign-ins, failed sign-ins, sign-outs and downloads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from improvement.clock import now
from improvement.models import LogEntry, LogKind, Person, Programme

LONGEST = 200


def log_download(
    *, about: str, detail: str, programme: Programme, by: Person, at: datetime, place: str
) -> None:
    """Note that ``by`` took ``about`` away, as in “December 2023 pack, version 1” and “pdf”."""
    _log(LogKind.DOWNLOAD, by, at=at, place=place, programme=programme, about=about, detail=detail)


def _log(kind: LogKind, person: Person | None, *, at: datetime, place: str, **facts: Any) -> None:
    facts = {name: _short(fact) for name, fact in facts.items()}
    LogEntry(kind=kind, person=person, at=at, place=_short(place), **facts).save()


def _short(fact: Any) -> Any:
    return fact[:LONGEST] if isinstance(fact, str) else fact


# Signing in is the library's doing: its signals are the only place to hear of it.


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, user: Person, **kwargs: Any) -> None:
    _log(LogKind.SIGN_IN, user, at=now(), place=_page(request))


@receiver(user_logged_out)
def signed_out(request: HttpRequest | None, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        _log(LogKind.SIGN_OUT, user, at=now(), place=_page(request))


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Name the account that was tried. What was typed for no account may be a password."""
    email = credentials.get("email") or credentials.get("username") or ""
    person = Person.objects.filter(email__iexact=email).first() if email else None
    about = "" if person else "unknown account"
    _log(LogKind.FAILED_SIGN_IN, person, at=now(), place=_page(request), about=about)


def _page(request: HttpRequest | None) -> str:
    return request.path if request is not None else ""
