"""Who may do what, address by address: the table that docs/permissions.md shows.

The test goes through every address as every role in every status and holds the application to it.
``python -m tests.permissions_table`` prints the document.
"""

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

    def allowed(self, role: str, status: str) -> bool:
        return status in self.may.get(role, ())


READS = always(*INSIDE) | {BOARD: (ISSUED,)}
ROWS = (
    Row("See my work", "home", "GET", "/", always(*SIGNED_IN)),
    Row("See and choose my reminders", "reminders", "GET", "/reminders/", always(*SIGNED_IN)),
    Row("Turn my reminders off", "reminders", "POST", "/reminders/", always(*SIGNED_IN)),
    Row("Read the help of my role", "help", "GET", "/help/", always(*SIGNED_IN)),
    Row("Read the help of a role", "help_for", "GET", "/help/lead/", always(*SIGNED_IN)),
    Row("See and make my tokens", "tokens", "GET", "/tokens/", always(*SIGNED_IN)),
    Row("Make a token", "tokens", "POST", "/tokens/", always(*SIGNED_IN)),
    Row(
        "Revoke the lead’s token",
        "revoke_token",
        "POST",
        "/tokens/{token}/revoke/",
        always(LEAD, OFFICE),
    ),
    Row("Search what I see", "search", "GET", "/search/", always(*SIGNED_IN), query="?q=board"),
    Row("See who has access", "access", "GET", "/scas/access/", always(OFFICE)),
    Row(
        "Download who has access",
        "access_file",
        "GET",
        "/scas/access/access.csv",
        always(OFFICE),
    ),
    Row("Invite somebody", "invite", "GET", "/scas/access/invite/", always(OFFICE)),
    Row("Invite the lead again", "invite_again", "GET", f"{LEAD_OF}invite/", always(OFFICE)),
    Row(
        "Deactivate the lead",
        "deactivate",
        "POST",
        f"{LEAD_OF}leave/",
        always(OFFICE),
        sent={"why": "Left the trust"},
    ),
    Row("See the dashboard", "dashboard", "GET", "/scas/", always(*MEMBERS)),
    Row("See a month", "month", "GET", "/scas/2024-01/", READS),
    Row("Download a pack", "pack", "GET", "/scas/2024-01/pack/", READS, query="?format=json"),
    Row("See a report’s tasks", "report", "GET", REPORT, READS),
    Row("Read a report as it stands", "reading", "GET", f"{REPORT}as-it-stands/", READS),
    Row("See a report as printed", "preview", "GET", f"{REPORT}preview/", always(*INSIDE)),
    Row("Write the highlight report", "highlight_report", "GET", f"{REPORT}highlight-report/", PEN),
    Row("Save the highlight report", "highlight_report", "POST", f"{REPORT}highlight-report/", PEN),
    Row("Rate CQC actions", "actions", "GET", f"{REPORT}actions/", PEN),
    Row("Save ratings of CQC actions", "actions", "POST", f"{REPORT}actions/", PEN),
    Row("Rate exit criteria", "criteria", "GET", f"{REPORT}criteria/", PEN),
    Row("Save ratings of exit criteria", "criteria", "POST", f"{REPORT}criteria/", PEN),
    Row("Enter figures", "scorecard", "GET", f"{REPORT}scorecard/", PEN),
    Row("Save figures", "scorecard", "POST", f"{REPORT}scorecard/", PEN),
    Row("Download the scorecard", "scorecard_workbook", "GET", WORKBOOK, READS),
    Row("Upload a scorecard", "scorecard_upload", "GET", f"{REPORT}scorecard/upload/", PEN),
    Row("Enter figures by month", "readings", "GET", f"{REPORT}readings/", PEN),
    Row("Save figures by month", "readings", "POST", f"{REPORT}readings/", PEN),
    Row("Write the plan on a page", "plan", "GET", f"{REPORT}plan/", PEN),
    Row("Save the plan on a page", "plan", "POST", f"{REPORT}plan/", PEN),
    Row(
        "See what is left before submitting",
        "submit",
        "GET",
        f"{REPORT}submit/",
        dict.fromkeys(INSIDE, (DRAFT,)),
    ),
    Row("Submit", "submit", "POST", f"{REPORT}submit/", {LEAD: (DRAFT,), OFFICE: (DRAFT,)}),
    Row("Approve", "approve", "POST", f"{REPORT}approve/", {EXECUTIVE: (SUBMITTED,)}),
    Row(
        "Return with a comment",
        "return",
        "POST",
        f"{REPORT}return/",
        {EXECUTIVE: (SUBMITTED,), OFFICE: (SUBMITTED, APPROVED)},
        sent={"comment": "Explain the red."},
    ),
    Row("Move a deadline", "extend", "GET", f"{REPORT}extend/", {OFFICE: (DRAFT,)}),
    Row("See the board", "board", "GET", "/scas/2024-01/board/", always(OFFICE, CEO)),
    Row("Write the overview", "overview", "GET", "/scas/2024-01/overview/", {OFFICE: OPEN}),
    Row("Save the overview", "overview", "POST", "/scas/2024-01/overview/", {OFFICE: OPEN}),
    Row("Preview the pack", "pack_preview", "GET", f"{MONTH}preview/", always(*INSIDE)),
    Row("See the draft’s PDF", "draft_pdf", "GET", f"{MONTH}preview/draft.pdf", always(*INSIDE)),
    Row("See an issued pack", "issued", "GET", f"{DECEMBER}pack/1/", always(*MEMBERS)),
    Row("Read an issued pack", "issued_page", "GET", f"{DECEMBER}pack/1/read/", always(*MEMBERS)),
    Row(
        "Download an issued document",
        "issued_file",
        "GET",
        f"{DECEMBER}pack/1/json/",
        always(*MEMBERS),
    ),
    Row("See what stands in the way of issuing", "issue", "GET", f"{MONTH}issue/", always(OFFICE)),
    Row("Issue the pack", "issue", "POST", "/scas/2024-01/issue/", {OFFICE: (APPROVED,)}),
    Row("Reopen the month", "reopen", "GET", "/scas/2024-01/reopen/", {OFFICE: (ISSUED,)}),
    Row(
        "Open a month, when none is open",
        "open_month",
        "POST",
        "/empty/2024-02/open/",
        always(OFFICE),
    ),
    Row(
        "See who changed what",
        "changes",
        "GET",
        "/scas/changes/programme/{programme}/",
        always(*INSIDE),
    ),
    Row("See the history", "history", "GET", "/scas/history/", always(*INSIDE)),
    Row(
        "Download the history",
        "history_csv",
        "GET",
        "/scas/history/changes.csv",
        always(*INSIDE),
    ),
    Row("Look at an earlier text", "restore", "GET", f"{REPORT}restore/progress/{{text}}/", PEN),
    Row(
        "Bring an earlier text back",
        "restore",
        "POST",
        f"{REPORT}restore/progress/{{text}}/",
        PEN,
        sent={"seen": "{seen_of_text}"},
    ),
    Row(
        "Look at an earlier text of a plan",
        "restore_plan",
        "GET",
        f"{REPORT}plan/restore/aims/{{plan}}/",
        PEN,
    ),
    Row(
        "Bring an earlier text of a plan back",
        "restore_plan",
        "POST",
        f"{REPORT}plan/restore/aims/{{plan}}/",
        PEN,
        sent={"seen": "{seen_of_plan}"},
    ),
    Row(
        "Look at an earlier text of the overview",
        "restore_overview",
        "GET",
        f"{MONTH}overview/restore/key_progress/{{overview}}/",
        {OFFICE: OPEN},
    ),
    Row(
        "Bring an earlier text of the overview back",
        "restore_overview",
        "POST",
        f"{MONTH}overview/restore/key_progress/{{overview}}/",
        {OFFICE: OPEN},
        sent={"seen": "{seen_of_overview}"},
    ),
    Row(
        "See a report as it stood",
        "reading",
        "GET",
        f"{REPORT}as-it-stands/",
        always(*INSIDE),
        query=f"?at={TODAY}",
    ),
    Row("See the metrics", "metrics", "GET", "/scas/metrics/", always(*INSIDE)),
    Row("Add a metric", "add_metric", "GET", ADD_METRIC, always(OFFICE)),
    Row("Change a metric", "edit_metric", "GET", f"{METRIC}edit/", always(OFFICE)),
    Row("Set and revise aims", "aims", "GET", f"{METRIC}aims/", always(OFFICE)),
    Row("Move a metric", "move_metric", "POST", f"{METRIC}move/", always(OFFICE)),
    Row("Retire a metric", "retire_metric", "GET", f"{METRIC}retire/", always(OFFICE)),
    Row("Add a scale", "add_scale", "GET", "/scas/scales/add/", always(OFFICE)),
    Row("Change a scale", "edit_scale", "GET", "/scas/scales/{scale}/", always(OFFICE)),
    Row(
        "See when an action turned red",
        "action_timeline",
        "GET",
        "/scas/actions/{action}/",
        always(*MEMBERS),
    ),
    Row(
        "See when an exit criterion turned red",
        "criterion_timeline",
        "GET",
        "/scas/criteria/{criterion}/",
        always(*MEMBERS),
    ),
    Row(
        "See when the programme’s overall ratings turned red",
        "programme_timeline",
        "GET",
        "/scas/ratings/",
        always(*MEMBERS),
    ),
    Row(
        "See when a workstream’s overall ratings turned red",
        "workstream_timeline",
        "GET",
        "/scas/ratings/culture-and-staff-wellbeing/",
        always(*MEMBERS),
    ),
    Row("See a metric", "metric", "GET", "/scas/metrics/{metric}/", always(*INSIDE)),
    Row(
        "Download a metric’s figures",
        "metric_figures",
        "GET",
        "/scas/metrics/{metric}/figures.csv",
        always(*INSIDE),
    ),
    *(
        Row(
            f"Read the {table} by token",
            f"api_{table}",
            "GET",
            f"{DATA}{table}",
            always(*(INSIDE if table == "readings" else MEMBERS)),
            by_token=True,
        )
        for table in TABLES
    ),
    Row(
        "Read the open month’s data by token",
        "api_actions",
        "GET",
        f"{DATA}actions",
        always(*INSIDE) | {BOARD: (ISSUED,)},
        query="?month=2024-01",
        by_token=True,
    ),
    Row(
        "Read the token’s own programme by token",
        "api_programmes",
        "GET",
        "/api/v1/programmes",
        always(*SIGNED_IN),
        by_token=True,
    ),
    Row("Read the OpenAPI document", "openapi", "GET", "/api/v1/openapi.json", always(*ROLES)),
    Row("See every component", "components", "GET", "/developers/components/", always(*SIGNED_IN)),
    Row("Ask whether it runs", "healthz", "GET", "/healthz", always(*ROLES)),
    Row("Ask whether it can work", "ready", "GET", "/healthz/ready", always(*ROLES)),
    Row("Read what it measures", "measurements", "GET", "/metrics", always(*ROLES)),
)


