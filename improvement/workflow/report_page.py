"""A page of a report: finding it for whoever asks, and noting that the executive opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from improvement.access.lookup import find_programme, find_report
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import HighlightReport, Month
from improvement.values.clock import now, today
from improvement.web.pages import page, person_of
from improvement.workflow.transitions import note_read, reads_first


@dataclass(frozen=True)
class ReportPage:
    """A report with its month, and what the person asking is on the programme."""

    standing: Standing
    month: Month
    report: HighlightReport

    @property
    def address(self) -> str:
        return self.address_of("report")

    def address_of(self, view: str) -> str:
        """Return the address of one of the report's pages, by its name."""
        programme, workstream = self.standing.programme, self.report.workstream
        return reverse(view, args=(programme.slug, self.month.slug, workstream.slug))

    def refusal(self, verb: Verb) -> str:
        """Return why the person may not do this to the report, in a sentence; empty if they may."""
        return refusal(self.standing, verb, self.report.workstream)


def find_report_page(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> ReportPage:
    """Find a report for whoever asks, and note it where the executive opens what was submitted.

    Raises ``Refused``.
    """
    standing = find_programme(person_of(request), programme, on=today())
    report = find_report(standing, month, workstream)
    if request.method == "GET" and reads_first(standing, report):
        note_read(report=report, by=standing.person, at=now())
    return ReportPage(standing, report.month, report)


def show_report_page(
    request: HttpRequest, template: str, report_page: ReportPage, **context: Any
) -> HttpResponse:
    """Show a page under a report."""
    context |= {"month": report_page.month, "report": report_page.report}
    return page(request, template, report_page.standing, "month", "report", **context)
