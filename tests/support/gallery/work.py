"""What the gallery draws the cards of “My work” with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from improvement.models import Month, Programme
from reporting.summary.movements import Moved

PROGRAMME = Programme(slug="example", name="An example programme")


def work_example(task: object, moved: Moved) -> dict[str, Any]:
    """Return a report that waits, a programme of which somebody reads packs, and its last pack.

    ``moved`` is what moved in that pack, beside one rating more than are named.
    """
    reader = SimpleNamespace(programme=PROGRAMME, words="Board reader")
    month = Month(programme=PROGRAMME, starts_on=date(2023, 12, 1))
    issued_at = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
    return {
        "work_row": SimpleNamespace(task=task, standing=SimpleNamespace(programme="A programme")),
        "programme_work": SimpleNamespace(standing=reader, month=None, reads_packs_alone=True),
        "last_pack": SimpleNamespace(
            pack=SimpleNamespace(month=month, version=1, issued_at=issued_at),
            programme=PROGRAMME,
            moved=moved,
            named=moved.ratings,
            more=1,
        ),
    }
