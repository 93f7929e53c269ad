"""Whom the table of permissions lets open each page."""

from __future__ import annotations

from tests.support.permissions import DRAFT, ISSUED, Row
from tests.support.permissions_ids import SLUGS


def address_and_reader(row: Row) -> tuple[str, str]:
    """Return an address that somebody may open, and who: in January, else in December."""
    for status, month in ((DRAFT, "/2024-01/"), (ISSUED, "/2023-12/")):
        if readers := [slug for role, slug in SLUGS.items() if row.allowed(role, status)]:
            return row.address.replace("/2024-01/", month) + row.query, readers[0]
    raise AssertionError(f"Nobody may open {row.address}.")
