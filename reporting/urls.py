"""Addresses of the pages: dashboards, months, reports, packs, metrics and changes."""

from django.urls import path

from improvement.urls import REPORT
from reporting.access_review import views as access_review_views
from reporting.actions import views as actions_views
from reporting.dashboard import views as dashboard_views
from reporting.exit import views as exit_views
from reporting.history import views as history_views
from reporting.measures import list_views as measures_list_views
from reporting.measures import views as measures_views
from reporting.month import home
from reporting.month import views as month_views
from reporting.operations import views as operations_views
from reporting.pack import list_views as pack_list_views
from reporting.pack import views as pack_views
from reporting.report import preview, restore_views, submit_views
from reporting.report import views as report_views
from reporting.search import views as search_views
from reporting.setup import views as setup_views
from reporting.timelines import views as timelines_views
from reporting.workstreams import views as workstreams_views

MONTH = "<slug:programme>/<month:month>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/start/", home.start, name="start"),
    path("healthz", operations_views.healthz, name="healthz"),
    path("healthz/ready", operations_views.ready, name="ready"),
    path("metrics", operations_views.metrics, name="measurements"),
    path("search/", search_views.search, name="search"),
    path("<slug:programme>/", dashboard_views.dashboard, name="dashboard"),
    path("<slug:programme>/set-up/", setup_views.tasks, name="setup"),
    path("<slug:programme>/returns/", month_views.open_returns, name="open_returns"),
    path("<slug:programme>/history/", history_views.history, name="history"),
    path("<slug:programme>/history/changes.csv", history_views.history_csv, name="history_csv"),
    path("<slug:programme>/changes/<slug:kind>/<int:pk>/", history_views.changes, name="changes"),
    path("<slug:programme>/access/", access_review_views.access, name="access"),
    path("<slug:programme>/access/access.csv", access_review_views.access_file, name="access_file"),
    path("<slug:programme>/measures/", measures_list_views.measures, name="measures"),
    path(
        "<slug:programme>/measures/list.<slug:format>",
        measures_list_views.measures_file,
        name="measures_file",
    ),
    path("<slug:programme>/metrics/<int:pk>/", measures_views.metric, name="metric"),
    path(
        "<slug:programme>/metrics/<int:pk>/figures.<slug:format>",
        measures_views.metric_figures,
        name="metric_figures",
    ),
    path(
        "<slug:programme>/actions/<int:pk>/",
        timelines_views.action_timeline,
        name="action_timeline",
    ),
    path(
        "<slug:programme>/criteria/<int:pk>/",
        timelines_views.criterion_timeline,
        name="criterion_timeline",
    ),
    path(
        "<slug:programme>/ratings/", timelines_views.programme_timeline, name="programme_timeline"
    ),
    path(
        "<slug:programme>/ratings/<slug:workstream>/",
        timelines_views.workstream_timeline,
        name="workstream_timeline",
    ),
    path("<slug:programme>/actions/", actions_views.actions, name="action_list"),
    path(
        "<slug:programme>/actions/list.<slug:format>",
        actions_views.actions_file,
        name="action_list_file",
    ),
    path("<slug:programme>/exit/", exit_views.exit_criteria, name="exit"),
    path("<slug:programme>/exit/chart.json", dashboard_views.exit_chart, name="exit_chart"),
    path("<slug:programme>/exit/list.<slug:format>", exit_views.exit_file, name="exit_file"),
    path("<slug:programme>/packs/", pack_list_views.packs, name="packs"),
    path(
        "<slug:programme>/packs/list.<slug:format>", pack_list_views.packs_file, name="packs_file"
    ),
    path("<slug:programme>/workstreams/", workstreams_views.workstreams, name="workstreams"),
    path(
        "<slug:programme>/workstreams/list.<slug:format>",
        workstreams_views.workstreams_file,
        name="workstreams_file",
    ),
    path(
        "<slug:programme>/workstreams/<slug:workstream>/",
        workstreams_views.workstream,
        name="workstream",
    ),
    path(MONTH, month_views.month, name="month"),
    path(MONTH + "preview/", pack_views.preview, name="pack_preview"),
    path(MONTH + "preview/draft.pdf", pack_views.draft_pdf, name="draft_pdf"),
    path(MONTH + "issue/", pack_views.issue_month, name="issue"),
    path(MONTH + "pack/", pack_views.pack, name="pack"),
    path(MONTH + "pack/<int:version>/", pack_views.issued, name="issued"),
    path(MONTH + "pack/<int:version>/read/", pack_views.issued_page, name="issued_page"),
    path(MONTH + "pack/<int:version>/<slug:format>/", pack_views.issued_file, name="issued_file"),
    path(MONTH + "returns/", month_views.returns, name="returns"),
    path(MONTH + "board/", month_views.board, name="board"),
    path(MONTH + "reopen/", month_views.reopen_month, name="reopen"),
    path(
        MONTH + "overview/restore/<slug:part>/<int:row>/",
        restore_views.restore_overview,
        name="restore_overview",
    ),
    path(REPORT, report_views.report, name="report"),
    path(REPORT + "as-it-stands/", report_views.reading, name="reading"),
    path(REPORT + "restore/<slug:kind>/<int:row>/", restore_views.restore, name="restore"),
    path(
        REPORT + "plan/restore/<slug:part>/<int:row>/",
        restore_views.restore_plan,
        name="restore_plan",
    ),
    path(REPORT + "preview/", preview.preview, name="preview"),
    path(REPORT + "submit/", submit_views.submit, name="submit"),
]
