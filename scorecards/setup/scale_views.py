"""The pages the programme office sets scales up on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from improvement.access.permissions import Standing
from improvement.editing.answer import answer, editing_page, writer_and_drafts
from improvement.setup.lookup import standing_to_set_up
from improvement.values.refusals import NotThere
from improvement.web.pages import page
from scorecards.models import Scale
from scorecards.setup.scale_form import ScaleForm


@editing_page
def add(request: HttpRequest, programme: str) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    return _write(request, standing, Scale(programme=standing.programme), "Add a scale")


@editing_page
def edit(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    standing = standing_to_set_up(request, programme)
    scale = Scale.objects.filter(programme=standing.programme, pk=pk).first()
    if scale is None:
        raise NotThere(f"{standing.programme} has no such scale.")
    return _write(request, standing, scale, scale.name)


def _write(request: HttpRequest, standing: Standing, scale: Scale, title: str) -> HttpResponse:
    form = ScaleForm(request.POST or None, scale=scale, **writer_and_drafts(request))
    back = reverse("metrics", args=[standing.programme.slug]) + "#scales"

    def show() -> HttpResponse:
        context = {"form": form, "title": title, "caption": "Scale"}
        return page(request, "scorecards/setup/form.html", standing, **context)

    return answer(request, form, back, show)
