"""The way to the exit as a drawing: criteria complete by month, even pace, needed, at this pace.

It fills whatever room there is: places are shares of its width and height, and words keep their
size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from improvement.values.periods import CalendarMonth
from reporting.charts.exit import counts_of
from reporting.summary.exit_way import ExitWay, months_between
from reporting.summary.spells import short_month

Point = tuple[float, float]
# Shares of the width and of the height that words need room in.
NO_ROOM_BEFORE, ROOM_FOR_TWO_MONTHS = 30, 36
NEAR_THE_GROUND, ON_THE_GROUND = 85, 91


@dataclass(frozen=True)
class Axes:
    """From which month the drawing goes, over how many, and up to how many criteria."""

    first: CalendarMonth
    months: int
    total: int

    def across(self, month: CalendarMonth) -> float:
        return 100 * months_between(self.first, month) / self.months

    def up(self, count: float) -> float:
        return 100 - 100 * count / self.total


@dataclass(frozen=True)
class Label:
    """Words in the drawing: their place as shares of its width and height, and pixels down."""

    name: str
    x: float
    y: float
    down: int
    words: str


@lru_cache(maxsize=64)
def draw(way: ExitWay) -> SafeString:
    """Draw the way to the exit; nothing without criteria."""
    if not way.total:
        return SafeString("")
    axes = axes_of(way)
    now = axes.across(way.until)
    return format_html(
        '<svg class="app-way" role="img" aria-label="{}">'
        '<svg class="app-way__plot">{}{}{}{}{}</svg></svg>',
        in_words(way),
        _grid(axes, now),
        _lines("even", _even(way, axes)),
        _lines("actual", _steps(way, axes)),
        _ahead(way, axes),
        _labels(way, axes),
    )


def in_words(way: ExitWay) -> str:
    """Say what is drawn, for whoever does not see it."""
    counts = ", ".join(f"{month.words} {count}" for month, count in _changes(way))
    said = f"Exit criteria complete by month, of {way.total}: {counts}"
    return f"{said}. {way.answer}."


def _changes(way: ExitWay) -> list[tuple[CalendarMonth, int]]:
    """Return the first month, and each in which the count is another than before."""
    told = [way.by_month[0]]
    told += [after for before, after in pairwise(way.by_month) if before[1] != after[1]]
    return told


def axes_of(way: ExitWay) -> Axes:
    """Return the axes: from the first month known to the date, or to now where that is over."""
    first, until = way.by_month[0][0], way.until
    if first == until:  # one month known: room for as much again as lies ahead
        for _ in range(max(6, way.months_left // 2)):
            first = first.before()
    last = way.exit_month if way.exit_month and way.months_left else until
    return Axes(first, max(1, months_between(first, last)), way.total)


def _grid(axes: Axes, now: float) -> SafeString:
    ahead = format_html(
        '<rect class="app-way__ahead" x="{}%" y="0" width="{}%" height="100%"/>',
        _share(now),
        _share(100 - now),
    )
    rows = format_html_join(
        "",
        '<line class="app-way__rule" x1="0" y1="{0}%" x2="100%" y2="{0}%"/>'
        '<text class="app-way__count" x="-6" y="{0}%" dy="4">{1}</text>',
        ((_share(axes.up(count)), count) for count in counts_of(axes.total)),
    )
    end = SafeString('<line class="app-way__end" x1="100%" y1="-4" x2="100%" y2="100%"/>')
    return ahead + rows + end


def _even(way: ExitWay, axes: Axes) -> list[Point]:
    if way.even_now is None:
        return []
    return [(0, axes.up(way.by_month[0][1])), (100, axes.up(way.total))]


def _steps(way: ExitWay, axes: Axes) -> list[Point]:
    points: list[Point] = []
    for month, count in way.by_month:
        x, y = axes.across(month), axes.up(count)
        if points and points[-1][1] != y:
            points.append((x, points[-1][1]))
        points.append((x, y))
    return _straightened(points)


def _straightened(points: list[Point]) -> list[Point]:
    """Leave out the points on a level line."""
    kept = points[:1]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        if not before[1] == point[1] == after[1]:
            kept.append(point)
    return [*kept, *points[1:][-1:]]


def _ahead(way: ExitWay, axes: Axes) -> SafeString:
    here = (axes.across(way.until), axes.up(way.complete))
    drawn = SafeString("")
    if way.needed is not None:
        drawn += _lines("needed", [here, (100, axes.up(way.total))])
    if way.at_this_pace is not None and way.months_left:
        drawn += _lines("pace", [here, (100, axes.up(way.at_this_pace))])
    return drawn + format_html(
        '<circle class="app-way__now" cx="{}%" cy="{}%" r="4"/>', *map(_share, here)
    )


def _labels(way: ExitWay, axes: Axes) -> SafeString:
    return format_html_join(
        "",
        '<text class="app-way__{}" x="{}%" y="{}%" dy="{}">{}</text>',
        (
            (label.name, _share(label.x), _share(label.y), label.down, label.words)
            for label in labels_of(way, axes)
        ),
    )


def labels_of(way: ExitWay, axes: Axes) -> list[Label]:
    """Return the words in the drawing, but for the counts beside it."""
    return [*_words_of_lines(way, axes), *_words_of_months(way, axes)]


def _words_of_lines(way: ExitWay, axes: Axes) -> Iterator[Label]:
    now, here = axes.across(way.until), axes.up(way.complete)
    words = "complete" if way.pace is not None else "so far"
    side, down = ("after", -3) if now < NO_ROOM_BEFORE else ("here", -8)
    if side == "here" and here < ON_THE_GROUND and _was_higher(way, axes):
        down = 15
    yield Label(side, now, here, down, f"{way.complete} {words}")
    if way.at_this_pace is not None and way.months_left:
        at, pace = axes.up(way.at_this_pace), f"{way.at_this_pace} at this pace"
        if at < NEAR_THE_GROUND:
            yield Label("at-pace", 100, at + 8, 12, pace)
        else:
            yield Label("at-pace", 100, at, 15 if at < ON_THE_GROUND else -6, pace)
    if way.even_now is not None:
        yield Label("even-words", 30, 48, 0, "even pace")


def _was_higher(way: ExitWay, axes: Axes) -> bool:
    """Whether more were complete in the months that the words before now stand over."""
    near = axes.months * NO_ROOM_BEFORE / 100
    recent = (count for month, count in way.by_month if months_between(month, way.until) <= near)
    return max(recent) > way.complete


def _words_of_months(way: ExitWay, axes: Axes) -> Iterator[Label]:
    now = axes.across(way.until)
    yield Label("month-now", now, 100, 16, short_month(way.until))
    if way.by_month[0][0] != way.until and now > ROOM_FOR_TWO_MONTHS:
        yield Label("first", 0, 100, 16, short_month(axes.first))
    if way.exit_month and way.months_left and 100 - now > ROOM_FOR_TWO_MONTHS:
        yield Label("last", 100, 100, 16, short_month(way.exit_month))


def _lines(name: str, points: Iterable[Point]) -> SafeString:
    return format_html_join(
        "",
        '<line class="app-way__{}" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>',
        ((name, *map(_share, (*start, *end))) for start, end in pairwise(points)),
    )


def _share(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
