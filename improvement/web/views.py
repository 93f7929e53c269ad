"""The trust's logo, as its pages show it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from improvement.access.lookup import find_programme
from improvement.values.clock import today
from improvement.web.logos import logo_of
from improvement.web.pages import person_of


@require_safe
def logo(request: HttpRequest, programme: str) -> HttpResponse:
    """Return the logo as PNG; nothing where the trust has given none that can be read."""
    standing = find_programme(person_of(request), programme, on=today())
    picture = logo_of(standing.programme.slug)
    return HttpResponse(picture or b"", content_type="image/png", status=200 if picture else 204)
