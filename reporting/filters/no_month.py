"""What a page to read says while there is no month on it: what will stand there, and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import Programme
from improvement.web.pages import page
from reporting.contents.in_words import day_in_words


def no_month(request: HttpRequest, standing: Standing, shown: str, **context: Any) -> HttpResponse:
    """Return a page without a month. ``shown`` is what will stand on it: “The dashboard”."""
    reads_packs_alone = bool(refusal(standing, Verb.READ_OPEN))
    sets_up = not refusal(standing, Verb.SET_UP)
    if reads_packs_alone:
        words = f"{first_pack(standing.programme)} {shown} can be read here from then on."
    else:
        begins = (
            "The first month opens once every workstream has a lead and something to report on."
            if sets_up
            else "The programme office opens the first month once the programme is set up."
        )
        words = f"{begins} {shown} can be read here from then on."
    return page(
        request,
        "reporting/month/none.html",
        standing,
        shown=shown,
        heading="No pack has been issued" if reads_packs_alone else "No month is open",
        words=words,
        sets_up=sets_up,
        **context,
    )


def first_pack(programme: Programme) -> str:
    """Say when the first pack of a programme can be expected. One query."""
    waiting = programme.months.filter(issued_at=None, reopened_at=None).first()
    if waiting is None:
        return "The first pack comes when the programme office issues the first month."
    due = day_in_words(waiting.due_on)
    return f"The first pack is that of {waiting}, whose reports are due {due}."
