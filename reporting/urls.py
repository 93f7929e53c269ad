"""Addresses of the pages: dashboards, months, reports, packs, metrics and changes."""

from django.urls import path

from improvement.urls import REPORT
from reporting.views import (
    changes,
    dashboard,
    metric,
    months,
    operations,
    preview,
    reports,
    submitting,
)

urlpatterns = [
    path("healthz", operations.healthz, name="healthz"),
    path("developers/components/", operations.components, name="components"),
    path("<slug:programme>/", dashboard.dashboard, name="dashboard"),
    path("<slug:programme>/changes/<slug:kind>/<int:pk>/", changes.changes, name="changes"),
    path("<slug:programme>/metrics/<int:pk>/", metric.metric, name="metric"),
    path(
        "<slug:programme>/metrics/<int:pk>/figures.<slug:format>",
        metric.metric_figures,
        name="metric_figures",
    ),
    path("<slug:programme>/<month:month>/", months.month, name="month"),
    path("<slug:programme>/<month:month>/issue/", months.issue_month, name="issue"),
    path("<slug:programme>/<month:month>/pack/", months.pack, name="pack"),
    path("<slug:programme>/<month:month>/board/", months.board, name="board"),
    path("<slug:programme>/<month:month>/reopen/", months.reopen_month, name="reopen"),
    path(REPORT, reports.report, name="report"),
    path(REPORT + "as-it-stands/", reports.reading, name="reading"),
    path(REPORT + "preview/", preview.preview, name="preview"),
    path(REPORT + "submit/", submitting.submit, name="submit"),
]
