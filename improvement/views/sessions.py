"""My sessions and tokens: where one is signed in, what reads in one's name, and ending it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from improvement.clock import now, today
from improvement.sessions import end_session, end_sessions, sessions_of
from improvement.tokens import own_tokens
from improvement.views.pages import person_of, pressed_again, saved


@never_cache
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """List one's open sessions and tokens."""
    by, current = person_of(request), request.session.session_key or ""
    sessions = sessions_of(by, current=current, at=now())
    context = {"sessions": sessions, "own": own_tokens(by, on=today())}
    return render(request, "improvement/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_my_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in another place."""
    if request.method != "POST":
        return pressed_again(request, reverse("account_sessions"))
    end_session(pk=pk, by=person_of(request), request=request)
    return saved(request, "That session is ended.", reverse("account_sessions"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_my_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    if request.method != "POST":
        return pressed_again(request, reverse("account_sessions"))
    current = request.session.session_key or ""
    end_sessions(person=person_of(request), but=current, request=request)
    return saved(request, "You are signed in here alone.", reverse("account_sessions"))
