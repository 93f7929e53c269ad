"""Ratings as facts: as judged, and what the ratings below say, each with where it stands.

What came over from the month before and nobody has changed or confirmed is told apart everywhere:
it is not said as this month's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from improvement.values.ratings import Rating


def not_confirmed(month: str) -> str:
    """Say where something stands that came over from ``month``; nothing where it did not."""
    return f"from {month}, not confirmed" if month else ""


@dataclass(frozen=True)
class RatingFact:
    """A rating as shown. ``code`` is None when not yet rated; ``colour`` is never shown alone.

    ``carried_from`` is the month it came over from (`December`) while nobody has changed or
    confirmed it; packs from before do not say so here.
    """

    code: str | None
    words: str
    colour: str
    carried_from: str = ""

    @cached_property
    def judgement(self) -> Rating:
        """The rating itself, to be asked for its shape, colour and order."""
        return Rating(self.code or "")

    @property
    def standing(self) -> str:
        """Say that it is not this month's: `from December, not confirmed`; otherwise nothing."""
        return not_confirmed(self.carried_from)

    @property
    def short(self) -> str:
        """The words before the bracket."""
        return self.words.split(" (")[0]


@cache
def rating_fact(rating: Rating, carried_from: str = "") -> RatingFact:
    """Give a rating in words and colour, and from which month it came over, not confirmed."""
    month = carried_from if rating else ""
    return RatingFact(rating.value or None, rating.words, rating.colour.value, month)


@dataclass(frozen=True)
class CountFact:
    rating: RatingFact
    count: int

    @property
    def words(self) -> str:
        return f"{self.count} {self.rating.short}"


@dataclass(frozen=True)
class JudgedFact:
    """A judged rating with what the items below it say: the worst of them, and how many of each.

    ``counts`` are of all items; ``carried_counts`` of those that came over from the month before
    and are not confirmed, which ``worst`` leaves out.
    """

    judged: RatingFact
    before: RatingFact | None
    worst: RatingFact
    counts: tuple[CountFact, ...]
    carried_counts: tuple[CountFact, ...] = ()

    @property
    def confirmed_counts(self) -> tuple[CountFact, ...]:
        """How many of each rating are this month's, worst first, not yet rated left out."""
        carried = {one.rating.code: one.count for one in self.carried_counts}
        left = (
            CountFact(one.rating, one.count - carried.get(one.rating.code, 0))
            for one in self.counts
            if one.rating.code
        )
        return tuple(one for one in left if one.count)

    @property
    def confirmed(self) -> int:
        return _sum(self.confirmed_counts)

    @property
    def confirmed_words(self) -> str:
        """Say how many are this month's where some are not: `7 of 31 confirmed`."""
        whole = _sum(self.counts)
        return f"{self.confirmed} of {whole} confirmed" if self.carried_counts else ""

    @property
    def worst_of(self) -> str:
        """Say among how many the worst was looked for: `the 2 rated`, `the 3 confirmed`."""
        if self.carried_counts:
            return f"the {self.confirmed} confirmed" if self.confirmed else ""
        if not self.counts:
            return ""
        return f"the {self.confirmed} rated" if self.unrated and self.confirmed else "its actions"

    @property
    def unrated(self) -> int:
        return _sum(one for one in self.counts if not one.rating.code)

    @property
    def left_out(self) -> str:
        """Say what the worst leaves out but for what was carried: `9 not yet rated`."""
        return f"{self.unrated} not yet rated" if self.unrated and self.confirmed else ""

    @property
    def carried_words(self) -> str:
        """Say what is not this month's: `From December, not confirmed: 1 Overdue, 9 On Track`."""
        said = ", ".join(one.words for one in self.carried_counts)
        standing = self.carried_counts[0].rating.standing if said else ""
        return f"{standing[:1].upper()}{standing[1:]}: {said}" if said else ""

    @property
    def worst_words(self) -> str:
        """Say beside the worst how many there are of each: `(1 Off Track, 1 On Track)`."""
        if not self.worst_of:
            return ""
        said = [one.words for one in self.confirmed_counts]
        said += [f"{self.unrated} Not yet rated"] if self.unrated and not self.left_out else []
        counted = f"({', '.join(said)})"
        return f"{counted}; {self.left_out}" if self.left_out else counted


def _sum(counts: Iterable[CountFact]) -> int:
    return sum(one.count for one in counts)
