"""The steps of a report: approve, return to its lead, give it more time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement import cycle
from improvement.clock import now
from improvement.cycle import refuse
from improvement.forms import ExtensionForm, ReturnForm
from improvement.permissions import Verb, require
from improvement.views.pages import found, person_of, pressed_again, report_page, saved

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def approve(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    if request.method != "POST":
        return pressed_again(request, it.address)
    cycle.approve(report=it.report, by=person_of(request), at=now())
    return saved(request, f"{it.report.workstream} approved.", it.address)


@asked
def return_to_lead(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> HttpResponse:
    it = found(request, programme, month, workstream)
    if request.method != "POST":
        return pressed_again(request, it.address)
    refuse(cycle.return_refusal(it.standing, it.report))
    form = ReturnForm(request.POST)
    if form.is_valid():
        comment, about = form.cleaned_data["comment"], form.about
        by, at = person_of(request), now()
        cycle.return_to_lead(report=it.report, comment=comment, part=about, by=by, at=at)
        return saved(request, f"{it.report.workstream} returned to its lead.", it.address)
    return report_page(request, "improvement/step.html", it, title="Return to the lead", form=form)


@asked
def extend(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    require(it.standing, Verb.RUN_MONTH)
    refuse(cycle.more_time_refusal(it.report))
    form = ExtensionForm(request.POST or None, report=it.report)
    if form.is_valid():
        given = form.cleaned_data
        cycle.extend_deadline(report=it.report, **given, by=person_of(request), at=now())
        sentence = f"{it.report.workstream} is now due on {given['due_on']:%-d %B %Y}."
        return saved(request, sentence, reverse("board", args=[programme, month]))
    return report_page(request, "improvement/step.html", it, title="Move the deadline", form=form)
