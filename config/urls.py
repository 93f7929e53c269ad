"""Every address. Rooms first come first served: the lower rooms' fixed parts before names."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("improvement.accounts")),
    path("admin/", admin.site.urls),
    path("", include("improvement.urls")),
    path("", include("scorecards.urls")),
    path("", include("reporting.urls")),
]
