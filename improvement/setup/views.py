"""Pages of set-up about the programme itself: a new one, its words, its meetings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.editing.answer import answer, editing_page, writer_and_drafts
from improvement.setup.forms.meetings import MeetingsForm
from improvement.setup.forms.programme import NewProgrammeForm, ProgrammeForm
from improvement.setup.lookup import require_administrator, set_up_page, standing_to_set_up
from improvement.setup.programme import make_programme
from improvement.values.clock import now, today
from improvement.web.pages import person_of, saved

FORM = "improvement/setup/form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Make a programme and invite its office."""
    by = person_of(request)
    require_administrator(by)
    form = NewProgrammeForm(request.POST if request.method == "POST" else None, on=today())
    if not form.is_valid():
        context = {"form": form, "title": "A new programme", "save": "Make it and invite"}
        return render(request, "improvement/setup/new.html", context)
    programme, office = form.programme, form.office
    back = reverse("setup_people", args=[programme.slug])
    try:
        make_programme(
            programme=programme, office=office, base_url=settings.BASE_URL, by=by, at=now()
        )
    except OSError:
        messages.error(
            request,
            f"{programme} is made, and the mail to its office could not be sent. "
            "Invite them again in a few minutes.",
        )
        return redirect(back)
    sentence = f"{programme} is made. A mail is on its way to {office.email}."
    return saved(request, sentence, back)


@editing_page
def programme_words(request: HttpRequest, programme: str) -> HttpResponse:
    return _edit(request, programme, ProgrammeForm)


@editing_page
def meetings(request: HttpRequest, programme: str) -> HttpResponse:
    return _edit(request, programme, MeetingsForm)


def _edit(request: HttpRequest, programme: str, form_class: Any) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    form = form_class(
        request.POST or None, programme=standing.programme, **writer_and_drafts(request)
    )
    context: dict[str, Any] = {"form": form, "title": form.title, "words": form.words}
    if form_class is MeetingsForm:
        address = reverse("setup_paste", args=[programme, "meetings"])
        context["links"] = [{"label": "Paste rows", "url": address}]
    back = reverse("setup", args=[programme])

    def show() -> HttpResponse:
        return set_up_page(request, FORM, standing, save="Save", cancel=back, **context)

    return answer(request, form, back, show)
