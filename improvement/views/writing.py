"""The pages a lead writes on: one for each part of a workstream's month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from improvement import writing
from improvement.forms import ActionRatingForm, CriteriaForm, HighlightReportForm, PlanForm
from improvement.views.pages import found_for_edit, now, person_of, report_page, saved

asked = require_http_methods(["GET", "HEAD", "POST"])


@asked
def highlight_report(
    request: HttpRequest, programme: str, month: str, workstream: str
) -> HttpResponse:
    it = found_for_edit(request, programme, month, workstream)
    form = HighlightReportForm(request.POST or None, report=it.report)
    if form.is_valid():
        writing.write_sections(
            report=it.report, **form.ratings, sections=form.words, by=person_of(request), at=now()
        )
        return saved(request, "Highlight report saved.", it.address)
    return report_page(request, "improvement/writing.html", it, title="Highlight report", form=form)


@asked
def actions(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_for_edit(request, programme, month, workstream)
    ratings = it.report.action_ratings.select_related("action")
    forms = [ActionRatingForm(request.POST or None, rating=rating) for rating in ratings]
    valid = [form.is_valid() for form in forms]  # each, so that every fault is shown at once
    if request.method == "POST" and all(valid):
        writing.rate_actions(
            report=it.report,
            ratings={form.rating.pk: form.rated for form in forms},
            by=person_of(request),
            at=now(),
        )
        return saved(request, "Ratings of CQC actions saved.", it.address)
    return report_page(request, "improvement/actions.html", it, formset=forms)


@asked
def criteria(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_for_edit(request, programme, month, workstream)
    form = CriteriaForm(request.POST or None, report=it.report)
    if form.is_valid():
        writing.rate_criteria(
            report=it.report, ratings=form.ratings, by=person_of(request), at=now()
        )
        return saved(request, "Exit criteria saved.", it.address)
    return report_page(request, "improvement/writing.html", it, title="Exit criteria", form=form)


@asked
def plan(request: HttpRequest, programme: str, month: str, workstream: str) -> HttpResponse:
    it = found_for_edit(request, programme, month, workstream)
    form = PlanForm(request.POST or None, report=it.report)
    if form.is_valid():
        writing.write_plan(
            report=it.report,
            parts=form.parts,
            milestones=form.milestones,
            by=person_of(request),
            at=now(),
        )
        return saved(request, "Plan on a page saved.", it.address)
    return report_page(request, "improvement/writing.html", it, title="Plan on a page", form=form)
