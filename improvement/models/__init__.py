"""The models of the programme, its people, its months and its reports."""

from improvement.models.accounts import ApiToken, Invitation
from improvement.models.commitments import Action, ExitCriterion, Strength
from improvement.models.drafts import Draft
from improvement.models.history import Fingerprinted, LogEntry, LogKind, SecretSeal, WrittenOnce
from improvement.models.people import WORKSTREAM_ROLES, Appointment, Person, Role
from improvement.models.programme import (
    LoadedFile,
    Meeting,
    Month,
    OverviewKind,
    OverviewSection,
    Passage,
    PassageState,
    Programme,
    Workstream,
)
from improvement.models.reminders import Reminder, ReminderKind
from improvement.models.report import (
    Acknowledgement,
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Outcome,
    Plan,
    Section,
    SectionKind,
    Status,
    Undertaking,
)

__all__ = [
    "WORKSTREAM_ROLES",
    "Acknowledgement",
    "Action",
    "ActionRating",
    "ApiToken",
    "Appointment",
    "CriterionRating",
    "Draft",
    "ExitCriterion",
    "Fingerprinted",
    "HighlightReport",
    "Invitation",
    "LoadedFile",
    "LogEntry",
    "LogKind",
    "Meeting",
    "Milestone",
    "Month",
    "Outcome",
    "OverviewKind",
    "OverviewSection",
    "Passage",
    "PassageState",
    "Person",
    "Plan",
    "Programme",
    "Reminder",
    "ReminderKind",
    "Role",
    "SecretSeal",
    "Section",
    "SectionKind",
    "Status",
    "Strength",
    "Undertaking",
    "Workstream",
    "WrittenOnce",
]
