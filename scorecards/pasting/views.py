"""Pasting on a page of figures: a block's outcome is shown, then taken or not, before any save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from improvement.editing import drafts
from improvement.editing.answer import answer, keep_typed
from improvement.values.browser_windows import Sent, posted_fields
from improvement.values.clipboard import read_block
from improvement.values.clock import now
from improvement.values.refusals import Refused
from improvement.web.pages import person_of
from scorecards.pasting.fit import BlockRows, NotPasted
from scorecards.pasting.forms import GridForm
from scorecards.pasting.lay_out import Laid, lay_out

FormOf = Callable[[Any], GridForm]
Show = Callable[..., HttpResponse]


def answer_figures(
    request: HttpRequest, form_of: FormOf, show: Show, *, template: str, back: str
) -> HttpResponse:
    """Answer a page of figures: a pasted block, questions about what is typed, or a save.

    ``form_of`` takes what was posted, or None for the page as it is opened; ``show`` takes a
    template and what it says, ``template`` is the page's own, and a save goes ``back``.
    """
    if pasted := _answer_paste(request, form_of, show):
        return pasted
    form = form_of(request.POST or None)
    if "ask" in request.POST:
        return JsonResponse(form.questions)
    return answer(request, form, back, lambda: show(template, form=form))


def _answer_paste(request: HttpRequest, form_of: FormOf, show: Show) -> HttpResponse | None:
    """Answer a button about a pasted block, or return None where another one was pressed."""
    if "paste" in request.POST:
        if "read_as" not in request.POST:  # from the page itself, with all that is typed there
            keep_typed(request, form_of(request.POST).on_record)
        return _show_outcome(request, form_of(None), show)
    if "take" in request.POST:
        return _take(request, form_of(None))
    if "take_paste_back" in request.POST:
        return _take_back(request, form_of(request.POST))
    return None


def _laid(request: HttpRequest, form: GridForm, read_as: str) -> Laid:
    rows = BlockRows(read_as) if read_as in set(BlockRows) else None
    block = read_block(request.POST.get("pasted", ""))
    at = request.POST.get("paste_at", "")
    laid = lay_out(block, form.grid, at=at, check=form.check_pasted, rows=rows)
    laid.ask(form.question)
    return laid


def _show_outcome(request: HttpRequest, form: GridForm, show: Show) -> HttpResponse:
    read_as, laid, refused = request.POST["paste"], None, None
    try:
        laid = _laid(request, form, read_as)
        readings = laid.fitted.readings
    except Refused as refusal:
        refused = refusal
        readings = refusal.readings if isinstance(refusal, NotPasted) else ()
    return show(
        "scorecards/pasting/outcome.html",
        form=form,
        laid=laid,
        refused=refused,
        readings=readings,
        read_as=read_as,
        pasted=request.POST.get("pasted", ""),
        paste_at=request.POST.get("paste_at", ""),
        address=_page(request),
    )


def _take(request: HttpRequest, form: GridForm) -> HttpResponse:
    """Put what is ticked into the boxes: it is a draft, and saved by Save alone."""
    laid = _laid(request, form, request.POST.get("read_as", ""))
    taken = [
        cell
        for cell in laid.cells
        if cell.outcome.may_be_taken and f"take-{cell.place.input}" in request.POST
    ]
    if not taken:
        messages.info(request, "Nothing was ticked, so nothing was pasted.")
        return redirect(_page(request))
    sent = replace(
        Sent.of(posted_fields(request.POST)),
        typed={cell.place.input: (cell.checked.text,) for cell in taken},
    )
    was = {cell.place.input: (cell.place.text,) for cell in taken}
    drafts.paste(path=request.path, sent=sent, was=was, by=person_of(request), at=now())
    many = f"{len(taken)} figures stand in their boxes and are"
    stand = "1 figure stands in its box and is" if len(taken) == 1 else many
    messages.success(request, f"{stand} not saved yet.")
    return redirect(f"{_page(request)}#id_{taken[0].place.input}")


def _take_back(request: HttpRequest, form: GridForm) -> HttpResponse:
    keep_typed(request, form.on_record)
    by = person_of(request)
    drafts.take_back(path=request.path, recorded=form.on_record, by=by, at=now())
    messages.success(request, "What was pasted is taken back.")
    return redirect(_page(request))


def _page(request: HttpRequest) -> str:
    return request.path + ("?restate=1" if "restate" in request.POST else "")
