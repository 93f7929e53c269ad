"""What was typed survives: a session that ended, a pen that passed on, a page grown stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict

from improvement.drafts import typed_in
from improvement.models import Person

SESSION_KEY = "typed"
LONGEST = 500_000  # characters: more is no page of ours
SMALL = ("seen", "writer")
_SIGNER = Signer(salt="writer")


def texts_of(posted: QueryDict) -> list[str]:
    """Give every text somebody typed, for them to read and copy: what has more than one word."""
    fields = typed_in(posted)
    texts = [one for name, given in fields.items() if name not in SMALL for one in given]
    return [one for one in texts if " " in one.strip()]


def after_sign_in(request: HttpRequest, by: Person) -> dict[str, list[str]]:
    """Take back what ``by`` typed on this page before their session ended, or nothing."""
    kept = request.session.get(SESSION_KEY) or {}
    if kept.get("path") != request.path:
        return {}
    del request.session[SESSION_KEY]
    fields: dict[str, list[str]] = kept["fields"]
    return fields if _writer_of(fields) == str(by.pk) else {}


def sign(by: Person) -> str:
    """Give what a page carries to say who writes on it, which nobody else can make up."""
    return _SIGNER.sign(str(by.pk))


def _writer_of(fields: Mapping[str, list[str]]) -> str:
    """Give whose page it was typed on, by their number; nothing where no page of ours says."""
    with suppress(BadSignature):
        return _SIGNER.unsign("".join(fields.get("writer", [])))
    return ""


class KeepTyped:
    """Keep what is posted to a writing page by somebody whose session has ended.

    Whoever never was signed in has no page that says so, and fills no table. Stands after the check
    of the token and before the one that asks for a sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        if request.method != "POST" or request.user.is_authenticated:
            return
        fields = typed_in(request.POST)
        size = sum(len(one) for given in fields.values() for one in given)
        if getattr(view, "keeps_typed", False) and size < LONGEST and _writer_of(fields):
            request.session[SESSION_KEY] = {"path": request.path, "fields": fields}
