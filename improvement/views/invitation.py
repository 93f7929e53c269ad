"""Accepting an invitation: open to whoever has the link, and of use once."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from improvement.accepting import accept, open_invitation, signs_in_already, take_up, whose
from improvement.clock import now
from improvement.forms.access import FirstPasswordForm
from improvement.models import Invitation

DIRECTORY = "directory"  # the name of the button that asks for no password


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a password, or the directory's sign-in, and go on signed in.

    Whoever signs in here already is asked for one press of a button.
    """
    found = open_invitation(key, at=now())
    if signs_in_already(found):
        return _taken_up(request, found, key)
    if request.method == "POST" and DIRECTORY in request.POST and settings.OIDC_ISSUER:
        accept(key=key, password=None, at=now())
        messages.success(request, f"You can sign in with {settings.OIDC_NAME} now.")
        return redirect("account_login")
    form = FirstPasswordForm(
        request.POST if request.method == "POST" else None, person=whose(found)
    )
    if not form.is_valid():
        context = {"invitation": found, "form": form, "directory": settings.OIDC_NAME}
        return render(request, "improvement/invitation.html", context)
    person = accept(key=key, password=form.cleaned_data["password"], at=now())
    answer: HttpResponse = perform_password_login(
        request, {"email": person.email}, Login(user=person)
    )
    return answer


def _taken_up(request: HttpRequest, found: Invitation, key: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "improvement/invitation.html", {"invitation": found})
    take_up(key=key, at=now())
    messages.success(request, f"You are on {found.programme} now.")
    return redirect("dashboard", found.programme.slug)
