"""Who may do what, address by address: the table that docs/permissions.md shows.

The test goes through every address as every role in every status and holds the application to it.
``python -m tests.support.permissions_matrix`` prints the document.
"""

from __future__ import annotations

from tests.support import permissions_of_months, permissions_of_records
from tests.support.permissions import (
    ROLES,
    STATUSES,
    Row,
)

ROWS = (*permissions_of_months.ROWS, *permissions_of_records.ROWS)


def as_markdown() -> str:
    """Return docs/permissions.md."""
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
    "address as every role in every status and compares the result with this table, which",
    "`python -m tests.support.permissions_matrix` prints. “–” means never: a member gets a reason,",
    "somebody of another programme does not learn that it exists, and somebody who is signed out",
    "has to sign in. The report is the lead’s own; for another workstream’s report see the next",
    "column.",
    "",
    "Data under `/api/` is read with a person’s token and never with a session. A token shows what",
    "its person may see that day, and only of its programme.",
    "",
    "Accounts at `/accounts/` (signing in and out, a new password, an invitation's link) are open",
    "to everybody; a person's second step and sessions are theirs alone. The admin site",
    "at `/admin/` is for administrators: none of these roles can open a page of it. Administrators",
    "see who has access to a programme, and invite and deactivate as its programme office does.",
    "The figures at `/metrics` are open to the installation’s own key or from the machine itself,",
    "whether or not somebody is signed in.",
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
    for thing in ("workstream", "source", "sub_action", "appointment"):
        named = named.replace(f"{{{thing}}}", "ID")
    named = named.replace("/sro/", "/ROLE/")
    named = named.replace("{lead}", "ID").replace("{action}", "ID").replace("{criterion}", "ID")
    return named.replace("{metric}", "ID").replace("{token}", "ID").replace("{scale}", "ID")


def _in_words(row: Row, role: str) -> str:
    statuses = row.may.get(role, ())
    return "always" if statuses == STATUSES else ", ".join(statuses) or "–"


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201
