"""The rows behind the programme's words."""

from .acknowledgement import Acknowledgement
from .commitments import CqcAction, ExitCriterion, Strength
from .draft import Draft
from .invitation import Invitation
from .loaded_file import LoadedFile
from .log import LogEntry, LogKind
from .month import (
    HighlightReport,
    Month,
    OverviewKind,
    OverviewSection,
    Section,
    SectionKind,
    Status,
)
from .passages import Bullet, Passage, PassageState, bullets_of
from .people import WORKSTREAM_ROLES, Appointment, Person, Role
from .plan import Milestone, Plan
from .programme import RESERVED_SLUGS, RESERVED_WORKSTREAM_SLUGS, Meeting, Programme, Workstream
from .ratings import ActionRating, CriterionRating
from .reminder import Reminder, ReminderKind
from .token import ApiToken
from .undertaking import Outcome, Undertaking
from .written_once import Fingerprinted, WrittenOnce

__all__ = [
    "RESERVED_SLUGS",
    "RESERVED_WORKSTREAM_SLUGS",
    "WORKSTREAM_ROLES",
    "Acknowledgement",
    "ActionRating",
    "ApiToken",
    "Appointment",
    "Bullet",
    "CqcAction",
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
    "Section",
    "SectionKind",
    "Status",
    "Strength",
    "Undertaking",
    "Workstream",
    "WrittenOnce",
    "bullets_of",
]
