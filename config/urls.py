"""Every address. The first match is used, so fixed words come before the slugs of programmes."""

from django.contrib import admin
from django.urls import include, path, re_path

from reporting.api.errors import not_there

handler400 = "improvement.web.error_pages.bad_request"

urlpatterns = [
    path("accounts/", include("improvement.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("reporting.api.urls")),
    re_path("^api/", not_there, name="api_not_there"),
    path("", include("improvement.urls")),
    path("", include("scorecards.urls")),
    path("", include("reporting.urls")),
]
