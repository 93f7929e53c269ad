"""Every address. Rooms first come first served: the lower rooms' fixed parts before names."""

from django.contrib import admin
from django.urls import include, path, re_path

from reporting.api.problems import not_there

urlpatterns = [
    path("accounts/", include("improvement.accounts")),
    path("admin/", admin.site.urls),
    path("api/", include("reporting.api.urls")),
    re_path("^api/", not_there, name="api_not_there"),
    path("", include("improvement.urls")),
    path("", include("scorecards.urls")),
    path("", include("reporting.urls")),
]
