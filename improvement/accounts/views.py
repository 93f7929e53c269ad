"""Inviting people to a programme, and their leaving. Who has what is a page of reporting."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.clock import now, today
from improvement.finding import find_people, find_person
from improvement.forms.access import InvitationForm, LeavingForm
from improvement.inviting import invite, invite_again
from improvement.leaving import deactivate
from improvement.views.pages import page, person_of, saved

asked = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "improvement/access_form.html"


@asked
def invite_new(request: HttpRequest, programme: str) -> HttpResponse:
    """Appoint somebody and invite them."""
    standing = find_people(person_of(request), programme, on=today())
    by = person_of(request)
    form = InvitationForm(_posted(request), programme=standing.programme, on=today(), by=by)
    if not form.is_valid():
        return page(request, TEMPLATE, standing, title="Invite somebody", form=form)
    frame = {"programme": standing.programme, "base_url": settings.BASE_URL}
    try:
        invite(**form.given, **frame, by=by, at=now())
    except OSError:
        return _not_mailed(request, programme)
    return _mailed(request, programme, form)


@asked
def invite_known(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Send somebody of the programme a new link."""
    standing = find_people(person_of(request), programme, on=today())
    person, by = find_person(standing.programme, pk), person_of(request)
    form = InvitationForm(
        _posted(request), programme=standing.programme, on=today(), by=by, person=person
    )
    if not form.is_valid():
        words = (
            "They get a link that works once. With it they begin afresh: a new password, and a new "
            "second step; their tokens stop. Make sure that it is they who ask."
        )
        title = f"Invite {person}"
        return page(request, TEMPLATE, standing, title=title, words=words, form=form)
    frame = {"programme": standing.programme, "base_url": settings.BASE_URL}
    try:
        invite_again(person=person, **form.given, **frame, by=by, at=now())
    except OSError:
        return _not_mailed(request, programme)
    return _mailed(request, programme, form)


@asked
def leave(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Deactivate a leaver."""
    standing = find_people(person_of(request), programme, on=today())
    person = find_person(standing.programme, pk)
    form = LeavingForm(_posted(request))
    if not form.is_valid():
        words = (
            "Today is the last day of their appointments. They are signed out everywhere and their "
            "tokens stop. Packs and history keep their name."
        )
        title = f"Deactivate {person}"
        return page(request, TEMPLATE, standing, title=title, words=words, form=form)
    why = form.cleaned_data["why"]
    closed = deactivate(person=person, by=person_of(request), at=now(), why=why)
    done = (
        f"{person} is deactivated and signed out everywhere."
        if closed
        else f"{person} is appointed on {standing.programme} no more. They are on another "
        "programme, so their account stays open."
    )
    return saved(request, done, reverse("access", args=[programme]))


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _mailed(request: HttpRequest, programme: str, form: InvitationForm) -> HttpResponse:
    sentence = f"A mail is on its way to {form.cleaned_data['email']}."
    return saved(request, sentence, reverse("access", args=[programme]))


def _not_mailed(request: HttpRequest, programme: str) -> HttpResponse:
    messages.error(
        request,
        "The mail could not be sent, so they have no link yet. Invite them again in a few minutes.",
    )
    return redirect("access", programme)
