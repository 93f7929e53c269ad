"""A rating as a list says it: what it is, how it moved, and for how many months it has been so."""

from __future__ import annotations

from dataclasses import dataclass

from improvement.values.ratings import Rating, Way, way_of
from reporting.contents.rating_facts import RatingFact
from reporting.marks.mark import Mark
from reporting.summary.spells import RatedMonths

NOT_RATED = "none"


@dataclass(frozen=True)
class RatingNow:
    """A rating of an item, what it was the month before, and the months it has been so."""

    name: str
    fact: RatingFact
    before: RatingFact | None
    months: RatedMonths

    @property
    def rating(self) -> Rating:
        return self.fact.judgement

    @property
    def mark(self) -> Mark:
        """The rating as drawn in its last month: hatched where nobody has confirmed it."""
        return self.months.now

    @property
    def way(self) -> Way:
        """Which way it went since the month before; the same where there was none."""
        return way_of(self.before.judgement, self.rating) if self.before else Way.SAME

    @property
    def has_moved(self) -> bool:
        return self.way is not Way.SAME

    @property
    def moved_words(self) -> str:
        """“Worse: was Off track”; empty where it has not moved."""
        if not self.has_moved or not self.before:
            return ""
        return f"{self.way.value}: was {self.before.judgement.short}"

    @property
    def months_words(self) -> str:
        """“4 months”, “4 months or more” where it may be for longer; empty if not rated."""
        spell = self.months.spell
        more = " or more" if spell.or_before else ""
        return f"{spell.months_words}{more}" if self.rating.is_rated else ""


def is_rating(rating: Rating, asked: str) -> bool:
    """Whether a rating is the one asked for by its code; every one is where none is."""
    return not asked or (rating.value or NOT_RATED) == asked
