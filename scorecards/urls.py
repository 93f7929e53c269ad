"""Addresses of the figures, and of what they measure."""

from django.urls import path

from improvement.urls import REPORT
from scorecards.views import metrics, readings, scales, scorecard, workbook

METRIC = "<slug:programme>/metrics/<int:pk>/"

urlpatterns = [
    path(REPORT + "scorecard/", scorecard.scorecard, name="scorecard"),
    path(REPORT + "scorecard/workbook/", workbook.download, name="scorecard_workbook"),
    path(REPORT + "scorecard/upload/", workbook.upload, name="scorecard_upload"),
    path(REPORT + "readings/", readings.readings, name="readings"),
    path("<slug:programme>/metrics/", metrics.metrics, name="metrics"),
    path("<slug:programme>/metrics/add/<slug:workstream>/", metrics.add, name="add_metric"),
    path(METRIC + "edit/", metrics.edit, name="edit_metric"),
    path(METRIC + "aims/", metrics.aims, name="aims"),
    path(METRIC + "move/", metrics.move, name="move_metric"),
    path(METRIC + "retire/", metrics.retire, name="retire_metric"),
    path("<slug:programme>/scales/add/", scales.add, name="add_scale"),
    path("<slug:programme>/scales/<int:pk>/", scales.edit, name="edit_scale"),
]
