"""The models of the programme, its people, its months and its reports."""

from improvement.models.accounts import ApiToken, Invitation
from improvement.models.commitments import Action, ExitCriterion, Source, Strength
from improvement.models.drafts import Draft
from improvement.models.endings import Endable, Ending
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
from improvement.models.rewordings import ActionRewording, CriterionRewording, Reworded

__all__ = [
    "WORKSTREAM_ROLES",
    "Acknowledgement",
    "Action",
    "ActionRating",
    "ActionRewording",
    "ApiToken",
    "Appointment",
    "CriterionRating",
    "CriterionRewording",
    "Draft",
    "Endable",
    "Ending",
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
    "Reworded",
    "Role",
    "SecretSeal",
    "Section",
    "SectionKind",
    "Source",
    "Status",
    "Strength",
    "Undertaking",
    "Workstream",
    "WrittenOnce",
]
