"""My reminders: on or off, and what was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.forms.reminders import RemindersForm
from improvement.reminding import choose_reminders
from improvement.views.pages import person_of, saved

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    by = person_of(request)
    initial = {"wanted": by.wants_reminders}
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_reminders(wanted=form.cleaned_data["wanted"], by=by)
        return saved(request, "Your choice is saved.", reverse("reminders"))
    related = ("month__programme", "report__workstream")
    sent = by.reminders.filter(sent_at__isnull=False).select_related(*related)[:SHOWN]
    return render(request, "improvement/reminders.html", {"form": form, "sent": sent})
