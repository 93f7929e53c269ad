"""The app as it is served, and an empty signed-in view beside it to compare with."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from config.wsgi import application

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    """Show the frame of every page without content."""
    return render(request, "base.html", {"signed_in": request.user.is_authenticated})


urlpatterns = [path("empty/", empty), path("", include("config.urls"))]
settings.ROOT_URLCONF = __name__
