"""Where each workstream stands: both ratings as judged and since when, and what is beneath them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from improvement.models import Status
from improvement.values.ratings import Rating
from reporting.contents.facts import Contents, WorkstreamFact
from reporting.contents.rating_facts import JudgedFact
from reporting.marks.cells import (
    MOST_CELLS,
    Cell,
    cells_of_actions,
    cells_of_criteria,
    draw_cells,
    draw_segments,
)
from reporting.marks.mark import Mark
from reporting.marks.strip import StripMonth, draw_strip
from reporting.summary.off_trajectory import Metrics, Tally, tally_of
from reporting.summary.red_actions import RatedAction
from reporting.summary.spells import (
    DIMENSIONS,
    RatedMonths,
    Spell,
    last_months,
    mark_of,
)
from reporting.timelines.ratings import RatingsBefore

STRIP_MONTHS = 12
Said = Mapping[str, Mapping[int, str]]  # of a dimension's ratings, by the action's id


@dataclass(frozen=True)
class JudgedDimension:
    """A workstream's delivery or embedding as judged, with the ratings beneath, worst first."""

    name: str
    mark: Mark
    months: RatedMonths
    judged: JudgedFact
    cells: tuple[Cell, ...]

    @property
    def rating(self) -> Rating:
        return self.mark.rating

    @property
    def spell(self) -> Spell:
        return self.months.spell

    @property
    def confirmed(self) -> int:
        """How many of its actions' ratings are this month's."""
        return sum(not cell.mark.carried for cell in self.cells)

    @property
    def worst_beneath(self) -> Mark | None:
        """The worst confirmed rating beneath, where it is worse than the one judged."""
        worst = self.judged.worst.judgement
        better = self.rating.is_rated and worst.is_rated and worst.severity > self.rating.severity
        return Mark(worst) if better else None

    @property
    def worst_count(self) -> int:
        return sum(cell.mark == self.worst_beneath for cell in self.cells)

    @property
    def standing(self) -> str:
        """What stands below the rating: since when, or that it is not this month's."""
        if self.mark.carried and self.confirmed and self.confirmed < len(self.cells):
            return f"{self.confirmed} of {len(self.cells)} confirmed"
        if self.mark.carried:
            return "carried, not confirmed"
        if not self.rating.is_rated:
            return f"not judged for {self.spell.until.starts_on:%B}"
        if self.spell.or_before:
            return self.spell.since_short
        return f"{self.spell.since_short}, {self.spell.months_words}"

    @property
    def short_standing(self) -> str:
        """The same where there is one line: “4 mo”."""
        if self.mark.carried:
            return "carried"
        return f"{self.spell.count} mo" if self.rating.is_rated else ""


@dataclass(frozen=True)
class WorkstreamStanding:
    """A workstream's row. ``strip`` has twelve months, also those that nobody reported on.

    ``late_days`` is by how many days its report is late, 0 where it is not.
    """

    workstream: WorkstreamFact
    delivery: JudgedDimension
    embedding: JudgedDimension
    strip: tuple[StripMonth, ...]
    criteria: tuple[Cell, ...]
    tally: Tally
    worse: int
    late_days: int = 0

    @property
    def dimensions(self) -> tuple[JudgedDimension, JudgedDimension]:
        return self.delivery, self.embedding

    @property
    def lead(self) -> str:
        """Its executive leads by name."""
        return self.workstream.names_in("executive_lead")

    @property
    def criteria_complete(self) -> int:
        """How many criteria are complete, those carried and not confirmed left out."""
        return sum(cell.mark.rating.is_complete and not cell.mark.carried for cell in self.criteria)

    @property
    def criteria_are_carried(self) -> bool:
        return bool(self.criteria) and all(cell.mark.carried for cell in self.criteria)

    @property
    def report(self) -> str:
        """Where its report stands: “Issued”, “With executive”, “Late 2 days”."""
        status = self.workstream.returned.status
        if status == Status.DRAFT:
            days = "1 day" if self.late_days == 1 else f"{self.late_days} days"
            return f"Late {days}" if self.late_days else "With lead"
        return "With executive" if status == Status.SUBMITTED else Status(status).words

    @property
    def is_done(self) -> bool:
        return self.workstream.returned.status in (Status.APPROVED, Status.ISSUED)

    @property
    def severity(self) -> tuple[int, int, int]:
        """How badly it stands, larger is worse."""
        ratings = [dimension.rating.severity for dimension in self.dimensions]
        return max(ratings), sum(ratings), self.worse


@dataclass(frozen=True)
class DrawnDimension:
    """A dimension as a row shows it. ``cells`` are drawn, ``whole`` is how many there are.

    ``worst`` is the worst rating beneath, where it is worse than the one judged and told.
    """

    name: str
    mark: Mark
    cells: str
    whole: int
    standing: str
    short_standing: str
    worst: Mark | None
    worst_count: int


@dataclass(frozen=True)
class DrawnStanding:
    """A workstream's row as lists show it: words, counts and drawings, and nothing beneath them.

    ``share`` is how many of the 56 pixels of a bar are the measures on their aim.
    """

    slug: str
    name: str
    lead: str
    dimensions: tuple[DrawnDimension, ...]
    strip: str
    criteria: str
    criteria_count: int
    criteria_complete: int
    criteria_are_carried: bool
    met: int
    counted: int
    share: int
    worse: int
    report: str
    is_done: bool
    is_late: bool


