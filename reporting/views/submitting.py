"""Check and submit: everything left to mend in one list, and the button under it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.clock import now, today
from improvement.cycle import leads_of, refuse, step_refusal
from improvement.models import Person, Status
from improvement.permissions import LEADS, Verb, refusal, require
from improvement.views.pages import Found, found, person_of, report_page, saved
from reporting.check import Finding, checked, findings_of
from reporting.forms import SubmitForm
from reporting.handing_in import NotReady, hand_in


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    require(it.standing, Verb.READ_OPEN)
    refuse(step_refusal(it.report, Status.SUBMITTED))
    findings = findings_of(checked(it.report, by=person_of(request)))
    form = SubmitForm(
        request.POST or None,
        findings=findings,
        address_of=lambda one: _place(it, one),
        leads=_leads(it),
    )
    # A report with nothing to acknowledge is submitted by a form without a single field.
    form.is_bound = request.method == "POST"
    if request.method == "POST":
        require(it.standing, Verb.SUBMIT, it.report.workstream)
    if form.is_valid():
        return _hand_in(request, it, form)
    links = [(one.sentence, _place(it, one)) for one in form.to_mend]
    refused = refusal(it.standing, Verb.SUBMIT, it.report.workstream)
    context = {"form": form, "to_mend": links, "refused": refused}
    return report_page(request, "reporting/submit.html", it, **context)


def _hand_in(request: HttpRequest, it: Found, form: SubmitForm) -> HttpResponse:
    lead, by = form.on_behalf_of, person_of(request)
    try:
        hand_in(report=it.report, reasons=form.reasons, on_behalf_of=lead, by=by, at=now())
    except NotReady:
        # Somebody saved between the list and the button: the page shows the list as it is now.
        return saved(request, "Something changed meanwhile: check again.", _page(it, "submit"))
    for_whom = f" for {lead}" if lead else ""
    sentence = f"{it.report.workstream} submitted{for_whom}. The executive has the pen now."
    return saved(request, sentence, it.address)


def _leads(it: Found) -> list[Person]:
    """The leads to choose from, for whoever submits and is none of them."""
    may = not refusal(it.standing, Verb.SUBMIT, it.report.workstream)
    if may and not it.standing.holds(LEADS, it.report.workstream):
        return leads_of(it.report, on=today())
    return []


def _place(it: Found, finding: Finding) -> str:
    anchor = f"#{finding.anchor}" if finding.anchor else ""
    return _page(it, finding.view) + anchor


def _page(it: Found, view: str) -> str:
    slugs = (it.standing.programme.slug, it.month.slug, it.report.workstream.slug)
    return reverse(view, args=slugs)
