"""Packs: the draft beside what is left to look at, issuing it, and reading what was issued."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from improvement.clock import now, today
from improvement.cycle import refuse
from improvement.finding import find_month, find_programme
from improvement.models import Month
from improvement.permissions import Standing, Verb, refusal, require
from improvement.refusals import NotThere
from improvement.views.pages import note_download, page, person_of, saved
from reporting.forms import IssueForm
from reporting.freezing import Document, document_of, frozen_document
from reporting.issued_packs import downloads_of
from reporting.models import Pack
from reporting.publishing import NotIssued, concerns_in, issue, issue_refusal
from reporting.renderers import RENDERERS, UnknownFormat

# Workstreams from which a pack takes more than a moment.
LARGE = 12
_STYLE = re.compile(rb"style-src '(sha256-[A-Za-z0-9+/=]+)'")
_NOTHING = {"default-src": ["'none'"]}


@require_safe
def preview(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Show the draft as it will print, beside everything to look at before it is issued."""
    standing, found = _found(request, programme, month)
    require(standing, Verb.READ_OPEN)
    answer = page(
        request,
        "reporting/preview.html",
        standing,
        "month",
        month=found,
        raised=_with_addresses(standing, found),
        issue_refusal=refusal(standing, Verb.RUN_MONTH) or issue_refusal(found),
        is_large=found.reports.count() > LARGE,
    )
    return _with_policy(answer, {**settings.SECURE_CSP, "frame-src": ["'self'"]})


@require_http_methods(["GET", "HEAD", "POST"])
def issue_month(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Ask for a reason for each thing that is missing, and issue the pack."""
    standing, found = _found(request, programme, month)
    require(standing, Verb.RUN_MONTH)
    if request.method == "POST":
        refuse(issue_refusal(found))
    form = IssueForm(
        request.POST or None,
        raised=concerns_in(found),
        address_of=lambda one: one.address(programme, month),
    )
    # Pressed elsewhere: what is missing is asked for here, without a scolding.
    form.is_bound = request.method == "POST" and form.was_asked
    if request.method == "POST" and (form.is_valid() or not form.fields):
        return _issue(request, found, form)
    context = {"form": form, "month": found, "issue_refusal": issue_refusal(found)}
    return page(request, "reporting/issue.html", standing, "month", **context)


def _issue(request: HttpRequest, month: Month, form: IssueForm) -> HttpResponse:
    slugs = [month.programme.slug, month.slug]
    try:
        pack = issue(month=month, waivers=form.reasons, by=person_of(request), at=now())
    except NotIssued:
        # Somebody saved between the list and the button: the page shows the list as it is now.
        return saved(
            request, "Something changed meanwhile: look again.", reverse("issue", args=slugs)
        )
    return saved(request, f"{pack} issued.", reverse("month", args=slugs))


@require_safe
def pack(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Download the month's pack in ``?format=pdf``; an open month's carries DRAFT."""
    standing, found = _found(request, programme, month)
    sees_open = not refusal(standing, Verb.READ_OPEN)
    try:
        document = document_of(found, request.GET.get("format", "pdf"), sees_open=sees_open)
    except UnknownFormat as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    return _download(request, found, document)


@xframe_options_sameorigin
@require_safe
def draft_pdf(request: HttpRequest, programme: str, month: str) -> HttpResponse:
    """Answer with the PDF of the month as it stands, to be shown inside the preview."""
    standing, found = _found(request, programme, month)
    require(standing, Verb.READ_OPEN)
    document = document_of(found, "pdf")
    _log(request, found, document)
    answer = HttpResponse(document.body, content_type=document.renderer.media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{document.name}"'
    return _with_policy(answer, {**_NOTHING, "frame-ancestors": ["'self'"]})


@require_safe
def issued(request: HttpRequest, programme: str, month: str, version: int) -> HttpResponse:
    """Show an issued pack: its version, who issued it and when, and its documents."""
    standing, found = _found(request, programme, month)
    pack = _pack(found, version)
    return page(
        request,
        "reporting/issued.html",
        standing,
        "month",
        month=found,
        pack=pack,
        contents=pack.contents,
        files=[(RENDERERS[one.format], one) for one in pack.files.defer("body")],
        latest=found.packs.first(),
        downloads=None if refusal(standing, Verb.READ_CHANGES) else downloads_of(pack),
    )


@require_safe
def issued_file(
    request: HttpRequest, programme: str, month: str, version: int, format: str
) -> HttpResponse:
    """Download a document of an issued pack, in the bytes it was issued in."""
    _, found = _found(request, programme, month)
    try:
        return _download(request, found, _document(found, version, format))
    except UnknownFormat as error:
        raise NotThere(str(error)) from error


@require_safe
def issued_page(request: HttpRequest, programme: str, month: str, version: int) -> HttpResponse:
    """Show an issued pack as the web page it was issued as."""
    _, found = _found(request, programme, month)
    document = _document(found, version, "html")
    _log(request, found, document)
    answer = HttpResponse(document.body, content_type=document.renderer.media_type)
    style = _STYLE.search(document.body)
    own = f"'{style[1].decode()}'" if style else "'none'"
    shown = {"style-src": [own], "img-src": ["data:"], "frame-ancestors": ["'none'"]}
    return _with_policy(answer, {**_NOTHING, **shown})


def _found(request: HttpRequest, programme: str, month: str) -> tuple[Standing, Month]:
    standing = find_programme(person_of(request), programme, on=today())
    return standing, find_month(standing, month)


def _pack(month: Month, version: int) -> Pack:
    pack = month.packs.select_related("issued_by").filter(version=version).first()
    if pack is None:
        raise NotThere(f"{month} has no version {version} of its pack.")
    return pack


def _document(month: Month, version: int, format: str) -> Document:
    named = f"{month.programme.slug}-{month.slug}"
    return frozen_document(_pack(month, version), format, named)


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
        {"concern": one.concern, "waiver": one.waiver, "url": one.concern.address(*slugs)}
        for one in concerns_in(month)
    ]


def _with_policy(answer: HttpResponse, policy: dict[str, list[str]]) -> HttpResponse:
    """Send ``answer`` with a policy of its own, under the name Django 6 looks for."""
    vars(answer)["_csp_config"] = policy
    return answer
