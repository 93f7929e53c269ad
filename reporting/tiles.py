"""The tiles of a dashboard: the programme and each workstream, as judged, and which way it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from improvement.ratings import Rating, Way, way_of
from reporting.contents import Contents, JudgedFact, WorkstreamFact
from reporting.off_trajectory import Tally, tally_of


@dataclass(frozen=True)
class Dimension:
    """One judged rating and how it moved since last month, in words."""

    name: str
    fact: JudgedFact
    way: str
    movement: str


@dataclass(frozen=True)
class Tile:
    """A workstream, or the whole programme, which has no report: its tile's name leads nowhere.

    ``since`` is the address of the timeline that tells since when the ratings are what they are.
    """

    name: str
    address: str
    since: str
    dimensions: tuple[Dimension, ...]
    metrics: Tally


@dataclass(frozen=True)
class ExitDate:
    """The day the segment is to be left by, and how far it is from the day asked about."""

    day: date
    words: str


def tiles_of(contents: Contents) -> tuple[Tile, ...]:
    """Give the programme's tile and one for each workstream."""
    whole = contents.overview
    streams = contents.workstreams
    lines = [line for stream in streams for line in stream.metrics]
    since = reverse("programme_timeline", args=[contents.programme.slug])
    programme = Tile("Whole programme", "", since, _dimensions(whole), tally_of(lines))
    return (programme, *(_tile(contents, stream) for stream in streams))


def _tile(contents: Contents, stream: WorkstreamFact) -> Tile:
    slugs = (contents.programme.slug, contents.month.slug, stream.slug)
    address = reverse("report", args=slugs)
    since = reverse("workstream_timeline", args=[slugs[0], stream.slug])
    return Tile(stream.name, address, since, _dimensions(stream), tally_of(stream.metrics))


def _dimensions(of: object) -> tuple[Dimension, ...]:
    facts = [(name, getattr(of, name.lower())) for name in ("Delivery", "Embedding")]
    return tuple(Dimension(name, fact, *_movement(fact)) for name, fact in facts)


def _movement(fact: JudgedFact) -> tuple[str, str]:
    """Say how a judged rating moved; nothing without a month before."""
    if fact.before is None:
        return "", ""
    way = way_of(Rating(fact.before.code or ""), Rating(fact.judged.code or ""))
    if way is Way.SAME:
        return way.value, "No change since last month"
    was = "" if way is Way.FIRST else f": was {fact.before.words}"
    return way.value, f"{way.value}{was}"


def exit_date(contents: Contents, *, on: date) -> ExitDate | None:
    """Say how many days there are to the exit date; None where the programme has none."""
    if not contents.programme.exit_on:
        return None
    day = date.fromisoformat(contents.programme.exit_on)
    left = (day - on).days
    if left == 0:
        return ExitDate(day, "That is this day")
    days = "1 day" if abs(left) == 1 else f"{abs(left):,} days"
    counted = f"{on.day} {on:%B %Y}"
    words = f"{days} from {counted}" if left > 0 else f"passed {days} before {counted}"
    return ExitDate(day, words)