def draw_standing(row: WorkstreamStanding, *, segments: bool) -> DrawnStanding:
    """Return a row as drawn, its actions as ``segments`` or a cell each."""
    met, counted = row.tally.met, row.tally.counted
    return DrawnStanding(
        slug=row.workstream.slug,
        name=row.workstream.name,
        lead=row.lead,
        dimensions=tuple(_drawn(dimension, segments) for dimension in row.dimensions),
        strip=draw_strip(row.strip, whose=row.lead),
        criteria=draw_cells(row.criteria, "Exit criteria", small=True),
        criteria_count=len(row.criteria),
        criteria_complete=row.criteria_complete,
        criteria_are_carried=row.criteria_are_carried,
        met=met,
        counted=counted,
        share=round(56 * met / counted) if counted else 0,
        worse=row.worse,
        report=row.report,
        is_done=row.is_done,
        is_late=bool(row.late_days),
    )


def _drawn(dimension: JudgedDimension, segments: bool) -> DrawnDimension:
    draw = draw_segments if segments else draw_cells
    worst = None if dimension.mark.carried else dimension.worst_beneath
    return DrawnDimension(
        name=dimension.name,
        mark=dimension.mark,
        cells=draw(dimension.cells, dimension.name),
        whole=len(dimension.cells),
        standing=dimension.standing,
        short_standing=dimension.short_standing,
        worst=worst,
        worst_count=dimension.worst_count if worst else 0,
    )


@dataclass(frozen=True)
class WorkstreamRows:
    """Every workstream's row, and what they say together."""

    rows: tuple[WorkstreamStanding, ...]

    @property
    def judged_counts(self) -> tuple[tuple[int, str, bool], ...]:
        """How many are judged as what in delivery, worst first, and whether that is red."""
        counts = Counter(row.delivery.rating for row in self.rows if row.delivery.rating.is_rated)
        worst_first = sorted(counts, key=lambda rating: -rating.severity)
        return tuple(
            (counts[rating], rating.short.lower(), rating.is_red) for rating in worst_first
        )

    @property
    def confirmed(self) -> int:
        """How many actions have ratings of this month."""
        return sum(row.delivery.confirmed for row in self.rows)

    @property
    def actions(self) -> int:
        return sum(len(row.workstream.actions) for row in self.rows)

    @property
    def most_cells(self) -> int:
        """How many actions the longest row has."""
        return max((len(row.workstream.actions) for row in self.rows), default=0)


def workstream_rows(
    contents: Contents,
    ratings: RatingsBefore,
    metrics: Metrics,
    *,
    late: Mapping[str, int],
    actions: Iterable[RatedAction],
) -> WorkstreamRows:
    """Return a row for each workstream. ``late`` has the days its report is late by, by slug.

    ``actions`` are all of theirs, with the months that each has been rated as it is.
    """
    are_cells = all(len(stream.actions) <= MOST_CELLS for stream in contents.workstreams)
    said = _said_of(actions if are_cells else ())  # a segment says how many there are
    worse = Counter(row.stream.slug for row in metrics.worse)
    return WorkstreamRows(
        tuple(
            _row(stream, ratings, worse[stream.slug], late.get(stream.slug, 0), said)
            for stream in contents.workstreams
        )
    )


def _said_of(actions: Iterable[RatedAction]) -> Said:
    """Return what is said of each action's two ratings: “Delivery off track, 4 months”."""
    rated = list(actions)
    return {
        name: {each.action.id: f"{name.capitalize()} {getattr(each, name).words}" for each in rated}
        for name in DIMENSIONS
    }


def _row(
    stream: WorkstreamFact, ratings: RatingsBefore, worse: int, late_days: int, said: Said
) -> WorkstreamStanding:
    delivery, embedding = (_dimension(stream, ratings, name, said[name]) for name in DIMENSIONS)
    marks = (dimension.months.last(STRIP_MONTHS) for dimension in (delivery, embedding))
    months = last_months(ratings.months[-1], STRIP_MONTHS)
    strip = tuple(map(StripMonth, months, *marks))
    return WorkstreamStanding(
        workstream=stream,
        delivery=delivery,
        embedding=embedding,
        strip=strip,
        criteria=cells_of_criteria(stream.criteria, stream.names_in("executive_lead")),
        tally=tally_of(stream.metrics),
        worse=worse,
        late_days=late_days,
    )


def _dimension(
    stream: WorkstreamFact, ratings: RatingsBefore, name: str, said: Mapping[int, str]
) -> JudgedDimension:
    judged: JudgedFact = getattr(stream, name)
    mark = mark_of(judged.judged, carried=stream.carried)
    before = ratings.workstreams.get(stream.slug, ())
    months = RatedMonths(ratings.months, mark, before, name)
    leads = stream.names_in("executive_lead")
    cells = cells_of_actions(stream.actions, name, said, leads)
    return JudgedDimension(name.capitalize(), mark, months, judged, cells)
