"""The questions of handing in, issuing and looking through the history."""

from .handing_in import IssueForm, SubmitForm
from .history import HistoryForm

__all__ = ["HistoryForm", "IssueForm", "SubmitForm"]
