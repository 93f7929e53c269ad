"""The scorecard as a workbook: downloaded, and checked when it comes back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.uploads import takes_files
from improvement.views.drafting import found_to_write
from improvement.views.pages import Found, found, note_download, person_of, report_page
from scorecards.comparing import Comparison, compare
from scorecards.forms import ScorecardForm, UploadForm
from scorecards.unpacking import Unfit
from scorecards.uploading import read_workbook
from scorecards.workbook import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def download(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found(request, programme, month, workstream)
    form = ScorecardForm(report=it.report, by=person_of(request))
    name = f"scorecard-{workstream}-{month}.xlsx"
    about = f"{it.month} scorecard of {it.report.workstream}"
    note_download(request, it.standing.programme, about=about, detail="Excel")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(workbook_of(it.report, form), content_type=XLSX, headers=headers)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Show what an uploaded workbook would change. Saving it is the scorecard page's own button."""
    it = found_to_write(request, programme, month, workstream)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    scorecard = ScorecardForm(report=it.report, restate=True, by=person_of(request))
    compared = _compared(form, scorecard, it) if form.is_valid() else None
    context = {"form": form, "scorecard": scorecard, "compared": compared}
    return report_page(request, "scorecards/upload.html", it, **context)


def _compared(form: UploadForm, scorecard: ScorecardForm, it: Found) -> Comparison | None:
    try:
        return compare(scorecard, read_workbook(form.content, it.report.workstream.name))
    except Unfit as unfit:
        form.refuse(unfit)
        return None
