"""A highlight report as printed, from what is on the page now, saved or not."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement.forms import HighlightReportForm
from improvement.models import SectionKind
from improvement.permissions import Verb, require
from improvement.ratings import Rating
from improvement.views.drafting import writing
from improvement.views.pages import found, note_download
from improvement.writing import Words, WrittenReport
from reporting.assembly import assemble, rating_fact
from reporting.contents import BulletFact, Contents, SectionFact, WorkstreamFact
from reporting.renderers.pdf import HIGHLIGHT_REPORT, render


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Answer with the PDF of the report's own pages. Nothing is saved but who took it."""
    it = found(request, programme, month, workstream)
    require(it.standing, Verb.READ_OPEN)
    form = HighlightReportForm(request.POST or None, report=it.report, **writing(request))
    written = form.written if form.is_valid() else None
    contents = _only(assemble(it.month), workstream, written)
    document = render(contents, only=HIGHLIGHT_REPORT)
    about = f"{it.month} highlight report of {it.report.workstream}, draft"
    note_download(request, it.standing.programme, about=about, detail="PDF")
    name = f"{programme}-{month}-{workstream}-preview.pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(document, content_type="application/pdf", headers=disposition)


def _only(contents: Contents, slug: str, written: WrittenReport | None) -> Contents:
    kept = [one for one in contents.workstreams if one.slug == slug]
    shown = [_with(one, written) if written else one for one in kept]
    return replace(contents, issue=None, workstreams=tuple(shown))


def _with(fact: WorkstreamFact, written: WrittenReport) -> WorkstreamFact:
    delivery = rating_fact(written.delivery or Rating.NOT_YET_RATED)
    embedding = rating_fact(written.embedding or Rating.NOT_YET_RATED)
    return replace(
        fact,
        sections=tuple(_section(one, written.sections.get(one.kind)) for one in fact.sections),
        delivery=replace(fact.delivery, judged=delivery),
        embedding=replace(fact.embedding, judged=embedding),
    )


def _section(fact: SectionFact, words: Words | None) -> SectionFact:
    if words is None:
        return fact
    passage = words.as_passage()
    bullets = tuple(BulletFact(one.text, one.level) for one in passage.bullets)
    return SectionFact(fact.kind, SectionKind(fact.kind).label, passage.state.value, bullets)
