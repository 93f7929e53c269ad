"""Ratings: a person's judgement of an action, criterion, workstream or programme.

What a rating is called, looks like and counts as is asked here and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Meaning(Enum):
    """What a rating says of the work, whatever a programme calls it."""

    COMPLETE_AND_EMBEDDED = auto()
    COMPLETE = auto()
    AWAITING_ASSURANCE = auto()
    ON_TRACK = auto()
    OFF_TRACK = auto()
    OVERDUE = auto()
    NOT_STARTED = auto()
    PAUSED = auto()


class Shape(StrEnum):
    """The shape of a rating's mark. The value is its character in text."""

    CIRCLE = "●"
    TRIANGLE_UP = "▲"
    TRIANGLE_DOWN = "▼"
    SQUARE = "■"
    RING = "○"

    @property
    def outline(self) -> str:
        """The character of the same shape unfilled: carried over and not confirmed."""
        return _OUTLINES[self]


_OUTLINES = {
    Shape.CIRCLE: "◎",
    Shape.TRIANGLE_UP: "△",
    Shape.TRIANGLE_DOWN: "▽",
    Shape.SQUARE: "□",
    Shape.RING: "○",
}


class Colour(StrEnum):
    """The colour of a rating, never shown alone. The value names it in style sheets and packs."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"

    @property
    def tones(self) -> Tones:
        return _TONES[self]


@dataclass(frozen=True)
class Tones:
    """A colour as it is drawn, each #rrggbb.

    ``edge`` can be seen on white, for outlines, hatching and characters; ``pale`` is a ground for
    words, ``hatched`` the lines of a hatched one; ``on_fill`` is seen on ``fill``.
    """

    fill: str
    edge: str
    pale: str
    hatched: str
    on_fill: str = "#ffffff"


_TONES = {
    Colour.BLUE: Tones("#005eb8", "#005eb8", "#d9e8f6", "#a9c9e8"),
    Colour.GREEN: Tones("#007f3b", "#007f3b", "#d9eee1", "#a5d3b6"),
    Colour.AMBER: Tones("#ffb81c", "#8a5a00", "#fff0cc", "#f0d48a", "#212b32"),
    Colour.RED: Tones("#d5281b", "#d5281b", "#fbe1de", "#f0b0aa"),
    Colour.NONE: Tones("#ffffff", "#4c6272", "#ffffff", "#ffffff", "#4c6272"),
}


class Rating(StrEnum):
    """The ratings of the published packs, best first. The empty value is not yet rated."""

    COMPLETE = "complete"
    ON_TRACK = "on_track"
    OFF_TRACK = "off_track"
    OVERDUE = "overdue"
    NOT_YET_RATED = ""

    @property
    def words(self) -> str:
        """The words as published."""
        return _LOOKS[self].words

    @property
    def short(self) -> str:
        """The words for a narrow place or inside a sentence."""
        return _LOOKS[self].short

    @property
    def shape(self) -> Shape:
        return _LOOKS[self].shape

    @property
    def colour(self) -> Colour:
        return _LOOKS[self].colour

    @property
    def meaning(self) -> Meaning | None:
        """What it says of the work; nothing where it is not yet rated."""
        return _LOOKS[self].meaning

    @property
    def order(self) -> int:
        """Its place in the key: best first, not yet rated last."""
        return _KEY.index(self)

    @property
    def severity(self) -> int:
        """How bad it is, larger is worse. Not yet rated lies between on track and off track."""
        return _LOOKS[self].severity

    @property
    def is_rated(self) -> bool:
        return self.meaning is not None

    @property
    def is_red(self) -> bool:
        return self.meaning is Meaning.OVERDUE

    @property
    def is_off_track(self) -> bool:
        return self.meaning is Meaning.OFF_TRACK

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do. What awaits assurance is not complete yet."""
        return self.meaning in (Meaning.COMPLETE_AND_EMBEDDED, Meaning.COMPLETE)

    @property
    def is_well(self) -> bool:
        """Whether it is on track or better."""
        return self.is_complete or self.meaning in (Meaning.AWAITING_ASSURANCE, Meaning.ON_TRACK)


@dataclass(frozen=True)
class _Look:
    words: str
    short: str
    shape: Shape
    colour: Colour
    meaning: Meaning | None
    severity: int


_LOOKS = {
    Rating.COMPLETE: _Look(
        "Complete & Embedded",
        "Complete",
        Shape.CIRCLE,
        Colour.BLUE,
        Meaning.COMPLETE_AND_EMBEDDED,
        0,
    ),
    Rating.ON_TRACK: _Look(
        "On Track", "On track", Shape.TRIANGLE_UP, Colour.GREEN, Meaning.ON_TRACK, 1
    ),
    Rating.NOT_YET_RATED: _Look("Not yet rated", "Not yet rated", Shape.RING, Colour.NONE, None, 2),
    Rating.OFF_TRACK: _Look(
        "Off Track (<1 month), Recovery Actions in Place",
        "Off track",
        Shape.TRIANGLE_DOWN,
        Colour.AMBER,
        Meaning.OFF_TRACK,
        3,
    ),
    Rating.OVERDUE: _Look(
        "Overdue (>1 month)", "Overdue", Shape.SQUARE, Colour.RED, Meaning.OVERDUE, 4
    ),
}

CHOICES = [(rating.value, rating.words) for rating in Rating]
_KEY = list(Rating)


def rating_of(meaning: Meaning) -> Rating:
    """Return the rating of the key that says ``meaning``, the best of several.

    Raises ``LookupError`` where the key has none.
    """
    found = [rating for rating in _KEY if rating.meaning is meaning]
    if not found:
        raise LookupError(f"No rating means {meaning.name.lower().replace('_', ' ')}.")
    return found[0]


def worst_of(ratings: Iterable[Rating]) -> Rating:
    """Return the worst of ``ratings``. What is not yet rated does not count."""
    rated = [rating for rating in ratings if rating.is_rated]
    return max(rated, key=lambda rating: rating.severity, default=Rating.NOT_YET_RATED)


def counts_of(ratings: Iterable[Rating]) -> list[tuple[Rating, int]]:
    """Return each rating that occurs with its count, worst first, not yet rated last."""
    counts = Counter(ratings)
    worst_first = sorted(counts, key=lambda rating: (rating.is_rated, rating.severity))
    return [(rating, counts[rating]) for rating in reversed(worst_first)]


def movement(dimension: str, before: Rating | None, now: Rating) -> str:
    """Return how a rating moved, as in “Delivery: On Track to Overdue (>1 month)”, or nothing.

    ``before`` is None without a month before.
    """
    if before is None or before is now or not before.is_rated:
        return ""
    return f"{dimension}: {before.words} to {now.words}"


class Way(StrEnum):
    """Which way a rating went from one month to another. The value is its words on pages."""

    WORSE = "Worse"
    BETTER = "Better"
    FIRST = "Newly rated"
    DROPPED = "No longer rated"
    SAME = "No change"


def way_of(before: Rating | None, now: Rating) -> Way:
    """Return which way a rating went. ``before`` is None without a month before."""
    earlier = before or Rating.NOT_YET_RATED
    if earlier is now:
        return Way.SAME
    if not earlier.is_rated:
        return Way.FIRST
    if not now.is_rated:
        return Way.DROPPED
    return Way.WORSE if now.severity > earlier.severity else Way.BETTER
