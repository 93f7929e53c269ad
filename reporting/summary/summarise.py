"""One month in a minute: everything that a dashboard or the second page of a pack says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.contents.facts import Contents
from reporting.summary.exit_way import ExitWay, exit_way_of
from reporting.summary.figures import (
    Figure,
    criteria_figure,
    embedding_figure,
    measures_figure,
    overdue_figure,
)
from reporting.summary.movements import Moved, moved
from reporting.summary.off_trajectory import Metrics, metrics_of
from reporting.summary.red_actions import RatedAction, rated_actions, red_actions
from reporting.summary.returns import ReturnsIn
from reporting.summary.workstream_rows import WorkstreamRows, workstream_rows
from reporting.timelines.ratings import RatingsBefore


@dataclass(frozen=True)
class Summary:
    """What a month says. ``figures`` are the first four of the five; returns are not its own."""

    figures: tuple[Figure, ...]
    workstreams: WorkstreamRows
    metrics: Metrics
    moved: Moved
    actions: tuple[RatedAction, ...]
    exit: ExitWay

    @property
    def red(self) -> tuple[RatedAction, ...]:
        return red_actions(self.actions)


def summarise(
    contents: Contents,
    ratings: RatingsBefore,
    *,
    on: date,
    returns: ReturnsIn | None,
    sees_open: bool,
) -> Summary:
    """Return what ``contents`` says, with the months before it.

    ``on`` is the day that days to the exit are counted from, ``returns`` those of the month itself
    while it is open.
    """
    metrics = metrics_of(contents)
    actions = rated_actions(contents, ratings)
    late = returns.late_by_slug if returns else {}
    return Summary(
        figures=(
            overdue_figure(actions),
            embedding_figure(actions),
            measures_figure(metrics),
            criteria_figure(contents, on=on),
        ),
        workstreams=workstream_rows(contents, ratings, metrics, late=late, actions=actions),
        metrics=metrics,
        moved=moved(contents, sees_open=sees_open),
        actions=actions,
        exit=exit_way_of(contents, ratings, on=on),
    )
