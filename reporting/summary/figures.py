"""The five figures: what is overdue, embedding, measures, exit criteria and returns.

What was carried and nobody has confirmed is counted apart from what is this month's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from improvement.values.ratings import Meaning, Rating, rating_of
from reporting.contents.facts import Contents
from reporting.contents.in_words import day_in_words
from reporting.marks.mark import Mark
from reporting.summary.exit_way import is_carried
from reporting.summary.off_trajectory import Metrics
from reporting.summary.red_actions import RatedAction
from reporting.summary.returns import ReturnsIn
from reporting.summary.spells import months_in_words

WELL, OFF_TRACK, RED, COMPLETE = (
    rating_of(meaning)
    for meaning in (
        Meaning.ON_TRACK,
        Meaning.OFF_TRACK,
        Meaning.OVERDUE,
        Meaning.COMPLETE_AND_EMBEDDED,
    )
)


@dataclass(frozen=True)
class Part:
    """A part of a sentence: ``weight`` is empty, ``strong``, or ``worse`` for a verdict."""

    text: str
    weight: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure with its heading, what it is of, and a line below it. ``mark`` is its rating's."""

    key: str
    heading: str
    number: str
    of: str
    detail: tuple[Part, ...]
    mark: Mark | None = None
    is_zero: bool = False

    @property
    def words(self) -> str:
        return "".join(part.text for part in self.detail)


def overdue_figure(actions: Sequence[RatedAction]) -> Figure:
    """Count the actions whose delivery is overdue, and say which, and for how long."""
    red = [rated for rated in actions if rated.action.delivery.judgement.is_red]
    confirmed = [rated for rated in red if not rated.carried]
    carried = [rated for rated in red if rated.carried]
    detail: tuple[Part, ...] = _which(confirmed) or (Part("No action is overdue"),)
    if carried:
        names = ", ".join(rated.action.ref for rated in carried[:2])
        more = f" and {len(carried) - 2} more" if len(carried) > 2 else ""
        detail = (
            Part(f"+{len(carried)} carried", "strong"),
            Part(f", not confirmed: {names}{more}"),
        )
    of = _of(len(actions), sum(rated.carried for rated in actions))
    return _rated("overdue", "Actions overdue", len(confirmed), of, detail, RED)


def _which(red: Sequence[RatedAction]) -> tuple[Part, ...]:
    """Say which actions are overdue and since when; of more than two, the longest alone."""
    spells = [(rated.action.ref, spell) for rated in red if (spell := rated.red_spell("delivery"))]
    spells.sort(key=lambda pair: -pair[1].count)
    if not spells:
        return ()
    ref, longest = spells[0]
    if len(spells) == 1:
        since = longest.since_short
        said = since if longest.or_before else f"{longest.months_words}, {since}"
        return Part(ref, "strong"), Part(f", {said}")
    if len(spells) == 2:
        other, also = spells[1]
        return (
            Part(ref, "strong"),
            Part(f" {longest.months_words}, "),
            Part(other, "strong"),
            Part(f" {also.months_words}"),
        )
    more = f" and {len(spells) - 1} more, longest {months_in_words(longest.count)}"
    return Part(ref, "strong"), Part(more)


def embedding_figure(actions: Sequence[RatedAction]) -> Figure:
    """Count the actions whose embedding is off track, and the others beside them."""
    ratings = Counter(rated.action.embedding.judgement for rated in actions if not rated.carried)
    carried = [rated for rated in actions if rated.carried]
    off = sum(rated.action.embedding.judgement.is_off_track for rated in carried)
    others = [
        f"{ratings[rating]} {rating.short.lower()}"
        for rating in (WELL, RED, COMPLETE, Rating.NOT_YET_RATED)
        if ratings[rating] or rating.is_rated
    ]
    detail: tuple[Part, ...] = (Part(", ".join(others)),)
    if carried:
        detail = (
            Part(f"+{off} carried", "strong"),
            Part(f", of {len(carried)} not confirmed"),
        )
    of = _of(len(actions), len(carried))
    number = ratings[OFF_TRACK]
    return _rated("embedding", "Embedding off track", number, of, detail, OFF_TRACK)


def measures_figure(metrics: Metrics) -> Figure:
    """Count the lines on their aim, and those off it and worse than their reading before."""
    tally, worse = metrics.tally, len(metrics.worse)
    of = f"of {tally.counted}"
    parts: tuple[Part, ...] = (Part("No figure can be judged yet"),)
    if tally.off:
        parts = Part(f"{tally.off} off, "), Part(_getting_worse(worse), "worse" if worse else "")
    elif tally.counted:
        parts = (Part("None is off its aim"),)
    return Figure("measures", "Measures on their aim", str(tally.met), of, parts)


def _getting_worse(count: int) -> str:
    return f"{count} of them getting worse" if count else "none of them getting worse"


def criteria_figure(contents: Contents, *, on: date) -> Figure:
    """Count the exit criteria that are complete, and the days to the date to leave by."""
    criteria = [criterion for stream in contents.workstreams for criterion in stream.criteria]
    carried = [criterion for criterion in criteria if is_carried(criterion)]
    complete = [criterion for criterion in criteria if criterion.rating.judgement.is_complete]
    confirmed = sum(not is_carried(criterion) for criterion in complete)
    days = _days(contents.programme.exit_on, on)
    of = _of(len(criteria), len(carried))
    detail: tuple[Part, ...] = (Part(days),)
    if carried:
        detail = (
            Part(f"+{len(complete) - confirmed} carried", "strong"),
            Part(f" of {len(carried)}; {days}"),
        )
    elif criteria and not any(criterion.rating.code for criterion in criteria):
        of += ", none rated yet"
    return _rated("criteria", "Exit criteria complete", confirmed, of, detail, COMPLETE)


def _days(exit_on: str, on: date) -> str:
    if not exit_on:
        return "No date to leave by is set"
    day = date.fromisoformat(exit_on)
    left = (day - on).days
    if left < 0:
        return f"the date passed {_counted(-left)} ago"
    return (
        f"{_counted(left)} to {day_in_words(day)}" if left else f"The date is {day_in_words(day)}"
    )


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def returns_figure(returns: ReturnsIn | None) -> Figure:
    """Count the reports that are in for the open month, and name those that are late."""
    if returns is None:
        detail = Part("They stand here once the next month is open")
        return Figure("returns", "Returns", "–", "no month is open", (detail,))
    heading = f"Returns in, {returns.month}"
    parts: tuple[Part, ...] = (Part(returns.nobody_late),)
    if returns.late:
        parts = (Part("Late: ", "strong"), Part(returns.late_words))
    return Figure("returns", heading, str(returns.submitted), f"of {returns.total}", parts)


def next_pack_figure(due_on: date | None, month: str) -> Figure:
    """Say to whom reads packs alone when the next one is due."""
    if due_on is None:
        detail = Part("It stands here once the next month has begun")
        return Figure("returns", "Next pack", "–", "no date yet", (detail,))
    detail = Part(f"{month}: its reports are due {day_in_words(due_on)}")
    return Figure("returns", "Next pack", f"{due_on.day} {due_on:%b}", f"{due_on.year}", (detail,))


def _of(whole: int, carried: int) -> str:
    return f"of {whole - carried} confirmed" if carried else f"of {whole}"


def _rated(
    key: str, heading: str, number: int, of: str, detail: tuple[Part, ...], rating: Rating
) -> Figure:
    mark = Mark(rating)
    return Figure(key, heading, str(number), of, detail, mark, is_zero=not number)
