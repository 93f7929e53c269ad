"""What was changed of a measure: figures entered and corrected, and aims revised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from improvement.values.clock import day_of
from reporting.contents.in_words import day_in_words
from reporting.contents.metric_facts import day_to_date
from scorecards.models import Actual, Metric

MOST = 6


@dataclass(frozen=True)
class FigureChange:
    """A change of a figure or of the aims: when, by whom, what and why."""

    at: datetime
    who: str
    words: str
    why: str = ""
    first_of: str = ""

    @property
    def day(self) -> date:
        return day_of(self.at)


def find_figure_changes(metric: Metric, aims: Mapping[str, str]) -> tuple[FigureChange, ...]:
    """Return the newest changes of a measure, the newest first. One query, and those of its
    revisions where they were not read yet.

    ``aims`` are its aims by quarter as they are now. Figures that one person entered on one day
    for the first time are one change.
    """
    changes = [*_figures(metric), *_revisions(metric, aims)]
    changes.sort(key=lambda change: change.at, reverse=True)
    return tuple(_together(changes))[:MOST]


def _figures(metric: Metric) -> Iterator[FigureChange]:
    """Return each figure that was entered or corrected, from the history of actuals."""
    rows = Actual.history.filter(line__metric=metric).select_related("line", "history_user")
    stood: dict[tuple[int, str], str] = {}
    for row in rows.order_by("history_id"):
        place = (row.line_id, row.quarter)
        before, after = stood.get(place, ""), "" if row.history_type == "-" else row.printed
        stood[place] = after
        if before != after:
            yield _figure(row, before, after)


def _figure(row: Any, before: str, after: str) -> FigureChange:
    line = "" if row.line.name == "Actual" else f"{row.line.name}, "
    is_to_date = row.as_at and day_to_date(row.quarter, row.as_at.isoformat())
    what, to_date = f"{line}{row.quarter}", " to date" if is_to_date else ""
    restated = row.restatement_reason if row.restated_from == before and before else ""
    return FigureChange(
        at=row.history_date,
        who=str(row.history_user or "System"),
        words=f"{what}{to_date} {f'{before} → ' if before else ''}{after or 'nothing'}",
        why=restated or row.history_change_reason or "",
        first_of="" if before else row.quarter,
    )


def _revisions(metric: Metric, aims: Mapping[str, str]) -> Iterator[FigureChange]:
    """Return each revision of the aims with the quarters that it changed."""
    revisions = list(metric.revisions.all())
    afterwards = [revision.aims_before for revision in revisions[1:]] + [aims]
    for revision, after in zip(revisions, afterwards, strict=False):
        before = revision.aims_before
        changed = [
            f"{quarter} {before[quarter]} → {after.get(quarter) or 'nothing'}"
            for quarter in sorted(before)
            if before[quarter] != after.get(quarter, "")
        ]
        agreed = f"agreed by {revision.agreed_by} on {day_in_words(revision.agreed_on)}"
        yield FigureChange(
            at=revision.revised_at,
            who=str(revision.revised_by),
            words=f"Aims revised, {', '.join([*changed, agreed])}",
            why=revision.reason,
        )


def _together(changes: list[FigureChange]) -> Iterator[FigureChange]:
    """Return changes with the figures first entered by one person on one day as one."""
    for is_first, group in groupby(changes, lambda each: each.first_of and (each.day, each.who)):
        found = list(group)
        if not is_first or len(found) == 1:
            yield from found
            continue
        quarters = sorted(map(attrgetter("first_of"), found))
        span = f"{quarters[0]} to {quarters[-1]}"
        yield FigureChange(found[0].at, found[0].who, f"{len(found)} figures entered, {span}")
