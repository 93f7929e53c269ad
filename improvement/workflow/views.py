"""The steps of a report (approve, take back, return, give more time), and a person's reminders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.access.permissions import Verb, require
from improvement.values.clock import now
from improvement.web.pages import person_of, pressed_again, saved
from improvement.workflow import transitions
from improvement.workflow.forms import ExtensionForm, RemindersForm, ReturnForm
from improvement.workflow.reminders import choose_reminders
from improvement.workflow.report_page import find_report_page, show_report_page
from improvement.workflow.transitions import refuse

STEP = "improvement/workflow/step.html"
REMINDERS_SHOWN = 20

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def approve(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    report, address = report_page.report, report_page.address
    if request.method != "POST":
        return pressed_again(request, address)
    transitions.approve(report=report, by=person_of(request), at=now())
    return saved(request, f"{report.workstream} approved.", address)


@form_methods
def take_back(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    report, address = report_page.report, report_page.address
    if request.method != "POST":
        return pressed_again(request, address)
    transitions.take_back(report=report, by=person_of(request), at=now())
    return saved(request, f"{report.workstream} taken back. The report is with you again.", address)


@form_methods
def return_to_lead(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    report, address = report_page.report, report_page.address
    if request.method != "POST":
        return pressed_again(request, address)
    refuse(transitions.return_refusal(report_page.standing, report))
    form = ReturnForm(request.POST)
    if form.is_valid():
        comment, by = form.cleaned_data["comment"], person_of(request)
        transitions.return_to_lead(report=report, comment=comment, part=form.about, by=by, at=now())
        return saved(request, f"{report.workstream} returned to its lead.", address)
    return show_report_page(request, STEP, report_page, title="Return to the lead", form=form)


@form_methods
def extend(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    report = report_page.report
    require(report_page.standing, Verb.RUN_MONTH)
    refuse(transitions.more_time_refusal(report))
    form = ExtensionForm(request.POST or None, report=report)
    if form.is_valid():
        due_on, reason = form.cleaned_data["due_on"], form.cleaned_data["reason"]
        by = person_of(request)
        transitions.extend_deadline(report=report, due_on=due_on, reason=reason, by=by, at=now())
        sentence = f"{report.workstream} is now due on {due_on:%-d %B %Y}."
        return saved(request, sentence, reverse("returns", args=[programme, month]))
    return show_report_page(request, STEP, report_page, title="Move the deadline", form=form)


@form_methods
def reminders(request: HttpRequest) -> HttpResponse:
    by = person_of(request)
    initial = {"wanted": by.wants_reminders}
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_reminders(wanted=form.cleaned_data["wanted"], by=by)
        return saved(request, "Your choice is saved.", reverse("reminders"))
    related = ("month__programme", "report__workstream")
    sent = by.reminders.filter(sent_at__isnull=False).select_related(*related)[:REMINDERS_SHOWN]
    return render(request, "improvement/workflow/reminders.html", {"form": form, "sent": sent})
