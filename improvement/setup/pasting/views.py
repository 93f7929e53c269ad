"""Pasting rows of a spreadsheet into a list of set-up: the outcome first, then the save."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.access.lookup import find_people
from improvement.access.permissions import Standing
from improvement.setup.lookup import set_up_page, standing_to_set_up
from improvement.setup.pasting.actions import PastedActions
from improvement.setup.pasting.columns import Headed, read_headed
from improvement.setup.pasting.criteria import PastedCriteria
from improvement.setup.pasting.looked import PastedList, PastedRow, RowOutcome, outcome_digest
from improvement.setup.pasting.meetings import PastedMeetings
from improvement.setup.pasting.people import PastedPeople
from improvement.setup.pasting.take import take_rows
from improvement.setup.pasting.workstreams import PastedWorkstreams
from improvement.values.clipboard import NoBlock
from improvement.values.clock import now, today
from improvement.values.refusals import NotThere
from improvement.web.pages import person_of, saved

_NUMBERED = re.compile(r"([a-z]+)-([0-9]{1,4})")
OF_SET_UP = (PastedMeetings, PastedPeople, PastedWorkstreams, PastedActions, PastedCriteria)
LISTS: dict[str, type[PastedList]] = {pasted.kind: pasted for pasted in OF_SET_UP}


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, programme: str, kind: str) -> HttpResponse:
    """Paste rows into one of the ``LISTS``."""
    if kind not in LISTS:
        raise NotThere("Nothing is pasted there.")
    return answer_block(request, _standing(request, programme, kind), LISTS[kind])


def answer_block(
    request: HttpRequest, standing: Standing, list_class: type[PastedList]
) -> HttpResponse:
    """Ask for a block, show what becomes of each row, and save what was shown.

    ``standing`` is of somebody who may add to the list.
    """
    pasted = _list(request, standing, list_class)
    if request.method != "POST":
        return _ask(request, standing, pasted)
    try:
        headed = read_headed(request.POST.get("pasted", ""), pasted.columns, _columns(request))
    except NoBlock as refused:
        return _ask(request, standing, pasted, refused.sentence)
    rows = pasted.look_at(headed, _answers(request))
    if "take" in request.POST and request.POST.get("shown") == outcome_digest(rows):
        return _take(request, standing, pasted, rows)
    return _show(request, standing, pasted, headed, rows)


def _standing(request: HttpRequest, programme: str, kind: str) -> Standing:
    if kind == PastedPeople.kind:
        return find_people(person_of(request), programme, on=today())
    return standing_to_set_up(request, programme)


def _list(request: HttpRequest, standing: Standing, list_class: type[PastedList]) -> PastedList:
    into = request.POST.get("into") or request.GET.get("into") or ""
    workstreams = standing.programme.workstreams.filter(pk=into) if into.isdigit() else ()
    return list_class(standing.programme, next(iter(workstreams), None))


def _columns(request: HttpRequest) -> dict[int, str]:
    return _numbered(request.POST, "column")


def _answers(request: HttpRequest) -> dict[int, str]:
    return _numbered(request.POST, "answer")


def _numbered(posted: Mapping[str, Any], name: str) -> dict[int, str]:
    """Return what was posted as ``name-1``, ``name-2``, by number."""
    found = {key: _NUMBERED.fullmatch(key) for key in posted}
    return {
        int(match[2]): posted[key] for key, match in found.items() if match and match[1] == name
    }


def _ask(
    request: HttpRequest, standing: Standing, pasted: PastedList, refused: str = ""
) -> HttpResponse:
    return _page(
        request,
        standing,
        pasted,
        "paste",
        title=f"Paste {pasted.things}",
        save="Check the rows",
        refused=refused,
        copied=request.POST.get("pasted", ""),
        workstreams=standing.programme.workstreams.all() if pasted.into_workstream else (),
    )


def _show(
    request: HttpRequest,
    standing: Standing,
    pasted: PastedList,
    headed: Headed,
    rows: list[PastedRow],
) -> HttpResponse:
    taken = sum(row.looked.is_taken for row in rows)
    shown = [column for column in pasted.columns if column.name in headed.names]
    return _page(
        request,
        standing,
        pasted,
        "outcome",
        title=f"{pasted.things.capitalize()}: check what you pasted",
        save=_button(pasted, taken) if taken else "",
        headings=list(zip(headed.headings, headed.names, strict=True)),
        shown=shown,
        rows=[(row, [row.texts.get(column.name, "") for column in shown]) for row in rows],
        counts=_counts(rows),
        digest=outcome_digest(rows),
        copied=request.POST.get("pasted", ""),
    )


def _page(
    request: HttpRequest, standing: Standing, pasted: PastedList, name: str, **context: Any
) -> HttpResponse:
    return set_up_page(
        request,
        f"improvement/setup/{name}.html",
        standing,
        (pasted.title, pasted.address),
        pasted=pasted,
        cancel=reverse(pasted.address, args=[standing.programme.slug]),
        **context,
    )


def _button(pasted: PastedList, taken: int) -> str:
    return f"Add {taken} {pasted.thing if taken == 1 else pasted.things}"


def _counts(rows: list[PastedRow]) -> str:
    """Return how many rows come to what, in words."""
    words = {
        RowOutcome.NEW: "new",
        RowOutcome.CHANGES: "changed",
        RowOutcome.ASK: "to be answered",
        RowOutcome.HERE: "already here",
        RowOutcome.UNREAD: "that cannot be read",
    }
    counts = {outcome: sum(row.looked.outcome is outcome for row in rows) for outcome in words}
    return ", ".join(f"{counts[outcome]} {words[outcome]}" for outcome in words if counts[outcome])


def _take(
    request: HttpRequest, standing: Standing, pasted: PastedList, rows: list[PastedRow]
) -> HttpResponse:
    back = reverse(pasted.address, args=[standing.programme.slug])
    by = person_of(request)
    try:
        taken = take_rows(pasted=pasted, rows=rows, base_url=settings.BASE_URL, by=by, at=now())
    except OSError:
        messages.error(request, "All is saved, and a mail could not be sent: invite them again.")
        return redirect(back)
    left = len(rows) - taken
    rest = f" {left} of the {len(rows)} rows were left out." if left else ""
    word = pasted.thing if taken == 1 else pasted.things
    return saved(request, f"{taken} {word} saved.{rest}", back)
