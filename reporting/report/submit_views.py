"""Check and submit: everything left to mend in one list, and the button under it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement.access.permissions import LEADS, Verb, require
from improvement.models import Person, Status
from improvement.values.clock import now, today
from improvement.web.pages import person_of, saved
from improvement.workflow.report_page import ReportPage, find_report_page, show_report_page
from improvement.workflow.transitions import leads_of, refuse, step_refusal
from reporting.report.check import Finding, asked_of_months, checked, findings_of
from reporting.report.forms import SubmitForm
from reporting.report.submit import NotReady, hand_in


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    report = report_page.report
    require(report_page.standing, Verb.READ_OPEN)
    refuse(step_refusal(report, Status.SUBMITTED))
    check = checked(report, by=person_of(request))
    form = SubmitForm(
        request.POST or None,
        findings=[*findings_of(check), *asked_of_months(report, check)],
        address_of=lambda finding: _address_of(report_page, finding),
        leads=_leads(report_page),
    )
    # A report with nothing to acknowledge is submitted by a form without a single field.
    form.is_bound = request.method == "POST"
    if request.method == "POST":
        require(report_page.standing, Verb.SUBMIT, report.workstream)
    if form.is_valid():
        return _hand_in(request, report_page, form)
    context = {
        "form": form,
        "to_mend": _links(report_page, form.to_mend),
        "worth_a_look": _links(report_page, form.questions),
        "refused": report_page.refusal(Verb.SUBMIT),
    }
    return show_report_page(request, "reporting/report/submit.html", report_page, **context)


def _hand_in(request: HttpRequest, report_page: ReportPage, form: SubmitForm) -> HttpResponse:
    lead, report = form.on_behalf_of, report_page.report
    try:
        hand_in(
            report=report,
            reasons=form.reasons,
            on_behalf_of=lead,
            by=person_of(request),
            at=now(),
        )
    except NotReady:
        # Somebody saved between the list and the button: the page shows the list as it is now.
        address = report_page.address_of("submit")
        return saved(request, "Something changed meanwhile: check again.", address)
    for_whom = f" for {lead}" if lead else ""
    sentence = f"{report.workstream} submitted{for_whom}. It is with the executive now."
    return saved(request, sentence, report_page.address)


def _leads(report_page: ReportPage) -> list[Person]:
    """Return the leads to choose from, for whoever submits and is none of them."""
    report = report_page.report
    if report_page.refusal(Verb.SUBMIT) or report_page.standing.holds(LEADS, report.workstream):
        return []
    return leads_of(report, on=today())


def _links(report_page: ReportPage, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.sentence, _address_of(report_page, finding)) for finding in findings]


def _address_of(report_page: ReportPage, finding: Finding) -> str:
    anchor = f"#{finding.anchor}" if finding.anchor else ""
    return report_page.address_of(finding.view) + anchor
