"""Roles, statuses and addresses, as the table of permissions names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

DRAFT, SUBMITTED, APPROVED, ISSUED = "draft", "submitted", "approved", "issued"
STATUSES = (DRAFT, SUBMITTED, APPROVED, ISSUED)
OPEN = (DRAFT, SUBMITTED, APPROVED)

LEAD = "Lead"
OTHER = "Lead of another workstream"
EXECUTIVE = "Executive"
OFFICE = "Programme office"
CEO = "CEO’s office"
BOARD = "Board reader"
STRANGER = "Member of another programme"
SIGNED_OUT = "Signed out"
ROLES = (LEAD, OTHER, EXECUTIVE, OFFICE, CEO, BOARD, STRANGER, SIGNED_OUT)
INSIDE = (LEAD, OTHER, EXECUTIVE, OFFICE, CEO)
MEMBERS = (*INSIDE, BOARD)
SIGNED_IN = (*MEMBERS, STRANGER)

TODAY = datetime.now(ZoneInfo("Europe/London")).date()
MONTH = "/scas/2024-01/"
DATA = "/api/v1/programmes/scas/"
DECEMBER = "/scas/2023-12/"
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
WORKBOOK = f"{REPORT}scorecard/workbook/"
METRIC = "/scas/metrics/{metric}/"
LEAD_OF = "/scas/access/{lead}/"
TABLES = (
    "months",
    "workstreams",
    "actions",
    "criteria",
    "metrics",
    "aims",
    "actuals",
    "readings",
    "packs",
)
SET_UP = "/scas/set-up/"
ADD_METRIC = "/scas/metrics/add/culture-and-staff-wellbeing/"
PEN = {LEAD: (DRAFT,), EXECUTIVE: (SUBMITTED,), OFFICE: (APPROVED,)}


def always(*roles: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(roles, STATUSES)


@dataclass(frozen=True)
class Row:
    """One address: what is done there, by which method, and in which statuses each role may."""

    what: str
    name: str
    method: str
    address: str
    may: dict[str, tuple[str, ...]]
    query: str = ""
    sent: dict[str, str] = field(default_factory=dict)
    by_token: bool = False
    of_no_programme: bool = False  # so that nothing is disclosed by a reason

    def allowed(self, role: str, status: str) -> bool:
        return status in self.may.get(role, ())


READS = always(*INSIDE) | {BOARD: (ISSUED,)}
