"""Answering a page somebody writes on: whatever happens to the save, what they typed is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from improvement.access.permissions import Verb, require
from improvement.editing import drafts
from improvement.editing.conflicts import StaleSave
from improvement.editing.forms.base import EditingForm
from improvement.values.browser_windows import Sent, long_texts, posted_fields
from improvement.values.clock import now
from improvement.values.refusals import Refused
from improvement.web.pages import person_of, saved
from improvement.workflow.report_page import ReportPage, find_report_page
from improvement.workflow.transitions import refuse, turn_refusal

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def editing_page(view: View) -> View:
    """Mark a view as one that people write on: what they typed is kept when their session ends."""
    allowed = require_http_methods(["GET", "HEAD", "POST"])(view)
    allowed.keeps_typed = True  # type: ignore[attr-defined]
    return allowed


def report_to_edit(request: HttpRequest, programme: str, month: str, workstream: str) -> ReportPage:
    """Find a report that the person asking may edit now.

    Raises ``Refused``; what they typed is kept first, for when it is their turn again.
    """
    report_page = find_report_page(request, programme, month, workstream)
    try:
        require(report_page.standing, Verb.EDIT, report_page.report.workstream)
        refuse(turn_refusal(report_page.standing, report_page.report))
    except Refused as refused:
        if request.method == "POST":
            with suppress(Refused):  # too long to keep: the page of the refusal shows it
                keep_typed(request)
            refused.kept = long_texts(request.POST)
        raise
    return report_page


def writer_and_drafts(request: HttpRequest) -> dict[str, Any]:
    """Return what an editing form is made with: who writes, and everybody's drafts of the page."""
    by = person_of(request)
    if request.method != "POST" and (fields := drafts.after_sign_in(request, by)):
        drafts.keep(path=request.path, sent=Sent.of(fields), by=by, at=now())
    return {"by": by, "drafts": drafts.drafts_at(request.path)}


def answer(
    request: HttpRequest, form: EditingForm, back: str, show: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the page, keep its draft, or save it and go ``back`` to where it was opened from."""
    if request.method != "POST":
        return show()
    if "discard" in request.POST:
        drafts.discard(path=request.path, sent=form.sent, by=person_of(request))
        return redirect(request.path)
    if "autosave" in request.POST:
        return _autosave(request, form)
    return _save(request, form, back) or show()


def _autosave(request: HttpRequest, form: EditingForm) -> HttpResponse:
    """Keep the draft; answer with the places where another window has another text."""
    at = now()
    kept = keep_typed(request, form.on_record)
    return JsonResponse(
        {
            "saved": f"{localtime(at):%H:%M}",
            "kept": kept.isoformat() if kept else "",
            "elsewhere": [conflict.place for conflict in form.find_conflicts()],
        }
    )


def _save(request: HttpRequest, form: EditingForm, back: str) -> HttpResponse | None:
    """Save what was typed, or keep it: with what its writer has chosen of two texts."""
    by = person_of(request)
    window: dict[str, Any] = {"sent": form.sent, "passed_over": form.passed_over}
    try:
        if form.is_valid():
            form.save(at=now())
            left = drafts.finish(path=request.path, by=by, done_with=form.hidden_inputs, **window)
            message = form.success_message
            if left:  # typed in another window: this save neither has it nor threw it away
                places = ", ".join(dict.fromkeys(form.place_of(name) for name in left))
                message += f" What you typed in another window is still a draft: {places}."
            return saved(request, message, back)
    except StaleSave as stale:
        form.show_conflicts(stale)
    except Refused as refused:
        refused.kept = long_texts(request.POST)
        with suppress(Refused):
            keep_typed(request, form.on_record)
        raise
    with suppress(Refused):  # too long to keep: the page shows it
        drafts.keep(path=request.path, by=by, at=now(), recorded=form.on_record, **window)
    return None


def bring_over(request: HttpRequest, posted: QueryDict, section: str) -> HttpResponse:
    """Keep what was typed with a bullet brought over, and show it where it went."""
    sent = Sent.of(posted_fields(posted))
    drafts.keep(path=request.path, sent=sent, by=person_of(request), at=now())
    return redirect(f"{request.path}#id_{section}")


def keep_typed(
    request: HttpRequest, recorded: Mapping[str, Sequence[str]] | None = None
) -> datetime | None:
    """Keep what is typed on a page as its draft. ``recorded`` is what is saved, by field."""
    sent, by = Sent.of(posted_fields(request.POST)), person_of(request)
    return drafts.keep(path=request.path, sent=sent, by=by, at=now(), recorded=recorded)
