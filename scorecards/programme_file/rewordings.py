"""Wordings that a file changes: one that stands in an issued pack is told in the next, with why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model

from improvement.models import Action, ExitCriterion, Person
from improvement.models.commitments import wording_of
from improvement.programme_file.plan import Planned, PlannedValue
from improvement.setup import reword
from scorecards.models import Metric, MetricRewording
from scorecards.setup.metrics import stands_in_a_pack


def record_rewordings(done: Iterable[Planned], *, why: str, by: Person, at: datetime) -> None:
    """Keep what each wording was, where an issued pack has it."""
    texts: dict[Model, dict[str, str]] = defaultdict(dict)
    for planned in done:
        if isinstance(planned, PlannedValue) and len(planned.facts) == 1:
            texts[planned.row] |= dict.fromkeys(planned.facts, planned.before)
    for row, before in texts.items():
        if isinstance(row, Metric):
            _tell_metric(row, before, why, by, at)
        elif isinstance(row, Action | ExitCriterion) and reword.stands_in_a_pack(row):
            earlier, now = _wording(row, before), _wording(row, {})
            if earlier != now:
                reword.tell_rewording(row, before=earlier, after=now, why=why, by=by, at=at)


def _wording(row: Action | ExitCriterion, before: Mapping[str, str]) -> str:
    """Return how a thing is worded, with its earlier texts where they are given."""
    text = before.get("text", row.text)
    regulation = row.regulation if isinstance(row, Action) else ""
    return wording_of(text, before.get("regulation", regulation))


def _tell_metric(
    metric: Metric, before: Mapping[str, str], why: str, by: Person, at: datetime
) -> None:
    earlier = Metric(name=before.get("name", metric.name), unit=before.get("unit", metric.unit))
    if earlier.called != metric.called and stands_in_a_pack(metric):
        row, programme = MetricRewording(metric=metric), metric.workstream.programme
        wordings = {"before": earlier.called, "after": metric.called, "why": why}
        reword.keep_rewording(programme, row, by=by, at=at, **wordings)
