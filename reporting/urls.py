"""Addresses of the pages: dashboards, months, reports, packs and changes."""

from django.urls import path

from improvement.urls import REPORT
from reporting.views import changes, dashboard, months, operations, reports

urlpatterns = [
    path("healthz", operations.healthz, name="healthz"),
    path("developers/components/", operations.components, name="components"),
    path("<slug:programme>/", dashboard.dashboard, name="dashboard"),
    path("<slug:programme>/changes/<slug:kind>/<int:pk>/", changes.changes, name="changes"),
    path("<slug:programme>/<month:month>/", months.month, name="month"),
    path("<slug:programme>/<month:month>/issue/", months.issue_month, name="issue"),
    path("<slug:programme>/<month:month>/pack/", months.pack, name="pack"),
    path(REPORT, reports.report, name="report"),
]
