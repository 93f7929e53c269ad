"""One workstream to read: what its page shows of a month, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.safestring import SafeString

from improvement.access.permissions import Verb, refusal
from improvement.values.clock import day_of
from improvement.values.ratings import Rating, counts_of
from improvement.values.refusals import NotThere
from reporting.actions.action_filters import ActionFilters
from reporting.actions.action_rows import ActionListRow, rows_of_actions
from reporting.contents.facts import WorkstreamFact
from reporting.exit.criterion_rows import ExitCriterionRow, ExitFilters, groups_of_criteria
from reporting.filters.filters import Filters
from reporting.filters.shown_month import ShownMonth
from reporting.marks.band import draw_band
from reporting.marks.strip import StripMonth
from reporting.measures.measure_rows import MeasureFilters, MeasureRow, rows_of_measures
from reporting.summary.exit_way import exit_way_of
from reporting.summary.movements import Moved, moved
from reporting.summary.red_actions import RatedAction, red_actions
from reporting.summary.spells import last_months
from reporting.summary.workstream_rows import STRIP_MONTHS, JudgedDimension, WorkstreamStanding
from reporting.timelines.ratings import SHOWN_MONTHS
from reporting.workstreams.standing_rows import standings_of_month

F = TypeVar("F", bound=Filters)


@dataclass(frozen=True)
class JudgedBand:
    """A rating as judged, drawn as a band of months, with what its actions are rated."""

    dimension: JudgedDimension
    band: SafeString
    counts: list[tuple[Rating, int]]


@dataclass(frozen=True)
class ReadAction:
    """An action's row with its twelve months."""

    row: ActionListRow
    strip: tuple[StripMonth, ...]


@dataclass(frozen=True)
class ReportStep:
    """A step of the month's report: on which day, and who took it."""

    day: date
    words: str


@dataclass(frozen=True)
class WorkstreamReading:
    """A workstream with all that its page shows; ``before`` and ``after`` are its neighbours.

    ``number`` is its place in the pack, from 1.
    """

    number: int
    standing: WorkstreamStanding
    judged: tuple[JudgedBand, ...]
    measures: tuple[MeasureRow, ...]
    actions: tuple[ReadAction, ...]
    criteria: tuple[ExitCriterionRow, ...]
    moved: Moved
    before: WorkstreamFact | None
    after: WorkstreamFact | None

    @property
    def workstream(self) -> WorkstreamFact:
        return self.standing.workstream

    @property
    def steps(self) -> tuple[ReportStep, ...]:
        """Who submitted and who approved the month's report, the newest first."""
        returned = self.workstream.returned
        taken = (
            (returned.approved_at, returned.approved_by, "approved"),
            (returned.submitted_at, returned.submitted_by, "submitted"),
        )
        return tuple(
            ReportStep(day_of(datetime.fromisoformat(at)), f"{who} {verb} the report")
            for at, who, verb in taken
            if at
        )

    @property
    def red(self) -> tuple[RatedAction, ...]:
        """Its actions that are red, the longest first."""
        return red_actions(tuple(action.row.rated for action in self.actions))


def read_workstream(month: ShownMonth[Filters], slug: str) -> WorkstreamReading:
    """Return a workstream of the month. Raises ``NotThere`` where the month has none of that slug.

    Of the filters only those that say which month are heeded.
    """
    streams = month.contents.workstreams
    place = next((place for place, one in enumerate(streams) if one.slug == slug), None)
    if place is None:
        raise NotThere(f"{month.contents.month.words} has no workstream “{slug}”.")
    alone = _alone(month, Filters, slug)
    [standing] = standings_of_month(alone)
    criteria = _alone(month, ExitFilters, slug)
    groups = groups_of_criteria(
        criteria, exit_way_of(criteria.narrowed, month.ratings, on=month.on)
    )
    sees_open = not refusal(month.standing, Verb.READ_OPEN)
    return WorkstreamReading(
        number=place + 1,
        standing=standing,
        judged=tuple(map(_band, standing.dimensions)),
        measures=rows_of_measures(_alone(month, MeasureFilters, slug)),
        actions=tuple(map(_action, rows_of_actions(_alone(month, ActionFilters, slug)))),
        criteria=tuple(row for group in groups for row in group.rows),
        moved=moved(alone.narrowed, sees_open=sees_open),
        before=streams[place - 1] if place else None,
        after=streams[place + 1] if place + 1 < len(streams) else None,
    )


def _alone(month: ShownMonth[Filters], kind: type[F], slug: str) -> ShownMonth[F]:
    """Return the month narrowed to one workstream, for the rows of one of the lists."""
    filters = kind(month=month.filters.month, at=month.filters.at, workstream=slug)
    return ShownMonth(**vars(month) | {"filters": filters})


def _band(dimension: JudgedDimension) -> JudgedBand:
    months = dimension.months
    shown = last_months(months.months[-1], SHOWN_MONTHS)
    since = [month for month in shown if month >= months.months[0]]
    marked = tuple(zip(since, months.last(len(since)), strict=True))
    counts = counts_of(cell.mark.rating for cell in dimension.cells)
    return JudgedBand(dimension, draw_band(marked, dimension.name), counts)


def _action(row: ActionListRow) -> ReadAction:
    months = last_months(row.rated.months[-1], STRIP_MONTHS)
    marks = (now.months.last(STRIP_MONTHS) for now in row.dimensions)
    return ReadAction(row, tuple(map(StripMonth, months, *marks)))