def as_markdown() -> str:
    """Give docs/permissions.md."""
    head = ["What", "Address", *ROLES]
    lines = ["# Who may do what", "", *INTRODUCTION, ""]
    lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in ROWS:
        cells = [row.what, f"`{row.method} {_shown(row.address)}`"]
        cells += [_in_words(row, role) for role in ROLES]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


INTRODUCTION = [
    "For each address: in which statuses of the report a role may use it. A test tries every",
    "address as every role in every status and holds the application to this table, which",
    "`python -m tests.permissions_table` prints. “–” means never: a member is told why, somebody",
    "of another programme is not told that it exists, and whoever is signed out is asked to sign",
    "in. The report is the lead’s own; to them another workstream’s is as in the next column.",
    "",
    "Data under `/api/` is read by a person’s token and never by a session. What a token opens is",
    "what its person may see that day, on its programme alone.",
    "",
    "Accounts at `/accounts/` (signing in and out, a new password, an invitation's link) are open",
    "to everybody; one's second step and sessions there are one's own. The admin site at `/admin/`",
    "is for administrators: none of these roles opens a page of it. They see who has access to",
    "every programme, and invite and deactivate as its programme office does.",
    "What is measured at `/metrics` is opened by the installation’s own key or from the machine",
    "itself, whoever is signed in.",
]


def _shown(address: str) -> str:
    named = address.replace("/scas/", "/PROGRAMME/").replace("/empty/", "/PROGRAMME/")
    named = named.replace("/2024-01/", "/MONTH/").replace("/2024-02/", "/MONTH/")
    named = named.replace("culture-and-staff-wellbeing", "WORKSTREAM").replace("/lead/", "/ROLE/")
    named = named.replace("programme/{programme}", "KIND/ID")
    named = named.replace("figures.csv", "figures.FORMAT")
    named = named.replace("{text}", "ID").replace("{plan}", "ID").replace("{overview}", "ID")
    named = named.replace("restore/progress/", "restore/KIND/").replace("/aims/ID/", "/PART/ID/")
    named = named.replace("/key_progress/", "/PART/")
    named = named.replace("{lead}", "ID").replace("{action}", "ID").replace("{criterion}", "ID")
    return named.replace("{metric}", "ID").replace("{token}", "ID").replace("{scale}", "ID")


def _in_words(row: Row, role: str) -> str:
    statuses = row.may.get(role, ())
    return "always" if statuses == STATUSES else ", ".join(statuses) or "–"


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201
