"""The scorecard as a workbook: downloaded, and checked when it comes back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.editing.answer import report_to_edit
from improvement.models import Person
from improvement.processes.locks import Busy, one_job_of
from improvement.web.pages import note_download, person_of
from improvement.web.uploads import takes_files
from improvement.workflow.report_page import ReportPage, find_report_page, show_report_page
from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.workbook.compare import Comparison, compare
from scorecards.workbook.forms import UploadForm
from scorecards.workbook.read import read_workbook
from scorecards.workbook.write import workbook_of
from scorecards.xlsx_reader.guard import Unfit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def download(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    report_page = find_report_page(request, programme, month, workstream)
    form = ScorecardForm(report=report_page.report, by=person_of(request))
    with one_job_of(person_of(request)):
        body = workbook_of(report_page.report, form)
    name = f"scorecard-{workstream}-{month}.xlsx"
    about = f"{report_page.month} scorecard of {report_page.report.workstream}"
    note_download(request, report_page.standing.programme, about=about, detail="Excel")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=XLSX, headers=headers)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show what an uploaded workbook would change. Saving it is the scorecard page's own button."""
    report_page = report_to_edit(request, programme, month, workstream)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    scorecard = ScorecardForm(report=report_page.report, restate=True, by=person_of(request))
    compared = (
        _compared(form, scorecard, report_page, person_of(request)) if form.is_valid() else None
    )
    context = {"form": form, "scorecard": scorecard, "compared": compared}
    return show_report_page(request, "scorecards/workbook/upload.html", report_page, **context)


def _compared(
    form: UploadForm, scorecard: ScorecardForm, report_page: ReportPage, by: Person
) -> Comparison | None:
    try:
        with one_job_of(by):
            sheet = read_workbook(form.content, report_page.report)
        return compare(scorecard, sheet)
    except (Unfit, Busy) as why:
        form.refuse(why)
        return None
