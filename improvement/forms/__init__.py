"""Forms for the words: each asks for one part of a month, and gives what its verb takes."""

from .overview import OverviewForm
from .plan import PlanForm
from .ratings import ActionsForm, CriteriaForm
from .report import HighlightReportForm
from .steps import ExtensionForm, ReopeningForm, ReturnForm
from .writing import PassagesForm, WritingForm

__all__ = [
    "ActionsForm",
    "CriteriaForm",
    "ExtensionForm",
    "HighlightReportForm",
    "OverviewForm",
    "PassagesForm",
    "PlanForm",
    "ReopeningForm",
    "ReturnForm",
    "WritingForm",
]
