"""The rows behind the programme's words."""

from .commitments import CqcAction, ExitCriterion, Strength
from .loaded_file import LoadedFile
from .month import (
    HighlightReport,
    Month,
    OverviewKind,
    OverviewSection,
    Section,
    SectionKind,
    Status,
)
from .passages import Bullet, PassageState, bullets_of
from .people import WORKSTREAM_ROLES, Appointment, Person, Role
from .plan import Milestone, Plan
from .programme import RESERVED_SLUGS, RESERVED_WORKSTREAM_SLUGS, Meeting, Programme, Workstream
from .ratings import ActionRating, CriterionRating

__all__ = [
    "RESERVED_SLUGS",
    "RESERVED_WORKSTREAM_SLUGS",
    "WORKSTREAM_ROLES",
    "ActionRating",
    "Appointment",
    "Bullet",
    "CqcAction",
    "CriterionRating",
    "ExitCriterion",
    "HighlightReport",
    "LoadedFile",
    "Meeting",
    "Milestone",
    "Month",
    "OverviewKind",
    "OverviewSection",
    "PassageState",
    "Person",
    "Plan",
    "Programme",
    "Role",
    "Section",
    "SectionKind",
    "Status",
    "Strength",
    "Workstream",
    "bullets_of",
]
