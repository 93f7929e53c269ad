"""On paper: the one A4 page that a dashboard prints as, worst first, saying what it leaves out.

Every row has a height that is known beforehand, so that the page is one page whatever a programme
holds: ``LINES`` is what it has room for below the ratings of so many workstreams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.models import Status
from improvement.ratings import Rating
from reporting.contents import ActionFact, Contents, CriterionFact
from reporting.movements import Moved, Movement
from reporting.off_trajectory import Judged, Metrics
from reporting.rating_history import Histories, Stood, red_since, stood
from reporting.returns import Return, Returns
from reporting.tiles import Tile

LINES, LINES_OF_A_TILE, MOST_TILES, MOST_RETURNS = 54, 2, 13, 5
_HEADS_LEFT, _HEADS_RIGHT = 9, 7  # lines for headings, and for saying what is left out
_BAD_FIRST = [Rating.OVERDUE, Rating.OFF_TRACK, Rating.NOT_YET_RATED, Rating.ON_TRACK]


@dataclass(frozen=True)
class Shortened:
    """The first rows of a list, and how many there are no room for."""

    rows: tuple[object, ...]
    left_out: int

    @property
    def words(self) -> str:
        """Say what is left out: “and 14 more on the dashboard”."""
        return f"and {self.left_out:,} more on the dashboard" if self.left_out else ""


@dataclass(frozen=True)
class RedAction:
    """An action rated overdue, since when, and whether that may be longer ago."""

    workstream: str
    action: ActionFact
    since: str


@dataclass(frozen=True)
class OpenCriterion:
    """An exit criterion that is not complete, and how long it has stood as it is rated."""

    workstream: str
    criterion: CriterionFact
    stood: Stood


@dataclass(frozen=True)
class Paper:
    """What is printed, each part as long as there is room for."""

    tiles: Shortened
    moved: Shortened
    red: Shortened
    metrics: Shortened
    criteria: Shortened
    returns: Shortened


def paper_of(
    contents: Contents,
    read: Histories,
    *,
    tiles: Sequence[Tile],
    moved: Moved,
    metrics: Metrics,
    returns: Returns,
    on: date,
) -> Paper:
    """Choose what is printed of what a dashboard shows."""
    shown = _first(tiles, MOST_TILES)
    lines = LINES - LINES_OF_A_TILE * len(shown.rows)
    missing = [one for one in returns.returns if one.status == Status.DRAFT]
    late = _first(missing, MOST_RETURNS)
    red, movements = _red(contents, read), _movements(moved)
    criteria = _criteria(contents, read, on)
    left, right = lines - _HEADS_LEFT, lines - _HEADS_RIGHT - len(late.rows)
    for_criteria = min(len(criteria), max(left // 3, left - 2 * (len(movements) + len(red))))
    for_moved, for_red = _share((left - for_criteria) // 2, len(movements), len(red))
    return Paper(
        tiles=shown,
        moved=_first(movements, for_moved),
        red=_first(red, for_red),
        metrics=_first(metrics.off, right // 2),
        criteria=_first(criteria, for_criteria),
        returns=late,
    )


def _first(
    rows: Iterable[Tile | Movement | RedAction | Judged | OpenCriterion | Return], most: int
) -> Shortened:
    given = tuple(rows)
    return Shortened(given[:most], max(0, len(given) - most))


def _share(room: int, one: int, other: int) -> tuple[int, int]:
    """Share room for rows between two lists: half each, and what one does not need to the other."""
    first = min(one, max(room - room // 2, room - other))
    return first, room - first


def _movements(moved: Moved) -> list[Movement]:
    return [*moved.ratings, *moved.metrics, *moved.dates, *moved.items]


def _red(contents: Contents, read: Histories) -> list[RedAction]:
    """Give the red actions; those red in both dimensions first."""
    found = [
        RedAction(stream.name, action, _since(action, read))
        for stream in contents.workstreams
        for action in stream.actions
        if action.red
    ]
    return sorted(found, key=lambda one: one.action.delivery.code != one.action.embedding.code)


def _since(action: ActionFact, read: Histories) -> str:
    since = red_since(action, read)
    if since is None:
        return ""
    month, maybe_longer = since
    return f"{month.words} or before" if maybe_longer else month.words


def _criteria(contents: Contents, read: Histories, on: date) -> list[OpenCriterion]:
    """Give the criteria that are not complete, the worst rated first."""
    found = [
        OpenCriterion(stream.name, criterion, stood(criterion, read, on=on))
        for stream in contents.workstreams
        for criterion in stream.criteria
        if criterion.rating.code != Rating.COMPLETE
    ]
    return sorted(found, key=lambda one: _BAD_FIRST.index(Rating(one.criterion.rating.code or "")))
