"""Addresses of the figures."""

from django.urls import path

from improvement.urls import REPORT
from scorecards import views

urlpatterns = [path(REPORT + "scorecard/", views.scorecard, name="scorecard")]
