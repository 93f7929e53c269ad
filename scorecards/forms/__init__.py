"""The forms of the figures: the scorecard, its months, and setting up what is measured."""

from .aims import AimsForm
from .metric import MetricForm, RetirementForm
from .readings import ReadingsForm
from .scale import ScaleForm
from .scorecard import ScorecardForm
from .upload import UploadForm

__all__ = [
    "AimsForm",
    "MetricForm",
    "ReadingsForm",
    "RetirementForm",
    "ScaleForm",
    "ScorecardForm",
    "UploadForm",
]
