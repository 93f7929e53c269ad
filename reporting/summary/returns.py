"""Returns: how many reports of the open month are in, and which are late by how many days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.models import HighlightReport, Month
from improvement.values.periods import CalendarMonth
from reporting.contents.in_words import day_in_words

# Characters of a workstream's name that stand whole in a narrow place: “Patient Safety”.
BRIEF = 14


@dataclass(frozen=True)
class ReturnsIn:
    """How many of a month's reports were submitted, on a day.

    ``late`` has each workstream whose report is not in though it was due, and the days since.
    """

    month: CalendarMonth
    due_on: date
    submitted: int
    total: int
    late: tuple[tuple[str, int], ...]
    late_by_slug: Mapping[str, int]

    def __hash__(self) -> int:
        """Hash without ``late_by_slug``, a dict, which says again who is late."""
        return hash((self.month, self.due_on, self.submitted, self.late))

    @property
    def nobody_late(self) -> str:
        """What stands where none is late: “Nobody is late: due 5 February 2024”."""
        if self.total and self.submitted == self.total:
            return "Every report is in"
        return f"Nobody is late: due {day_in_words(self.due_on)}"

    @property
    def late_words(self) -> str:
        """Name those that are late: “Fleet 3 days, Digital 1”, “Fleet 3 days, and 4 more”."""
        if not self.late:
            return ""
        (name, days), *others = self.late
        named = [f"{name} {'1 day' if days == 1 else f'{days} days'}"]
        named += [f"{name} {days}" for name, days in others] if len(others) == 1 else []
        return ", ".join([*named, f"and {len(others)} more"] if len(others) > 1 else named)


def returns_in(month: Month, reports: Iterable[HighlightReport], *, on: date) -> ReturnsIn:
    """Return how many of ``reports``, all of ``month``, are in on a day."""
    rows = list(reports)
    names = brief_names([row.workstream.name for row in rows])
    waiting = [row for row in rows if row.submitted_at is None]
    days = {row.pk: (on - (row.extended_to or month.due_on)).days for row in waiting}
    late = sorted((row for row in waiting if days[row.pk] > 0), key=lambda row: -days[row.pk])
    return ReturnsIn(
        month=month.period,
        due_on=month.due_on,
        submitted=len(rows) - len(waiting),
        total=len(rows),
        late=tuple((names[row.workstream.name], days[row.pk]) for row in late),
        late_by_slug={row.workstream.slug: days[row.pk] for row in late},
    )


def brief_names(workstreams: Sequence[str]) -> dict[str, str]:
    """Return each name for a narrow place: a long one by its first word, where no other has it."""
    counts = Counter(name.split()[0] for name in workstreams)
    return {
        name: name if len(name) <= BRIEF or counts[name.split()[0]] > 1 else name.split()[0]
        for name in workstreams
    }
