"""Saving what is new of a pasted block: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from improvement.models import Person
from improvement.setup.pasting.looked import PastedList, PastedRow


@transaction.atomic
def take_rows(
    *,
    pasted: PastedList,
    rows: Sequence[PastedRow],
    base_url: str,
    by: Person,
    at: datetime,
) -> int:
    """Save every row that is new or a change, and return how many. Raises ``Refused``."""
    taken = [row for row in rows if row.looked.is_taken]
    for row in taken:
        pasted.take(row.looked.facts, base_url=base_url, by=by, at=at)
    return len(taken)
