"""Metrics and what they are measured by: scales, aims, actual lines, figures and remarks."""

from scorecards.rolling_up import RollUp

from .figures import Actual, MonthlyReading, Remark, StoredFigure
from .metric import ActualLine, Aim, Metric
from .revision import TrajectoryRevision
from .scale import Scale

__all__ = [
    "Actual",
    "ActualLine",
    "Aim",
    "Metric",
    "MonthlyReading",
    "Remark",
    "RollUp",
    "Scale",
    "StoredFigure",
    "TrajectoryRevision",
]
