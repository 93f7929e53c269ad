"""A highlight report as printed, from what is on the page now, saved or not."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement.access.permissions import Verb, require
from improvement.editing.forms.report import HighlightReportForm
from improvement.editing.save_report import Words, WrittenReport
from improvement.models import SectionKind
from improvement.processes.locks import one_job_of
from improvement.values.ratings import Rating
from improvement.web.pages import note_download, person_of
from improvement.workflow.report_page import find_report_page
from reporting.contents.assemble import assemble, rating_fact
from reporting.contents.facts import BulletFact, Contents, SectionFact, WorkstreamFact
from reporting.renderers.draw import HIGHLIGHT_REPORT, draw


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    """Answer with the PDF of the report's own pages. Nothing is saved but who took it."""
    report_page = find_report_page(request, programme, month, workstream)
    report = report_page.report
    require(report_page.standing, Verb.READ_OPEN)
    form = HighlightReportForm(request.POST or None, report=report, by=person_of(request))
    written = form.written if form.is_valid() else None
    contents = _only(assemble(report_page.month), workstream, written)
    with one_job_of(person_of(request)):
        document = draw(contents, ["pdf"], only=HIGHLIGHT_REPORT)["pdf"]
    about = f"{report_page.month} highlight report of {report.workstream}, draft"
    note_download(request, report_page.standing.programme, about=about, detail="PDF")
    name = f"{programme}-{month}-{workstream}-preview.pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(document, content_type="application/pdf", headers=disposition)


def _only(contents: Contents, slug: str, written: WrittenReport | None) -> Contents:
    kept = [fact for fact in contents.workstreams if fact.slug == slug]
    shown = [_with(fact, written) if written else fact for fact in kept]
    return replace(contents, issue=None, workstreams=tuple(shown))


def _with(fact: WorkstreamFact, written: WrittenReport) -> WorkstreamFact:
    delivery = rating_fact(written.delivery or Rating.NOT_YET_RATED)
    embedding = rating_fact(written.embedding or Rating.NOT_YET_RATED)
    return replace(
        fact,
        sections=tuple(
            _section(section, written.sections.get(section.kind)) for section in fact.sections
        ),
        delivery=replace(fact.delivery, judged=delivery),
        embedding=replace(fact.embedding, judged=embedding),
    )


def _section(fact: SectionFact, words: Words | None) -> SectionFact:
    if words is None:
        return fact
    passage = words.as_passage()
    bullets = tuple(BulletFact(bullet.text, bullet.level) for bullet in passage.bullets)
    return SectionFact(fact.kind, SectionKind(fact.kind).label, passage.state.value, bullets)
