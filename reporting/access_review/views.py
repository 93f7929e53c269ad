"""The access review, as a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_people
from improvement.values.clock import now, today
from improvement.web.pages import note_download, page, person_of
from reporting.access_review.review import as_csv, review_of


@require_safe
def access(request: HttpRequest, programme: str) -> HttpResponse:
    """Show who has which role, since when, and when they last signed in."""
    standing = find_people(person_of(request), programme, on=today())
    review = review_of(standing.programme, at=now())
    return page(request, "reporting/access_review/review.html", standing, review=review)


@require_safe
def access_file(request: HttpRequest, programme: str) -> HttpResponse:
    """Return the access review as CSV."""
    standing = find_people(person_of(request), programme, on=today())
    body = as_csv(review_of(standing.programme, at=now()))
    note_download(request, standing.programme, about="Access review", detail="csv")
    name = f"access-{programme}-{today().isoformat()}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=disposition)
