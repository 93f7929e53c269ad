"""The list of a programme's metrics, and the pages the programme office sets them up on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from improvement.access.lookup import find_programme
from improvement.access.permissions import Standing, Verb, refusal, require
from improvement.editing.answer import answer, editing_page, writer_and_drafts
from improvement.setup.lookup import standing_to_set_up
from improvement.setup.pasting.views import answer_block
from improvement.values.clock import today
from improvement.values.periods import Quarter
from improvement.values.refusals import NotThere, Refused
from improvement.web.pages import page, person_of, pressed_again, saved
from scorecards.models import Metric, Scale
from scorecards.pasting.views import answer_figures
from scorecards.setup import metrics as setup_metrics
from scorecards.setup.aims_form import AimsForm
from scorecards.setup.forms import MetricForm, RetirementForm
from scorecards.setup.lookup import find_metric
from scorecards.setup.pasted import PastedMetrics


@require_safe
def metrics(request: HttpRequest, programme: str) -> HttpResponse:
    standing = find_programme(person_of(request), programme, on=today())
    require(standing, Verb.READ_OPEN)
    workstreams = standing.programme.workstreams.prefetch_related("metrics__scale")
    return page(
        request,
        "scorecards/setup/metrics.html",
        standing,
        workstreams=workstreams,
        scales=Scale.objects.filter(programme=standing.programme),
        sets_up=not refusal(standing, Verb.SET_UP),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, programme: str) -> HttpResponse:
    return answer_block(request, standing_to_set_up(request, programme), PastedMetrics)


@editing_page
def add(request: HttpRequest, programme: str, workstream: str) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    found = standing.programme.workstreams.filter(slug=workstream).first()
    if found is None:
        raise NotThere(f"{standing.programme} has no workstream “{workstream}”.")
    found.programme = standing.programme
    return _write(request, standing, Metric(workstream=found), "Add a metric")


@editing_page
def edit(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    metric = find_metric(standing, pk)
    return _write(request, standing, metric, f"Metric {metric.number}")


def _write(request: HttpRequest, standing: Standing, metric: Metric, title: str) -> HttpResponse:
    form = MetricForm(request.POST or None, metric=metric, **writer_and_drafts(request))

    def show() -> HttpResponse:
        context = {"form": form, "title": title, "caption": metric.workstream.name}
        return page(request, "scorecards/setup/form.html", standing, **context)

    return answer(request, form, _back(metric), show)


@editing_page
def aims(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    metric = find_metric(standing, pk)
    month = setup_metrics.month_reported(standing.programme)
    quarter = month.quarter if month else Quarter.of(today())

    def form_of(posted: Any) -> AimsForm:
        return AimsForm(posted, metric=metric, now=quarter, **writer_and_drafts(request))

    def show(template: str, **context: Any) -> HttpResponse:
        about = {"title": f"Aims of metric {metric.number}", "caption": metric.name}
        return page(request, template, standing, **about, **context)

    template = "scorecards/setup/form.html"
    return answer_figures(request, form_of, show, template=template, back=_back(metric))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    metric = find_metric(standing, pk)
    if request.method != "POST":
        return pressed_again(request, _back(metric))
    up = request.POST.get("to") == "up"
    setup_metrics.move_metric(metric=metric, up=up, by=person_of(request))
    return saved(request, f"Metric {metric.number} moved {'up' if up else 'down'}.", _back(metric))


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    metric = find_metric(standing, pk)
    by, month = person_of(request), setup_metrics.month_reported(standing.programme)
    if metric.retired_from and request.method == "POST":
        setup_metrics.bring_back(metric=metric, by=by)
        return saved(request, f"Metric {metric.number} is reported again.", _back(metric))
    if month is None or not month.is_open:
        raise Refused("A metric is retired from an open month, and no month is open.")
    form = RetirementForm(request.POST or None, month=month)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        setup_metrics.retire_metric(metric=metric, month=month, reason=reason, by=by)
        return saved(request, f"Metric {metric.number} is retired from {month}.", _back(metric))
    context = {"title": f"Retire metric {metric.number}", "caption": metric.name, "form": form}
    return page(request, "scorecards/setup/form.html", standing, **context)


def _back(metric: Metric) -> str:
    workstream = metric.workstream
    address = reverse("metrics", args=[workstream.programme.slug])
    return f"{address}#{workstream.slug}"
