"""Metrics and what they are measured by: scales, aims, actual lines, figures and remarks."""

from scorecards.models.figures import Actual, MonthlyReading, Remark, StoredFigure
from scorecards.models.metric import (
    ActualLine,
    Aim,
    Metric,
    MetricRewording,
    Scale,
    TrajectoryRevision,
)
from scorecards.values.roll_up import RollUp

__all__ = [
    "Actual",
    "ActualLine",
    "Aim",
    "Metric",
    "MetricRewording",
    "MonthlyReading",
    "Remark",
    "RollUp",
    "Scale",
    "StoredFigure",
    "TrajectoryRevision",
]
