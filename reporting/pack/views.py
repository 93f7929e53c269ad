"""Packs: the draft with what to look at, issuing it, and reading what was issued."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.lookup import find_month, find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.models import Month
from improvement.values.clock import now, today
from improvement.values.refusals import NotThere
from improvement.web.pages import note_download, page, person_of, saved
from improvement.workflow.transitions import refuse
from reporting.models import Pack
from reporting.pack.documents import Document, document_of, frozen_document
from reporting.pack.downloads import downloads_of
from reporting.pack.forms import IssueForm
from reporting.pack.issue import (
    AlreadyIssued,
    NotIssued,
    concerns_in,
    issue,
    issue_refusal,
    issued_words,
)
from reporting.renderers import RENDERERS, UnknownFormat

# Workstreams from which a pack takes more than a moment.
LARGE = 12
_STYLE = re.compile(rb"style-src '(sha256-[A-Za-z0-9+/=]+)'")
_NOTHING = {"default-src": ["'none'"]}


@require_safe
def preview(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Show the draft as it will print, beside everything to look at before it is issued."""
    standing, month_record = _find(request, programme, month)
    require(standing, Verb.READ_OPEN)
    answer = page(
        request,
        "reporting/pack/preview.html",
        standing,
        "month",
        month=month_record,
        raised=_with_addresses(standing, month_record),
        issue_refusal=refusal(standing, Verb.RUN_MONTH) or issue_refusal(month_record),
        is_large=month_record.reports.count() > LARGE,
    )
    return _with_policy(answer, {**settings.SECURE_CSP, "frame-src": ["'self'"]})


@require_http_methods(["GET", "HEAD", "POST"])
def issue_month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Ask for a reason for each thing that is missing, and issue the pack."""
    standing, month_record = _find(request, programme, month)
    require(standing, Verb.RUN_MONTH)
    if request.method == "POST":
        if issued := issued_words(month_record):
            return _already_issued(request, month_record, issued)
        refuse(issue_refusal(month_record))
    form = IssueForm(
        request.POST or None,
        raised=concerns_in(month_record),
        address_of=lambda concern: concern.address(programme, month),
    )
    # Pressed on another page: what is missing is asked for here, without an error.
    form.is_bound = request.method == "POST" and form.was_asked
    if request.method == "POST" and (form.is_valid() or not form.fields):
        return _issue(request, month_record, form)
    context = {"form": form, "month": month_record, "issue_refusal": issue_refusal(month_record)}
    return page(request, "reporting/pack/issue.html", standing, "month", **context)


def _issue(request: HttpRequest, month: Month, form: IssueForm) -> HttpResponse:
    slugs = [month.programme.slug, month.slug]
    try:
        pack = issue(month=month, waivers=form.reasons, by=person_of(request), at=now())
    except AlreadyIssued as already:
        return _already_issued(request, month, already.sentence)
    except NotIssued:
        # Somebody saved between the list and the button: the page shows the list as it is now.
        return saved(
            request, "Something changed meanwhile: look again.", reverse("issue", args=slugs)
        )
    return saved(request, f"{pack} issued.", reverse("month", args=slugs))


def _already_issued(request: HttpRequest, month: Month, sentence: str) -> HttpResponse:
    """Answer who presses the button again, or second, with what the first press did."""
    messages.info(request, sentence)
    return redirect("month", month.programme.slug, month.slug)


@require_safe
def pack(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Download the month's pack in ``?format=pdf``; an open month's carries DRAFT."""
    standing, month_record = _find(request, programme, month)
    sees_open = not refusal(standing, Verb.READ_OPEN)
    try:
        format, by = request.GET.get("format", "pdf"), person_of(request)
        document = document_of(month_record, format, by=by, sees_open=sees_open)
    except UnknownFormat as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return _download(request, month_record, document)


@xframe_options_sameorigin
@require_safe
def draft_pdf(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Answer with the PDF of the month as it stands, to be shown inside the preview."""
    standing, month_record = _find(request, programme, month)
    require(standing, Verb.READ_OPEN)
    document = document_of(month_record, "pdf", by=person_of(request))
    _log(request, month_record, document)
    answer = HttpResponse(document.body, content_type=document.renderer.media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{document.name}"'
    return _with_policy(answer, {**_NOTHING, "frame-ancestors": ["'self'"]})


@require_safe
def issued(request: HttpRequest, programme: str, month: str, version: int) -> HttpResponse:
    """Show an issued pack: its version, who issued it and when, and its documents."""
    standing, month_record = _find(request, programme, month)
    pack = _pack(month_record, version)
    return page(
        request,
        "reporting/pack/issued.html",
        standing,
        "month",
        month=month_record,
        pack=pack,
        contents=pack.contents,
        files=[(RENDERERS[file.format], file) for file in pack.files.defer("body")],
        latest=month_record.packs.first(),
        downloads=None if refusal(standing, Verb.READ_CHANGES) else downloads_of(pack),
    )


@require_safe
def issued_file(
    request: HttpRequest, programme: str, month: str, version: int, format: str
) -> HttpResponse:
    """Download a document of an issued pack, in the bytes it was issued in."""
    _, month_record = _find(request, programme, month)
    try:
        return _download(request, month_record, _document(request, month_record, version, format))
    except UnknownFormat as error:
        raise NotThere(str(error)) from error


@require_safe
def issued_page(request: HttpRequest, programme: str, month: str, version: int) -> HttpResponse:
    """Show an issued pack as the web page it was issued as."""
    _, month_record = _find(request, programme, month)
    document = _document(request, month_record, version, "html")
    _log(request, month_record, document)
    answer = HttpResponse(document.body, content_type=document.renderer.media_type)
    style = _STYLE.search(document.body)
    own = f"'{style[1].decode()}'" if style else "'none'"
    shown = {"style-src": [own], "img-src": ["data:"], "frame-ancestors": ["'none'"]}
    return _with_policy(answer, {**_NOTHING, **shown})


def _find(request: HttpRequest, programme: str, month: str) -> tuple[Standing, Month]:
    standing = find_programme(person_of(request), programme, on=today())
    return standing, find_month(standing, month)


def _pack(month: Month, version: int) -> Pack:
    pack = month.packs.select_related("issued_by").filter(version=version).first()
    if pack is None:
        raise NotThere(f"{month} has no version {version} of its pack.")
    return pack


def _document(request: HttpRequest, month: Month, version: int, format: str) -> Document:
    named = f"{month.programme.slug}-{month.slug}"
    return frozen_document(_pack(month, version), format, named, by=person_of(request))


def _log(request: HttpRequest, month: Month, document: Document) -> None:
    note_download(request, month.programme, about=document.of, detail=document.renderer.name)


def _download(request: HttpRequest, month: Month, document: Document) -> HttpResponse:
    _log(request, month, document)
    disposition = {"Content-Disposition": f'attachment; filename="{document.name}"'}
    media_type = document.renderer.media_type
    return HttpResponse(document.body, content_type=media_type, headers=disposition)


def _with_addresses(standing: Standing, month: Month) -> list[dict[str, object]]:
    slugs = (standing.programme.slug, month.slug)
    return [
        {"concern": item.concern, "waiver": item.waiver, "url": item.concern.address(*slugs)}
        for item in concerns_in(month)
    ]


def _with_policy(answer: HttpResponse, policy: dict[str, list[str]]) -> HttpResponse:
    """Send ``answer`` with a policy of its own, under the name Django 6 looks for."""
    vars(answer)["_csp_config"] = policy
    return answer
