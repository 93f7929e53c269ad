"""Answering a page somebody writes on: whatever happens to the save, what they typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from improvement import drafts, typed
from improvement.clock import now
from improvement.cycle import refuse, turn_refusal
from improvement.forms import WritingForm
from improvement.permissions import Verb, require
from improvement.refusals import Refused
from improvement.saving import Stale
from improvement.views.pages import Found, found, person_of, saved

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def writing_page(view: View) -> View:
    """Mark a view as one that people write on: what they typed outlives their session."""
    allowed = require_http_methods(["GET", "HEAD", "POST"])(view)
    allowed.keeps_typed = True  # type: ignore[attr-defined]
    return allowed


def found_to_write(request: HttpRequest, programme: str, month: str, workstream: str) -> Found:
    """Find a report whose pen the person asking holds.

    Raises ``Refused``; what they typed is kept first, for when the pen comes back.
    """
    it = found(request, programme, month, workstream)
    try:
        require(it.standing, Verb.EDIT, it.report.workstream)
        refuse(turn_refusal(it.standing, it.report))
    except Refused as refused:
        if request.method == "POST":
            _keep(request)
            refused.kept = typed.texts_of(request.POST)
        raise
    return it


def writing(request: HttpRequest) -> dict[str, Any]:
    """Give what a writing form needs to know: who writes, and everybody's drafts of the page."""
    by = person_of(request)
    if request.method != "POST" and (fields := typed.after_sign_in(request, by)):
        drafts.keep(path=request.path, fields=fields, by=by, at=now())
    return {"by": by, "drafts": drafts.drafts_at(request.path)}


def answer(
    request: HttpRequest, form: WritingForm, back: str, show: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the page, keep its draft, or save it and go back to where it was opened from."""
    if request.method != "POST":
        return show()
    if "discard" in request.POST:
        drafts.discard(path=request.path, by=person_of(request))
        return redirect(request.path)
    if "autosave" in request.POST:
        at = _keep(request).kept_at
        return JsonResponse({"saved": f"{localtime(at):%H:%M}", "draft": at.isoformat()})
    return _saved(request, form, back) or show()


def _saved(request: HttpRequest, form: WritingForm, back: str) -> HttpResponse | None:
    try:
        if form.is_valid():
            form.save(at=now())
            drafts.discard(path=request.path, by=person_of(request))
            return saved(request, f"{form.title} saved.", back)
    except Stale as stale:
        form.meet(stale)
    except Refused as refused:
        refused.kept = typed.texts_of(request.POST)
        _keep(request)
        raise
    _keep(request)
    return None


def bring_over(request: HttpRequest, posted: QueryDict, section: str) -> HttpResponse:
    """Keep what was typed with a bullet brought over, and show it where it went."""
    by, fields = person_of(request), drafts.typed_in(posted)
    drafts.keep(path=request.path, fields=fields, by=by, at=now())
    return redirect(f"{request.path}#id_{section}")


def _keep(request: HttpRequest) -> Any:
    fields = drafts.typed_in(request.POST)
    return drafts.keep(path=request.path, fields=fields, by=person_of(request), at=now())
