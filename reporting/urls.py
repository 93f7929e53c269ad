"""Addresses of the pages: dashboards, months, reports, packs, metrics and changes."""

from django.urls import path

from improvement.urls import REPORT
from reporting.views import (
    access,
    dashboard,
    history,
    home,
    metric,
    months,
    operations,
    packs,
    preview,
    reports,
    restoring,
    search,
    submitting,
    timelines,
)

MONTH = "<slug:programme>/<month:month>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", operations.healthz, name="healthz"),
    path("healthz/ready", operations.ready, name="ready"),
    path("metrics", operations.metrics, name="measurements"),
    path("developers/components/", operations.components, name="components"),
    path("search/", search.search, name="search"),
    path("<slug:programme>/", dashboard.dashboard, name="dashboard"),
    path("<slug:programme>/history/", history.history, name="history"),
    path("<slug:programme>/history/changes.csv", history.history_csv, name="history_csv"),
    path("<slug:programme>/changes/<slug:kind>/<int:pk>/", history.changes, name="changes"),
    path("<slug:programme>/access/", access.access, name="access"),
    path("<slug:programme>/access/access.csv", access.access_file, name="access_file"),
    path("<slug:programme>/metrics/<int:pk>/", metric.metric, name="metric"),
    path(
        "<slug:programme>/metrics/<int:pk>/figures.<slug:format>",
        metric.metric_figures,
        name="metric_figures",
    ),
    path("<slug:programme>/actions/<int:pk>/", timelines.action_timeline, name="action_timeline"),
    path(
        "<slug:programme>/criteria/<int:pk>/",
        timelines.criterion_timeline,
        name="criterion_timeline",
    ),
    path("<slug:programme>/ratings/", timelines.programme_timeline, name="programme_timeline"),
    path(
        "<slug:programme>/ratings/<slug:workstream>/",
        timelines.workstream_timeline,
        name="workstream_timeline",
    ),
    path(MONTH, months.month, name="month"),
    path(MONTH + "preview/", packs.preview, name="pack_preview"),
    path(MONTH + "preview/draft.pdf", packs.draft_pdf, name="draft_pdf"),
    path(MONTH + "issue/", packs.issue_month, name="issue"),
    path(MONTH + "pack/", packs.pack, name="pack"),
    path(MONTH + "pack/<int:version>/", packs.issued, name="issued"),
    path(MONTH + "pack/<int:version>/read/", packs.issued_page, name="issued_page"),
    path(MONTH + "pack/<int:version>/<slug:format>/", packs.issued_file, name="issued_file"),
    path(MONTH + "board/", months.board, name="board"),
    path(MONTH + "reopen/", months.reopen_month, name="reopen"),
    path(
        MONTH + "overview/restore/<slug:part>/<int:row>/",
        restoring.restore_overview,
        name="restore_overview",
    ),
    path(REPORT, reports.report, name="report"),
    path(REPORT + "as-it-stands/", reports.reading, name="reading"),
    path(REPORT + "restore/<slug:kind>/<int:row>/", restoring.restore, name="restore"),
    path(
        REPORT + "plan/restore/<slug:part>/<int:row>/", restoring.restore_plan, name="restore_plan"
    ),
    path(REPORT + "preview/", preview.preview, name="preview"),
    path(REPORT + "submit/", submitting.submit, name="submit"),
]
