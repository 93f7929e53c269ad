"""Words in the application's own addresses, which no programme or workstream may have as its slug.

A programme's slug is the first part of an address and a workstream's a later one, so either would
hide a page of the same name, now or after an upgrade. A test compares the words with the addresses.
"""

from __future__ import annotations

# /WORD/. A new page outside every programme goes below one of these.
FIRST_PARTS = (
    "about",
    "accessibility",
    "accounts",
    "admin",
    "api",
    "calendar",
    "contact",
    "developers",
    "healthz",
    "help",
    "metrics",
    "privacy",
    "reminders",
    "search",
    "set-up",
    "static",
    "support",
    "tokens",
)
# /PROGRAMME/WORD/
SECOND_PARTS = (
    "access",
    "actions",
    "changes",
    "criteria",
    "exit",
    "history",
    "measures",
    "metrics",
    "packs",
    "ratings",
    "recorded",
    "returns",
    "scales",
    "search",
    "set-up",
    "workstreams",
)
# /PROGRAMME/MONTH/WORD/ and /PROGRAMME/SOMETHING/WORD/
THIRD_PARTS = (
    "actions",
    "add",
    "board",
    "criteria",
    "file",
    "from-a-file",
    "invite",
    "issue",
    "meetings",
    "new",
    "open",
    "overview",
    "pack",
    "paste",
    "people",
    "preview",
    "programme",
    "recorded",
    "reopen",
    "returns",
    "sources",
    "workbook",
    "workstreams",
)
RESERVED = frozenset(FIRST_PARTS + SECOND_PARTS + THIRD_PARTS)


def why_reserved(slug: str) -> str:
    """Return why a programme or workstream cannot have this slug, or an empty text."""
    if slug.lower() not in RESERVED:
        return ""
    return f"“{slug}” is part of the application’s own addresses: choose another short name."
