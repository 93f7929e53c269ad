"""The steps of a report: submit, approve, return to its lead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement import cycle
from improvement.forms import ReturnForm
from improvement.views.pages import found, now, person_of, pressed_again, report_page, saved

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def submit(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    if request.method != "POST":
        return pressed_again(request, it.address)
    cycle.submit(report=it.report, by=person_of(request), at=now())
    return saved(
        request, f"{it.report.workstream} submitted. The executive has the pen now.", it.address
    )


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
    form = ReturnForm(request.POST)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        cycle.return_to_lead(report=it.report, comment=comment, by=person_of(request), at=now())
        return saved(request, f"{it.report.workstream} returned to its lead.", it.address)
    title = "Return to the lead"
    return report_page(request, "improvement/writing.html", it, title=title, form=form)
