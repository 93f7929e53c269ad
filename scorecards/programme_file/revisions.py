"""Aims that a file changes: a revised trajectory keeps the aims that it replaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from improvement.audit import changes
from improvement.models import Person
from improvement.programme_file.plan import Planned, PlannedValue
from improvement.values.clock import day_of
from scorecards.models import Aim, Metric, TrajectoryRevision

WHOEVER = "whoever wrote the file"


def record_revisions(done: Iterable[Planned], *, name: str, by: Person, at: datetime) -> None:
    """Record a revision of each metric whose aims were changed. A blank that is filled is none."""
    replaced: dict[Metric, dict[str, str]] = defaultdict(dict)
    for planned in done:
        if isinstance(planned, PlannedValue) and isinstance(planned.row, Aim) and planned.before:
            replaced[planned.row.metric][planned.row.quarter] = planned.before
    for metric, before in replaced.items():
        now = {aim.quarter: aim.printed for aim in metric.aims.all() if aim.printed}
        revision = TrajectoryRevision(
            metric=metric,
            reason=f"Loaded from {name}",
            agreed_by=str(by) if by.email else WHOEVER,
            agreed_on=day_of(at),
            aims_before={**now, **before},
            revised_at=at,
            revised_by=by,
        )
        changes.record(revision, by=by, why=revision.reason)
