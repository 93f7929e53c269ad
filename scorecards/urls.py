"""Addresses of the figures, and of what they measure."""

from django.urls import path

from improvement.urls import REPORT, SET_UP
from scorecards.entry import views as entry_views
from scorecards.programme_file import views as file_views
from scorecards.setup import scale_views
from scorecards.setup import views as setup_views
from scorecards.workbook import views as workbook_views

METRIC = "<slug:programme>/metrics/<int:pk>/"

urlpatterns = [
    path(REPORT + "scorecard/", entry_views.scorecard, name="scorecard"),
    path(REPORT + "scorecard/workbook/", workbook_views.download, name="scorecard_workbook"),
    path(REPORT + "scorecard/upload/", workbook_views.upload, name="scorecard_upload"),
    path(REPORT + "readings/", entry_views.readings, name="readings"),
    path(SET_UP + "file/", file_views.file_page, name="setup_file"),
    path(SET_UP + "file/programme.json", file_views.download, name="setup_file_download"),
    path("<slug:programme>/metrics/", setup_views.metrics, name="metrics"),
    path("<slug:programme>/metrics/paste/", setup_views.paste, name="paste_metrics"),
    path("<slug:programme>/metrics/add/<slug:workstream>/", setup_views.add, name="add_metric"),
    path(METRIC + "edit/", setup_views.edit, name="edit_metric"),
    path(METRIC + "aims/", setup_views.aims, name="aims"),
    path(METRIC + "move/", setup_views.move, name="move_metric"),
    path(METRIC + "retire/", setup_views.retire, name="retire_metric"),
    path("<slug:programme>/scales/add/", scale_views.add, name="add_scale"),
    path("<slug:programme>/scales/<int:pk>/", scale_views.edit, name="edit_scale"),
]
