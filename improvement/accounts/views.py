"""Pages of accounts: invite, deactivate, accept an invitation, own sessions and tokens.

Who has access to a programme is a page of ``reporting/access_review``.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.lookup import (
    find_people,
    find_person,
    find_programme,
    find_programmes,
    find_token,
)
from improvement.accounts.accept_invitation import (
    accept,
    accept_with_account,
    open_invitation,
    owner_of,
    signs_in_already,
)
from improvement.accounts.deactivate import deactivate
from improvement.accounts.forms import FirstPasswordForm, InvitationForm, LeavingForm, TokenForm
from improvement.accounts.invite import invite, invite_again
from improvement.accounts.sessions import end_session, end_sessions, sessions_of
from improvement.accounts.single_keys import switch_single_keys
from improvement.accounts.tokens import (
    make_token,
    own_tokens,
    revoke_token,
    tokens_on_own_programmes,
)
from improvement.models import Invitation
from improvement.values.clock import now, real_now, today
from improvement.web.pages import page, person_of, pressed_again, saved

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "improvement/accounts/form.html"


@READ_OR_POST
def invite_new(request: HttpRequest, programme: str) -> HttpResponse:
    """Appoint somebody and invite them."""
    standing = find_people(person_of(request), programme, on=today())
    by = person_of(request)
    form = InvitationForm(_posted(request), programme=standing.programme, on=today(), by=by)
    if not form.is_valid():
        return page(request, TEMPLATE, standing, title="Invite somebody", form=form)
    frame = {"programme": standing.programme, "base_url": settings.BASE_URL}
    try:
        invite(**form.facts, **frame, by=by, at=now())
    except OSError:
        return _not_mailed(request, programme)
    return _mailed(request, programme, form)


@READ_OR_POST
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
        invite_again(person=person, **form.facts, **frame, by=by, at=now())
    except OSError:
        return _not_mailed(request, programme)
    return _mailed(request, programme, form)


@READ_OR_POST
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


DIRECTORY = "directory"  # the name of the button for people who sign in by the directory


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@READ_OR_POST
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a password, or sign-in by the directory, and go on signed in.

    People who can sign in already only confirm.
    """
    opened = open_invitation(key, at=now())
    if signs_in_already(opened):
        return _accept_with_account(request, opened, key)
    if request.method == "POST" and DIRECTORY in request.POST and settings.OIDC_ISSUER:
        accept(key=key, password=None, at=now())
        messages.success(request, f"You can sign in with {settings.OIDC_NAME} now.")
        return redirect("account_login")
    form = FirstPasswordForm(_posted(request), person=owner_of(opened))
    if not form.is_valid():
        context = {"invitation": opened, "form": form, "directory": settings.OIDC_NAME}
        return render(request, "improvement/accounts/invitation.html", context)
    person = accept(key=key, password=form.cleaned_data["password"], at=now())
    answer: HttpResponse = perform_password_login(
        request, {"email": person.email}, Login(user=person)
    )
    return answer


def _accept_with_account(request: HttpRequest, opened: Invitation, key: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "improvement/accounts/invitation.html", {"invitation": opened})
    accept_with_account(key=key, at=now())
    messages.success(request, f"You are on {opened.programme} now.")
    return redirect("dashboard", opened.programme.slug)


@never_cache
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """List one's own open sessions and tokens."""
    by, current = person_of(request), request.session.session_key or ""
    sessions = sessions_of(by, current=current, at=real_now())
    context = {"sessions": sessions, "own": own_tokens(by, on=today())}
    return render(request, "improvement/accounts/sessions.html", context)


@READ_OR_POST
def end_my_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in another place."""
    if request.method != "POST":
        return pressed_again(request, reverse("account_sessions"))
    end_session(pk=pk, by=person_of(request), request=request)
    return saved(request, "That session is ended.", reverse("account_sessions"))


@READ_OR_POST
def end_my_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    if request.method != "POST":
        return pressed_again(request, reverse("account_sessions"))
    current = request.session.session_key or ""
    end_sessions(person=person_of(request), but=current, request=request)
    return saved(request, "You are signed in here alone.", reverse("account_sessions"))


@READ_OR_POST
def single_keys(request: HttpRequest) -> HttpResponse:
    """Switch one's own single-key shortcuts off or on, and go back to the page."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, None):
        back = reverse("home")
    if request.method != "POST":
        return pressed_again(request, back)
    off = request.POST.get("keys") == "off"
    switch_single_keys(off=off, by=person_of(request))
    return saved(request, f"Single-key shortcuts are {'off' if off else 'on'}.", back)


@never_cache
@sensitive_variables("key")
@READ_OR_POST
def tokens(request: HttpRequest) -> HttpResponse:
    """List tokens, and make one. The answer to that is the only page that shows its key."""
    by, on = person_of(request), today()
    programmes = find_programmes(by, on=on)
    form, made, key = TokenForm(_posted(request), programmes=programmes, today=on), None, ""
    if form.is_valid():
        facts = form.cleaned_data
        facts["programme"] = find_programme(by, facts["programme"], on=on).programme
        made, key = make_token(**facts, by=by, at=now())
        form = TokenForm(programmes=programmes, today=on)
    context = {
        "form": form,
        "made": made,
        "key": key,
        "programmes": programmes,
        "own": own_tokens(by, on=on),
        "looked_after": tokens_on_own_programmes(by, on=on),
        "api": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "improvement/accounts/tokens.html", context)


@READ_OR_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token for good."""
    token = find_token(person_of(request), pk, on=today())
    if request.method != "POST":
        return pressed_again(request, reverse("tokens"))
    revoke_token(token=token, by=person_of(request), at=now())
    return saved(request, f"{token} is revoked: it opens nothing any more.", reverse("tokens"))
